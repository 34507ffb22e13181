"""The sign-up form."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import RolesField, take_roles
from accounts.zones import browser_zone


class SignUpForm(SignupForm):
    """Name, address, password and roles.

    The time zone is not asked: the browser says it in the cookie `tz`, and the settings change it.
    """

    field_order = ["name", "email", "password1", "roles"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            max_length=80,
            help_text=_("Shown to the people you have rounds with."),
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["roles"] = RolesField()
        self.fields["roles"].initial = ["is_candidate"]
        self.fields["password1"].help_text = _("At least 10 characters, and not one that everybody uses.")
        for name in ("email", "password1"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.order_fields(self.field_order)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Complete the fresh person (allauth calls this with the saved row)."""
        user.name = " ".join(self.cleaned_data["name"].split())
        user.timezone = browser_zone(request.COOKIES.get("tz", ""))
        take_roles(user, self.cleaned_data["roles"])
        user.save()
