"""What a person says who did come after all."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DisputeForm(forms.Form):
    """Why a no-show should not count."""

    reason = forms.CharField(
        label=_("What happened"),
        help_text=_("Administrators read it, nobody else."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence what happened.")},
    )
