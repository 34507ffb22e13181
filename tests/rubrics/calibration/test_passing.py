"""When scores count as like the agreed ones."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.calibration.passing import Comparison, compare

Score = int | None
STEPS = st.integers(2, 10)
MARKS = st.one_of(st.none(), STEPS)


def compared(*pairs: tuple[Score, Score]) -> Comparison:
    keys = [str(number) for number in range(len(pairs))]
    return compare(
        keys,
        {key: own for key, (own, _) in zip(keys, pairs, strict=True)},
        {key: agreed for key, (_, agreed) in zip(keys, pairs, strict=True)},
    )


@pytest.mark.parametrize(
    ("pairs", "passed"),
    [
        ([(6, 6)], True),
        ([(7, 6), (5, 6)], True),  # half a point on each
        ([(8, 6), (6, 6)], True),  # one point on one of two: half on average
        ([(8, 6), (7, 6), (6, 6)], True),
        ([(8, 6), (7, 6)], False),  # three quarters on average
        ([(9, 6), (6, 6), (6, 6), (6, 6)], False),  # near on average, but a point and a half on one
        ([(6, 6), (None, None)], True),
        ([(6, 6), (None, 6)], False),
        ([(6, 6), (2, None)], False),
        ([(None, None), (None, None)], False),  # nothing to compare
        ([], False),
    ],
)
def test_passing(pairs: list[tuple[Score, Score]], passed: bool) -> None:
    assert compared(*pairs).passed is passed


def test_criteria_that_were_not_agreed_on_are_left_out_and_forgotten_ones_are_not_observed() -> None:
    found = compare(["one", "two", "later"], {"one": 6, "later": 9}, {"one": 6, "two": 4})
    assert [(each.criterion, each.seen) for each in found.differences] == [("one", "both"), ("two", "missed")]


@given(st.lists(st.tuples(MARKS, MARKS), max_size=8))
def test_agrees_with_exact_fractions(pairs: list[tuple[Score, Score]]) -> None:
    found = compared(*pairs)
    points = [
        Fraction(abs(own - agreed), 2) for own, agreed in pairs if own is not None and agreed is not None
    ]
    within = all(each <= 1 for each in points) and all(
        (own is None) == (agreed is None) for own, agreed in pairs
    )
    assert found.passed == (within and bool(points) and sum(points) / len(points) <= Fraction(1, 2))
    assert (found.compared, found.total) == (len(points), 2 * sum(points))
    assert found.largest <= found.total


@given(st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=8), st.randoms())
def test_order_and_direction_don_t_matter(pairs: list[tuple[int, int]], random: object) -> None:
    other = [(agreed, own) for own, agreed in pairs]
    random.shuffle(other)  # type: ignore[attr-defined]
    assert compared(*pairs).passed == compared(*other).passed
    assert compared(*pairs).total == compared(*other).total


@given(st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=6), st.integers(1, 4))
def test_what_neither_observed_never_counts(pairs: list[tuple[int, int]], more: int) -> None:
    nothing: list[tuple[Score, Score]] = [(None, None)] * more
    alone, together = compared(*pairs), compared(*pairs, *nothing)
    assert (alone.passed, alone.total, alone.compared) == (
        together.passed,
        together.total,
        together.compared,
    )


@given(st.lists(st.tuples(STEPS, STEPS), min_size=1, max_size=6))
def test_moving_one_score_to_the_agreed_one_never_makes_it_worse(pairs: list[tuple[int, int]]) -> None:
    nearer = [(pairs[0][1], pairs[0][1]), *pairs[1:]]
    assert compared(*nearer).passed >= compared(*pairs).passed
