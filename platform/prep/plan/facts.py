"""What the platform knows about somebody's preparation, told by the features that know.

The workspace lies below the features that run rounds and debriefs and can't import them, so each of them
registers here, when the applications are ready, how its fact is read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User


@dataclass(frozen=True)
class Booking:
    """Something in a candidate's calendar here: a round.

    `loop` names what it belongs to, `whole` whether that is a whole loop and not a single round, `state` is
    one of "scheduled", "live", "completed", "missed" or "cancelled".
    """

    starts_at: datetime
    ends_at: datetime
    title: str
    url: str
    state: str
    loop: str
    whole: bool


Counter = Callable[[User], int]
Bookings = Callable[[User], list[Booking]]
_counters: dict[str, Counter] = {}
_bookings: dict[str, Bookings] = {}


def register(name: str, counter: Counter) -> None:
    """Say how the fact `name` ("loops", "sketches", …) is counted for a candidate; the last word stands."""
    _counters[name] = counter


def register_bookings(name: str, bookings: Bookings) -> None:
    """Say how a candidate's rounds are read, soonest first, those that were called off left out."""
    _bookings[name] = bookings


def counts(candidate: User) -> dict[str, int]:
    """Every fact by its name."""
    return {name: counter(candidate) for name, counter in _counters.items()}


def bookings_of(candidate: User) -> list[Booking]:
    """A candidate's rounds, soonest first."""
    found = [each for bookings in _bookings.values() for each in bookings(candidate)]
    return sorted(found, key=lambda each: each.starts_at)
