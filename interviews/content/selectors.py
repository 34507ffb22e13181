"""Reads of the current content."""

from django.db.models import QuerySet

from interviews.models import Prompt, Track


def current_tracks() -> QuerySet[Track]:
    """The tracks that can be booked now, by title."""
    return Track.objects.filter(is_current=True).order_by("title", "slug")


def current_track(slug: str) -> Track | None:
    """The current version of a track, or None when there is none any more."""
    return Track.objects.filter(slug=slug, is_current=True).first()


def prompts_for(track_slug: str, kind: str) -> QuerySet[Prompt]:
    """The current prompts of a track for one kind of round, in a steady order."""
    return Prompt.objects.filter(track_slug=track_slug, kind=kind, is_current=True).order_by("slug")
