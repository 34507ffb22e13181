"""The kinds of round: the four of a loop, and those that are only booked by themselves."""

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundKind(models.TextChoices):
    """Kinds in the order of the loop, then the single ones; minutes and phases stand in the track."""

    RECRUITER = "recruiter", _("Recruiter screen")
    PRODUCT_SENSE = "product_sense", _("Product sense")
    SYSTEM_DESIGN = "system_design", _("Settlement system design")
    BEHAVIOURAL = "behavioural", _("Leadership and behavioural")
    NEGOTIATION = "negotiation", _("Offer negotiation")


STAFFED_AS: Final[dict[str, str]] = {RoundKind.NEGOTIATION.value: RoundKind.RECRUITER.value}
"""Single kinds, and the kind that whoever runs them offers and is calibrated for.

An offer negotiation is run by those who run recruiter screens: it is the same seat, a talk further on. So
it has no samples and no leave of its own, and nothing to tick in one's hours.
"""
LOOP_KINDS: Final[list[str]] = [kind for kind in RoundKind.values if kind not in STAFFED_AS]
LOOP_CHOICES: Final[list[tuple[str, Any]]] = [each for each in RoundKind.choices if each[0] in LOOP_KINDS]

SHORT_TITLES = {
    RoundKind.RECRUITER: _("Recruiter"),
    RoundKind.PRODUCT_SENSE: _("Product sense"),
    RoundKind.SYSTEM_DESIGN: _("Design"),
    RoundKind.BEHAVIOURAL: _("Behavioural"),
    RoundKind.NEGOTIATION: _("Negotiation"),
}


def staffed_as(kind: str) -> str:
    """The kind that a peer offers and is calibrated for to run rounds of this kind."""
    return STAFFED_AS.get(kind, kind)


def rounds_of(track_body: dict[str, Any]) -> list[dict[str, Any]]:
    """Every round of a track: those of the loop, then those that are booked by themselves."""
    return [*track_body["rounds"], *track_body.get("singles", [])]
