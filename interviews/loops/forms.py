"""What a person says when they call something off."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """An optional reason that the other side reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The others read it in their mail."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
