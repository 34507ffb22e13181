"""The months of a window as weeks of days, from Monday on (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """`first` is its first day; `weeks` are lists of seven dates, None where the day is not of this month."""

    first: date
    weeks: tuple[tuple[date | None, ...], ...]


def months(first: date, last: date) -> list[Month]:
    """The months that the dates from `first` to `last`, both included, lie in; with the weeks they lie in."""
    found = []
    begin = first.replace(day=1)
    while begin <= last:
        following = (begin + 31 * DAY).replace(day=1)
        found.append(Month(begin, tuple(_weeks(max(begin, first), min(following - DAY, last), begin.month))))
        begin = following
    return found


def _weeks(first: date, last: date, month: int) -> Iterable[tuple[date | None, ...]]:
    monday = first - first.weekday() * DAY
    while monday <= last:
        days = [monday + number * DAY for number in range(7)]
        yield tuple(day if day.month == month else None for day in days)
        monday += 7 * DAY
