"""Reads of the current rubrics and drills."""

from collections.abc import Sequence
from typing import Any

from rubrics.content.drills import pick_drills
from rubrics.models import DrillSet, Rubric


def current_rubric(track_slug: str, kind: str) -> Rubric | None:
    """The rubric that a new scorecard of this kind of round is bound to, or None."""
    return Rubric.objects.filter(track_slug=track_slug, kind=kind, is_current=True).first()


def drills_for(track_slug: str, criteria: Sequence[str]) -> list[dict[str, Any]]:
    """The track's drills that serve any of the criteria, those of the first criterion first.

    Args:
        track_slug: the track of the loop.
        criteria: criterion keys, the most pressing first.
    """
    drills = DrillSet.objects.filter(track_slug=track_slug, is_current=True).first()
    return pick_drills(drills.body["drills"], criteria) if drills else []
