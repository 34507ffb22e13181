"""The form that names a coach."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class GrantForm(forms.Form):
    """A coach's address; one answer for all that don't fit, so that nothing is said about other people."""

    email = forms.EmailField(
        label=_("Your coach's email address"),
        help_text=_("The address they sign in with here."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, candidate: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidate = candidate
        self.coach: User | None = None

    def clean_email(self) -> str:
        """The address of an active coach with a confirmed address, who isn't the candidate."""
        email = self.cleaned_data["email"].strip().lower()
        if email == self.candidate.email:
            raise forms.ValidationError(_("That is your own address. Give your coach's address."))
        self.coach = User.objects.filter(
            email=email,
            is_coach=True,
            is_active=True,
            emailaddress__email=email,
            emailaddress__verified=True,
        ).first()
        if self.coach is None:
            raise forms.ValidationError(
                _(
                    "We know no coach with this address. Ask your coach which address they sign in with, "
                    "and whether their settings here say that they coach."
                ),
                code="no_coach",
            )
        return email
