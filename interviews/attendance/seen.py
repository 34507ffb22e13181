"""Who has been in the room of a round, read from its connections."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from interviews.attendance.rules import came, stayed
from interviews.availability.intervals import Interval
from interviews.models import Presence, Round, Seat
from interviews.opening import opens_at
from interviews.room.presence import present


def spells_in(rounds: Iterable[UUID]) -> defaultdict[tuple[UUID, int], list[Interval]]:
    """When each person was in each of these rounds, by (round, person): (came in, was last seen)."""
    found: defaultdict[tuple[UUID, int], list[Interval]] = defaultdict(list)
    rows = Presence.objects.filter(round__in=rounds)
    for round_id, person, joined, seen in rows.values_list("round_id", "person_id", "joined_at", "seen_at"):
        found[round_id, person].append((joined, max(joined, seen)))
    return found


def window_of(round_: Round) -> Interval:
    """The time of a round in which being in its room counts: from its opening to its end."""
    return opens_at(round_), round_.ends_at


def came_to(round_: Round, spells: Iterable[Interval], role: str) -> bool:
    """Whether somebody was there: in the room, or they started its clock, which only interviewers can."""
    started = role == Seat.Role.INTERVIEWER and round_.started_at is not None
    return started or came(spells, window_of(round_))


def first_seen(spells: Iterable[Interval], round_: Round) -> datetime | None:
    """When somebody first came in during the round's time."""
    opens, ends = window_of(round_)
    return min((max(start, opens) for start, end in spells if end >= opens and start <= ends), default=None)


def time_in(round_: Round, spells: Iterable[Interval], now: datetime) -> float:
    """Seconds for which somebody has been in the room since it opened, or was given its present time."""
    return stayed(spells, (max(opens_at(round_), round_.arranged_at), now)).total_seconds()


def here_now(round_id: UUID) -> set[int]:
    """The ids of the people who are in the room at this moment."""
    return {each.person for each in present(round_id)}
