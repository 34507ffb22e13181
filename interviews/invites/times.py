"""When a round that somebody is invited to could begin: where both are free (pure).

Whoever is invited need not have stated hours; they pick the time themselves, so only what stands against it
counts. Time is counted in quarter hours since 1970-01-01T00:00Z.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from interviews.availability.intervals import Interval, subtraction
from interviews.booking.openings import whole_quarters, without
from interviews.booking.plans import BREAK

EARLIEST = timedelta(hours=1)
"""How far ahead a time must lie, so that the candidate can still read that it was chosen."""


@dataclass(frozen=True)
class Given:
    """What stands against a time for one person: quarters that their rounds take, with a distance to keep on
    either side (in quarters), and when they are busy elsewhere."""

    taken: Collection[int] = ()
    distance: int = BREAK
    busy: Sequence[Interval] = ()


def starts(wanted: Iterable[Interval], given: Iterable[Given], length: int, earliest: int) -> list[int]:
    """The quarters at which the round could begin, in order.

    Args:
        wanted: when the candidate wants it, as aware moments.
        given: what stands against it, for each of the two.
        length: how many quarters it takes.
        earliest: the first quarter at which it may begin.
    """
    there, gone = list(wanted), []
    for person in given:
        there = subtraction(there, person.busy)
        gone += [(at - person.distance, at + 1 + person.distance) for at in person.taken]
    free = without(whole_quarters(there), gone)
    return [at for first, end in free for at in range(max(first, earliest), end - length + 1)]
