"""Who is in the room: a row per connection, kept alive by heartbeats, left as attendance."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from common.events import group_name, publish
from interviews.models import Presence, Seat

BEAT = 15
"""Seconds between heartbeats."""
STALE = timedelta(seconds=40)
"""After which a connection whose process died counts as gone."""
PRESENCE = {"type": "round.presence"}
_ORDER = ("candidate", "interviewer", "observer", "coach")


@dataclass(frozen=True)
class Present:
    """A person in the room, however many tabs they have open; `purpose` is why an observer watches."""

    person: int
    name: str
    role: str
    purpose: str = ""


def join(*, round_id: UUID, person_id: int) -> Presence:
    """Note that a connection of this person has come in, and tell the room."""
    made = Presence.objects.create(round_id=round_id, person_id=person_id, seen_at=timezone.now())
    publish(group_name("round", round_id), PRESENCE)
    return made


def beat(presence_id: UUID) -> None:
    """Note that the connection is alive."""
    Presence.objects.filter(pk=presence_id).update(seen_at=timezone.now(), left_at=None)


def leave(*, presence_id: UUID, round_id: UUID) -> None:
    """Note that the connection has gone, and tell the room."""
    now = timezone.now()
    if Presence.objects.filter(pk=presence_id, left_at=None).update(left_at=now, seen_at=now):
        publish(group_name("round", round_id), PRESENCE)


def present(round_id: UUID) -> list[Present]:
    """The people in the room now, each once: candidate, interviewer, observers, coaches, then by name."""
    alive = Presence.objects.filter(round_id=round_id, left_at=None, seen_at__gt=timezone.now() - STALE)
    people = {each.person_id: each.person for each in alive.select_related("person")}
    seats = Seat.objects.filter(round_id=round_id, person__in=people)
    roles = {key: tuple(rest) for key, *rest in seats.values_list("person_id", "role", "purpose")}
    found = [Present(key, person.shown_name, *roles.get(key, ("coach",))) for key, person in people.items()]
    return sorted(found, key=lambda each: (_ORDER.index(each.role), each.name, each.person))
