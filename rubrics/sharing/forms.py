"""For whom a link is, and until when."""

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = [
    (1, _("1 day")),
    (3, _("3 days")),
    (7, _("1 week")),
    (14, _("2 weeks")),
    (30, _("30 days")),
    (90, _("90 days")),
]


class ShareForm(forms.Form):
    """A new share link."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    label = forms.CharField(
        max_length=80,
        label=_("For whom"),
        help_text=_("Stands across the page and the PDF, so that everybody sees whose copy it is."),
        error_messages={"required": _("Say for whom the link is: it stands across the copy.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=14, label=_("It works for"))
