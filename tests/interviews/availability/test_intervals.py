"""The laws of sets of moments."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviews.availability.intervals import Interval, covers, intersection, length, subtraction, union

ZERO = datetime(2026, 1, 1, tzinfo=UTC)
HORIZON = 40


def at(number: int) -> datetime:
    return ZERO + timedelta(minutes=number)


pieces = st.tuples(st.integers(0, HORIZON), st.integers(0, HORIZON)).map(
    lambda pair: (at(min(pair)), at(max(pair)))
)
sets = st.lists(pieces, max_size=8)


def minutes(intervals: list[Interval]) -> set[int]:
    """The same set, minute by minute: the slow way that can't be wrong."""
    return {
        number
        for number in range(HORIZON)
        for start, end in intervals
        if start <= at(number) and at(number) < end
    }


def is_tidy(intervals: list[Interval]) -> bool:
    return all(start < end for start, end in intervals) and all(
        left[1] < right[0] for left, right in pairwise(intervals)
    )


@given(sets)
def test_union_is_the_set_tidied(some: list[Interval]) -> None:
    assert minutes(union(some)) == minutes(some)
    assert is_tidy(union(some))
    assert union(union(some)) == union(some)


@given(sets, sets)
def test_intersection_is_of_sets(left: list[Interval], right: list[Interval]) -> None:
    found = intersection(left, right)
    assert minutes(found) == minutes(left) & minutes(right)
    assert is_tidy(found)
    assert found == intersection(right, left)


@given(sets, sets)
def test_subtraction_is_of_sets(left: list[Interval], right: list[Interval]) -> None:
    found = subtraction(left, right)
    assert minutes(found) == minutes(left) - minutes(right)
    assert is_tidy(found)


@given(sets, sets, sets)
def test_laws_of_three(a: list[Interval], b: list[Interval], c: list[Interval]) -> None:
    assert intersection(a, union([*b, *c])) == union([*intersection(a, b), *intersection(a, c)])
    assert subtraction(a, union([*b, *c])) == subtraction(subtraction(a, b), c)
    assert union([*subtraction(a, b), *intersection(a, b)]) == union(a)


@given(sets, sets)
def test_length_adds_up(a: list[Interval], b: list[Interval]) -> None:
    assert length([*a, *b]) + length(intersection(a, b)) == length(a) + length(b)


def test_covers_needs_every_moment() -> None:
    assert covers([(at(0), at(5)), (at(5), at(9))], at(1), at(8))
    assert not covers([(at(0), at(5)), (at(6), at(9))], at(1), at(8))
