"""Words of the room: phase titles, clock figures, roles."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
ROLES = {
    "candidate": _("candidate"),
    "interviewer": _("interviewer"),
    "observer": _("watching"),
    "coach": _("coach"),
}


PURPOSES = {"shadow": _("shadow"), "reverse_shadow": _("reverse shadow")}


@register.filter
def purpose_word(purpose: str) -> Any:
    """Why an observer watches, as a word; "watching" for somebody who just does."""
    return PURPOSES.get(purpose, ROLES["observer"])


@register.filter
def role_word(role: str) -> Any:
    """A role in the room as a word."""
    return ROLES[role]


@register.filter
def phase_title(index: int, phases: list[dict[str, Any]]) -> str:
    """The title of the phase at `index`."""
    return str(phases[index]["title"])


@register.filter
def last_phase(clock: dict[str, Any]) -> bool:
    """Whether no phase follows the current one."""
    return bool(clock["phase"] == len(clock["phases"]) - 1)


@register.filter
def clock_time(seconds: float) -> str:
    """Seconds as minutes and seconds: 754.2 is "12:34", -61 is "−1:01"."""
    whole = int(abs(seconds))
    sign = "−" if seconds < 0 and whole else ""
    return f"{sign}{whole // 60}:{whole % 60:02d}"
