"""How far scores lie apart: never by who gave them or in which order, and never by who saw nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.sessions.spread import agreement, most_apart_first, spread

SCORES = st.one_of(st.none(), st.integers(2, 10))


@pytest.mark.parametrize(
    ("given_scores", "closeness", "range_"),
    [
        ([], "none", 0),
        ([None, None], "none", 0),
        ([7, None], "single", 0),
        ([6, 6], "same", 0),
        ([6, 8], "near", 2),
        ([6, 9], "apart", 3),
        ([4, 8, 6], "far", 4),
        ([2, 10], "far", 8),
    ],
)
def test_in_one_word(given_scores: list[int | None], closeness: str, range_: int) -> None:
    found = spread("a", given_scores)
    assert (found.closeness, found.range) == (closeness, range_)


@given(st.lists(SCORES, max_size=12), st.randoms())
def test_the_order_of_people_does_not_matter(scores: list[int | None], random: object) -> None:
    shuffled = list(scores)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert spread("a", scores) == spread("a", shuffled)


@given(st.lists(SCORES, max_size=12))
def test_not_observed_never_counts(scores: list[int | None]) -> None:
    without = [each for each in scores if each is not None]
    found = spread("a", scores)
    assert (found.low, found.high, found.closeness) == (
        spread("a", without).low,
        spread("a", without).high,
        spread("a", without).closeness,
    )
    assert found.scored + found.unobserved == len(scores)


@given(st.lists(st.lists(SCORES, max_size=6), max_size=8))
def test_the_widest_is_talked_over_first_and_nothing_is_lost(table: list[list[int | None]]) -> None:
    spreads = [spread(str(number), scores) for number, scores in enumerate(table)]
    ordered = most_apart_first(spreads)
    assert sorted(each.criterion for each in ordered) == sorted(each.criterion for each in spreads)
    ranges = [each.range for each in ordered]
    assert ranges == sorted(ranges, reverse=True)


@given(st.lists(st.lists(SCORES, max_size=6), max_size=8))
def test_criteria_are_counted_once(table: list[list[int | None]]) -> None:
    found = agreement(spread(str(number), scores) for number, scores in enumerate(table))
    assert found.same <= found.within
    assert found.within + found.far <= found.comparable <= len(table)
