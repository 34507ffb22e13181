"""Sets of moments as sorted, disjoint, half-open intervals, and what can be done with them (pure)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Interval = tuple[datetime, datetime]
"""[start, end), both aware; as a set of moments."""


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The moments in any of `intervals`: sorted, neither empty nor touching one another."""
    merged: list[Interval] = []
    for start, end in sorted(each for each in intervals if each[0] < each[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def intersection(left: Iterable[Interval], right: Iterable[Interval]) -> list[Interval]:
    """The moments in both."""
    first, second = union(left), union(right)
    common: list[Interval] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start, end = max(first[i][0], second[j][0]), min(first[i][1], second[j][1])
        if start < end:
            common.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return common


def subtraction(left: Iterable[Interval], right: Iterable[Interval]) -> list[Interval]:
    """The moments in `left` that are not in `right`."""
    taken = union(right)
    rest: list[Interval] = []
    for start, end in union(left):
        for gone_from, gone_until in taken:
            if gone_until <= start:
                continue
            if gone_from >= end:
                break
            if start < gone_from:
                rest.append((start, gone_from))
            start = gone_until
        if start < end:
            rest.append((start, end))
    return rest


def covers(intervals: Iterable[Interval], start: datetime, end: datetime) -> bool:
    """Whether every moment of [start, end) is in `intervals`."""
    return not subtraction([(start, end)], intervals)


def length(intervals: Iterable[Interval]) -> timedelta:
    """How long all the moments are together."""
    return sum((end - start for start, end in union(intervals)), timedelta())
