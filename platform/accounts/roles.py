"""Roles: the field that asks for them, and how they are called."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

CHOICES = [
    ("is_candidate", gettext_lazy("I want to practise")),
    ("is_peer", gettext_lazy("I run rounds as a peer: I state my hours, candidates book them")),
    ("is_coach", gettext_lazy("I coach: I see the rounds and debriefs of candidates who let me in")),
]


class RolesField(forms.MultipleChoiceField):
    """Boxes for the roles a person may take themselves; an administrator is made by administrators."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(
            label=gettext_lazy("What do you want to do here?"),
            choices=CHOICES,
            required=required,
            error_messages={"required": gettext_lazy("Tick at least one.")},
        )


def roles_of(person: User) -> list[str]:
    """The names of the role fields that are set, as `RolesField` holds them."""
    return [field for field, _label in CHOICES if getattr(person, field)]


def take_roles(person: User, chosen: list[str]) -> None:
    """Set the role fields of `person` to what `RolesField` gave; doesn't save."""
    for field, _label in CHOICES:
        setattr(person, field, field in chosen)


def role_words(person: User) -> str:
    """The person's roles as words with commas: "candidate, coach"; "no role" without any."""
    words = [
        word
        for held, word in (
            (person.is_candidate, _("candidate")),
            (person.is_peer, _("peer")),
            (person.is_coach, _("coach")),
            (person.is_staff, _("administrator")),
        )
        if held
    ]
    return ", ".join(words) or _("no role")
