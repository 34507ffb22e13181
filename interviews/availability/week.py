"""Tidying hours that a person typed (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from interviews.availability.hours import DAY, MIDNIGHT, Differing, Weekly

_END_OF_DAY = 24 * 60


@dataclass(frozen=True)
class Tidied:
    """Weekly hours without overlaps, none across midnight; `merged` says whether some had to be joined."""

    weekly: tuple[Weekly, ...]
    merged: bool


def tidy(weekly: Iterable[Weekly]) -> Tidied:
    """Cut hours at midnight and join those of a weekday that overlap or touch."""
    by_day: dict[int, list[tuple[int, int]]] = {}
    for each in weekly:
        for day, first, last in _cut(each.weekday, each.start, each.end):
            by_day.setdefault(day % 7, []).append((first, last))
    joined: list[Weekly] = []
    merged = False
    for day in sorted(by_day):
        spans: list[tuple[int, int]] = []
        for first, last in sorted(by_day[day]):
            if spans and first <= spans[-1][1]:
                merged = merged or first < spans[-1][1]
                spans[-1] = (spans[-1][0], max(spans[-1][1], last))
            else:
                spans.append((first, last))
        joined += [Weekly(day, _time(first), _time(last)) for first, last in spans]
    return Tidied(tuple(joined), merged)


def cut_at_midnight(exceptions: Iterable[Differing]) -> tuple[Differing, ...]:
    """Exceptions across midnight as two, one for each date; sorted, each once."""
    cut: set[Differing] = set()
    for each in exceptions:
        if each.start is None or each.end is None:
            cut.add(each)
            continue
        for ahead, first, last in _cut(0, each.start, each.end):
            cut.add(Differing(each.date + DAY * ahead, each.kind, _time(first), _time(last)))
    return tuple(sorted(cut, key=_order))


def _order(each: Differing) -> tuple[date, time, str]:
    return each.date, each.start or MIDNIGHT, each.kind


def _cut(day: int, start: time, end: time) -> list[tuple[int, int, int]]:
    """(day, minute from, minute until), one or two of them."""
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    if last > first:
        return [(day, first, last)]
    tail = [(day + 1, 0, last)] if last else []
    return [(day, first, _END_OF_DAY), *tail]


def _time(minute: int) -> time:
    return time(minute % _END_OF_DAY // 60, minute % 60)
