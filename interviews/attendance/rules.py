"""When somebody counts as having come, and from when on the other side may say that they did not (pure)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from interviews.availability.intervals import Interval, intersection, length

GRACE = timedelta(minutes=10)
"""How long after the start nobody is noted as absent."""
STAYED = timedelta(minutes=2)
"""Whoever was in the room for so long has come, whatever the other side says."""
DISPUTABLE = timedelta(days=7)
"""How long somebody can dispute that they did not come."""
LONGER = timedelta(minutes=5)
"""How long "wait longer" waits."""

JUST_BEGUN = timedelta(minutes=5)
"""A quarter hour that is no older can still be the start of a round that begins anew."""
ONLINE = timedelta(minutes=2)
"""Who was seen within this time is online."""
ALONE = timedelta(seconds=60)
"""For how long only the named standby is asked."""
SEARCH = timedelta(minutes=3)
"""For how long people are asked; the candidate waits no longer than this."""


class RoundTimes(Protocol):
    """What the rules need of a round."""

    starts_at: datetime
    ends_at: datetime
    arranged_at: datetime


def claimable_from(round_: RoundTimes) -> datetime:
    """From when on one side may say that the other did not come.

    A round that was given its time after it had begun (a stand-in took it) has its grace from then on.
    """
    return max(round_.starts_at, round_.arranged_at) + GRACE


def stayed(spells: Iterable[Interval], window: Interval) -> timedelta:
    """How long somebody was in the room within a window, all their connections taken together."""
    return length(intersection(spells, [window]))


def came(spells: Iterable[Interval], window: Interval) -> bool:
    """Whether somebody was in the room within a window at all, for however short a time."""
    return any(start <= window[1] and end >= window[0] for start, end in spells)


def disputable_until(noted_at: datetime) -> datetime:
    """The last moment at which a no-show that was noted then can be disputed."""
    return noted_at + DISPUTABLE
