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


def within(window: list[Interval], some: list[Interval]) -> list[Interval]:
    """Everything in the window that is not in the set."""
    return subtraction(window, some)


@given(sets, sets, sets)
def test_laws_of_union_and_intersection(a: list[Interval], b: list[Interval], c: list[Interval]) -> None:
    assert union([*a, *b]) == union([*b, *a])
    assert union([*union([*a, *b]), *c]) == union([*a, *union([*b, *c])])
    assert intersection(a, b) == intersection(b, a)
    assert intersection(intersection(a, b), c) == intersection(a, intersection(b, c))
    assert intersection(a, union([*b, *c])) == union([*intersection(a, b), *intersection(a, c)])
    assert union([*a, *intersection(b, c)]) == intersection([*a, *b], [*a, *c])


@given(sets, sets)
def test_a_set_with_itself_and_with_nothing(a: list[Interval], b: list[Interval]) -> None:
    assert union([*a, *a]) == intersection(a, a) == subtraction(a, []) == union(a)
    assert subtraction(a, a) == intersection(a, []) == subtraction([], a) == []
    assert subtraction(subtraction(a, b), b) == subtraction(a, b)
    # Absorption.
    assert union([*a, *intersection(a, b)]) == intersection(a, [*a, *b]) == union(a)


@given(pieces, sets, sets)
def test_what_is_left_of_a_window_obeys_de_morgan(
    whole: Interval, some: list[Interval], other: list[Interval]
) -> None:
    window = [whole]
    a, b = intersection(window, some), intersection(window, other)
    assert within(window, [*a, *b]) == intersection(within(window, a), within(window, b))
    assert within(window, intersection(a, b)) == union([*within(window, a), *within(window, b)])
    assert within(window, within(window, a)) == a
    assert subtraction(a, b) == intersection(a, within(window, b))
    assert length(a) + length(within(window, a)) == length(window)


@given(sets, sets)
def test_length_adds_up(a: list[Interval], b: list[Interval]) -> None:
    assert length([*a, *b]) + length(intersection(a, b)) == length(a) + length(b)


def test_covers_needs_every_moment() -> None:
    assert covers([(at(0), at(5)), (at(5), at(9))], at(1), at(8))
    assert not covers([(at(0), at(5)), (at(6), at(9))], at(1), at(8))
