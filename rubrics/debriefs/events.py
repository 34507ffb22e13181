"""Telling open pages that something about a debrief changed; each reads it again under its own access."""

from uuid import UUID

from common.events import group_name, publish
from rubrics.models import Debrief

CHANGED = {"type": "debrief.changed"}


def loop_group(loop_id: UUID) -> str:
    """The channel group of everybody who looks at the debrief of a loop."""
    return group_name("debrief", loop_id)


def announce(loop_id: UUID) -> None:
    """Say that a loop's debrief, or what it waits for, changed, once this transaction is committed."""
    publish(loop_group(loop_id), CHANGED)


def announce_debrief(debrief_id: UUID) -> None:
    """The same for whoever knows the debrief alone, as workers do."""
    for loop_id in Debrief.objects.filter(pk=debrief_id).values_list("loop", flat=True):
        announce(loop_id)
