"""Weekly hours in wall clock time, with exceptions, expanded to moments (pure).

One rule settles everything about clock changes: a person is there at a moment if the clock in their zone then
shows a time within their hours. So

* a time that the clock skips in spring moves forward to the moment of the change (hours that lie wholly in
  the gap are no hours that day, hours across it are shorter);
* a time that comes twice in autumn counts both times (hours across the fold are longer);
* every moment is covered once or not at all.

It is computed by offset, never by attaching a zone to a wall clock time: Python does not raise on a time that
does not exist, and silently takes the first of two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from interviews.availability.intervals import Interval, intersection, length, subtraction, union

MIDNIGHT = time(0)
DAY = timedelta(days=1)
# No zone has changed its offset twice within three hours.
_STEP = timedelta(hours=3)


@dataclass(frozen=True)
class Weekly:
    """Offered every week from `weekday` (0 is Monday) on.

    An end that is not after the start lies on the next day: 00:00 is the midnight that ends the day, and
    22:00–02:00 crosses it.
    """

    weekday: int
    start: time
    end: time


@dataclass(frozen=True)
class Differing:
    """One date that differs: `off` (all day without times, else for the span) or `extra` (for the span)."""

    date: date
    kind: Literal["off", "extra"]
    start: time | None = None
    end: time | None = None


@dataclass(frozen=True)
class Hours:
    """Everything that a person has said about when they are there; `zone` is an IANA name."""

    zone: str
    weekly: Sequence[Weekly] = ()
    exceptions: Sequence[Differing] = ()


def free(hours: Hours, window: Interval) -> list[Interval]:
    """The moments of `window` in which the person is there.

    `extra` adds to the week, `off` takes away from both; what crosses midnight belongs to the date it begins
    on as far as it is offered, and to the date it falls on as far as it is taken away.

    Args:
        hours: what the person has said.
        window: aware moments; the result lies inside.

    Returns:
        Sorted, disjoint intervals in UTC.
    """
    there: list[Interval] = []
    away: list[Interval] = []
    by_date: dict[date, list[Differing]] = {}
    for exception in hours.exceptions:
        by_date.setdefault(exception.date, []).append(exception)
    for day in _dates(hours.zone, window):
        there += [_wall(day, each.start, each.end) for each in hours.weekly if each.weekday == day.weekday()]
        for exception in by_date.get(day, ()):
            whole = _wall(day, exception.start or MIDNIGHT, exception.end or MIDNIGHT)
            (there if exception.kind == "extra" else away).append(whole)
    return _moments(subtraction(there, away), hours.zone, window)


def daily(zone: str, start: time, end: time, window: Interval) -> list[Interval]:
    """The moments of `window` at which the clock in `zone` shows a time in [start, end)."""
    return free(Hours(zone, [Weekly(weekday, start, end) for weekday in range(7)]), window)


def calendar_days(zone: str, window: Interval) -> list[tuple[date, Interval]]:
    """The calendar days of `zone` that touch `window`, each with its moments inside the window."""
    days = []
    for day in _dates(zone, window):
        pieces = _moments([_wall(day, MIDNIGHT, MIDNIGHT)], zone, window)
        if pieces:
            days.append((day, (pieces[0][0], pieces[-1][1])))
    return days


def weekly_length(weekly: Iterable[Weekly]) -> timedelta:
    """How long the hours of an ordinary week are together; what overlaps counts once, over Sunday too."""
    monday = date(2024, 1, 1)
    week = (datetime.combine(monday, MIDNIGHT), datetime.combine(monday + 7 * DAY, MIDNIGHT))
    twice = [
        _wall(monday + DAY * (each.weekday + shift), each.start, each.end)
        for each in weekly
        for shift in (-7, 0)
    ]
    return length(intersection(twice, [week]))


def _wall(day: date, start: time, end: time) -> Interval:
    """A stretch of the wall clock that begins on `day`, as naive times."""
    last = day if end > start else day + DAY
    return datetime.combine(day, start), datetime.combine(last, end)


def _dates(zone: str, window: Interval) -> list[date]:
    """The dates whose hours can reach into the window: from the day before, for what crosses midnight."""
    info = ZoneInfo(zone)
    first = window[0].astimezone(info).date() - DAY
    count = (window[1].astimezone(info).date() - first).days + 1
    return [first + DAY * number for number in range(count)]


def _moments(wall: Iterable[Interval], zone: str, window: Interval) -> list[Interval]:
    """The moments of `window` at which the clock shows a time in `wall` (naive)."""
    found: list[Interval] = []
    for start, end, offset in _periods(zone, window[0].astimezone(UTC), window[1].astimezone(UTC)):
        shifted = [
            ((first - offset).replace(tzinfo=UTC), (last - offset).replace(tzinfo=UTC))
            for first, last in wall
        ]
        found += intersection(shifted, [(start, end)])
    return union(found)


@lru_cache(maxsize=512)
def _periods(zone: str, start: datetime, end: datetime) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """[start, end) cut where the offset of `zone` changes: (from, until, offset east of UTC)."""
    info = ZoneInfo(zone)
    periods = []
    since, at, offset = start, start, _offset(info, start)
    while at < end:
        after = min(at + _STEP, end)
        if _offset(info, after) != offset and (change := _change(info, at, after)) < end:
            periods.append((since, change, offset))
            since, offset = change, _offset(info, change)
        at = after
    if since < end:
        periods.append((since, end, offset))
    return tuple(periods)


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first whole second in (before, after] with the offset of `after`."""
    old = _offset(zone, before)
    low, high = int(before.timestamp()), -int(-after.timestamp() // 1)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == old:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)
