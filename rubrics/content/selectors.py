"""Reads of the current rubrics."""

from rubrics.models import Rubric


def current_rubric(track_slug: str, kind: str) -> Rubric | None:
    """The rubric that a new scorecard of this kind of round is bound to, or None."""
    return Rubric.objects.filter(track_slug=track_slug, kind=kind, is_current=True).first()
