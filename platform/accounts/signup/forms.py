"""What the sign-up form asks beyond address and password."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.zones import known_zone

ROLES = {
    "is_candidate": _("I want to practise"),
    "is_peer": _("I run rounds as a peer"),
    "is_coach": _("I coach people who practise"),
}
NO_ROLE = _("Tick at least one: what do you want to do here?")


def browser_zone(request: HttpRequest) -> str:
    """The IANA zone that the browser named in the cookie `tz`, else "UTC"."""
    return known_zone(request.COOKIES.get("tz", ""))


class PersonForm(forms.Form):
    """Name and roles; allauth puts address and password into the same form.

    The time zone is not asked: the browser says it, and the settings change it.
    """

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Shown to the people you have rounds with."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    is_candidate = forms.BooleanField(label=ROLES["is_candidate"], required=False, initial=True)
    is_peer = forms.BooleanField(
        label=ROLES["is_peer"],
        required=False,
        help_text=_("You state your hours; candidates book rounds with you."),
    )
    is_coach = forms.BooleanField(
        label=ROLES["is_coach"],
        required=False,
        help_text=_("You see a candidate's rounds and debriefs only after they let you."),
    )
    field_order = ["name", "email", "password1", "is_candidate", "is_peer", "is_coach"]

    def clean(self) -> dict[str, Any]:
        """At least one role, else the dashboard would have nothing to say."""
        data = super().clean() or {}
        if not any(data.get(role) for role in ROLES):
            self.add_error("is_candidate", NO_ROLE)
        return data

    def signup(self, request: HttpRequest, user: User) -> None:
        """Complete the fresh person (allauth calls this with the saved row)."""
        user.name = " ".join(self.cleaned_data["name"].split())
        for role in ROLES:
            setattr(user, role, self.cleaned_data[role])
        user.timezone = browser_zone(request)
        user.save(update_fields=["name", "timezone", *ROLES])
