"""Offered times as the page shows them: a week at a time, day by day, in the viewer's zone (pure)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_HALF_HOURS = (0, 30)


@dataclass(frozen=True)
class Time:
    """One time that can be chosen: the quarter hour since 1970 and its moment."""

    quarter: int
    at: datetime


@dataclass(frozen=True)
class Day:
    """A day with something free: when it is noon there, for its name, and its times."""

    at: datetime
    times: list[Time]


@dataclass(frozen=True)
class Week:
    """A week from Monday on: its days with something free, and the Mondays of the nearest ones with some."""

    monday: date
    days: list[Day]
    earlier: date | None
    later: date | None


def week_of(starts: Collection[int], wanted: date | None, zone: str) -> Week | None:
    """The week with the date `wanted`, else the first; None when nothing is free at all.

    A week without anything is skipped: the nearest one after it is shown, or the last.

    Args:
        starts: quarters at which something could begin.
        wanted: a date in the viewer's calendar.
        zone: the viewer's, an IANA name.
    """
    info = ZoneInfo(zone)
    weeks: dict[date, dict[date, list[Time]]] = {}
    for quarter in _shown(starts, info):
        at = _moment(quarter)
        day = at.astimezone(info).date()
        weeks.setdefault(_monday(day), {}).setdefault(day, []).append(Time(quarter, at))
    if not weeks:
        return None
    mondays = sorted(weeks)
    asked = _monday(wanted) if wanted else mondays[0]
    monday = next((each for each in mondays if each >= asked), mondays[-1])
    place = mondays.index(monday)
    days = [
        Day(datetime(day.year, day.month, day.day, 12, tzinfo=info), times)
        for day, times in weeks[monday].items()
    ]
    return Week(
        monday,
        days,
        mondays[place - 1] if place else None,
        mondays[place + 1] if place + 1 < len(mondays) else None,
    )


def _shown(starts: Collection[int], zone: ZoneInfo) -> list[int]:
    """Full and half hours, and where a stretch begins in between, its first quarter."""
    known = set(starts)
    return [
        at
        for at in sorted(known)
        if at - 1 not in known or _moment(at).astimezone(zone).minute in _HALF_HOURS
    ]


def _moment(quarter: int) -> datetime:
    return datetime.fromtimestamp(quarter * 900, UTC)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
