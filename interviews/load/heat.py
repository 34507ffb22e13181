"""Weeks, and how full each is (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

PAST, COMING = 4, 6
"""Weeks that are shown before and after this one."""
FULL = 5
"""The highest level."""
WEEK = timedelta(days=7)
Range = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """A week of a peer.

    `rounds` they ran or are to run in it; `hours` they offer, None in weeks that are over; `cap` is the most
    rounds a week that they take on, None for no cap; `level` from 0 (nothing) to `FULL`.
    """

    rounds: int
    hours: float | None
    cap: int | None
    level: int


def mondays(today: date) -> list[date]:
    """The first days of the weeks that are shown, of which this is one."""
    this = monday(today)
    return [this + WEEK * number for number in range(-PAST, COMING + 1)]


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@lru_cache(maxsize=512)
def quarters_of_week(first: date, zone: str) -> Range:
    """A week as quarter hours, from its Monday 0:00 on the clock of a zone to the next."""
    info = ZoneInfo(zone)
    start, end = (datetime(day.year, day.month, day.day, tzinfo=info) for day in (first, first + WEEK))
    return int(start.timestamp() // 900), int(end.timestamp() // 900)


def hours_within(ranges: Iterable[Range], week: Range) -> float:
    """How many hours of a week lie in ranges of quarter hours."""
    return sum(max(0, min(end, week[1]) - max(first, week[0])) for first, end in ranges) / 4


def cell(rounds: int, *, hours: float | None, usual: float, cap: int | None) -> Cell:
    """A week of a peer with its level.

    What fits into a week is its cap or, without one, a round an hour of what is offered.

    Args:
        rounds: that they run in it.
        hours: that they offer in it; None where it is over, and their usual week counts.
        usual: hours of an ordinary week of theirs.
        cap: rounds a week they take on at most; None for no cap.
    """
    fits = float(int(usual if hours is None else hours))
    if cap is not None:
        fits = min(cap, fits) if hours is not None else cap
    return Cell(rounds, hours, cap, _level(rounds, fits))


def _level(rounds: int, fits: float) -> int:
    """0 for no rounds, 1 to 4 for quarters of what fits, `FULL` when nothing more does."""
    if rounds == 0:
        return 0
    if rounds >= fits:
        return FULL
    return min(FULL - 1, ceil(4 * rounds / fits))
