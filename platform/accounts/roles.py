"""Roles in words."""

from django.utils.translation import gettext as _

from accounts.models import User


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
