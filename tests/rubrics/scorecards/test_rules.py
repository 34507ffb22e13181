"""The scale and the rules of a card (pure)."""

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.scorecards.nudges import nudges
from rubrics.scorecards.rules import CardData, Entry, criterion_gaps, gaps
from rubrics.scorecards.scale import (
    STEPS,
    far_apart,
    needs_evidence,
    neighbours,
    written,
    written_mean,
)

CRITERIA = [{"key": "a"}, {"key": "b"}]
half_steps = st.sampled_from(STEPS)


def test_nine_steps_from_one_to_five() -> None:
    assert [written(step) for step in STEPS] == ["1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]
    assert neighbours(7) == ("3", "4")
    assert neighbours(8) == ("4",)


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([7], "3.5"),
        ([8, 8], "4"),
        ([7, 8], "≈3.7"),
        ([6, 7, 7], "≈3.3"),
        ([9, 10, 10], "≈4.8"),
        ([10, 10, 10, 9], "≈4.8"),
        ([2] * 29 + [3], "≈1.0"),
    ],
)
def test_a_mean_is_never_rounded_up(scores: list[int], said: str) -> None:
    assert written_mean(scores) == said


@given(st.lists(half_steps, min_size=1, max_size=6))
def test_a_mean_says_what_is_exact_and_marks_what_is_not(scores: list[int]) -> None:
    said = written_mean(scores)
    exact = Fraction(sum(scores), 2 * len(scores))
    shown = Fraction(said.removeprefix("≈"))
    assert 0 <= exact - shown < Fraction(1, 10)
    assert said.startswith("≈") == (shown != exact)
    assert written_mean(scores[::-1]) == said


def test_evidence_is_needed_at_both_ends() -> None:
    assert [step for step in STEPS if needs_evidence(step)] == [2, 3, 4, 8, 9, 10]
    assert not needs_evidence(None)


def test_two_points_are_far_apart() -> None:
    assert far_apart([4, 8])
    assert not far_apart([4, 7])
    assert not far_apart([])


def told(data: CardData, *chipped: str) -> list[tuple[str, str]]:
    return [(gap.what, gap.criterion) for gap in gaps(CRITERIA, data, chipped)]


def test_what_is_missing_in_the_order_of_the_card() -> None:
    assert told(CardData()) == [
        ("score", "a"),
        ("score", "b"),
        ("call", ""),
        ("call_evidence", ""),
        ("takeaway", ""),
    ]
    low = CardData({"a": Entry(4, evidence=" "), "b": Entry(7)}, "no", "No retries.", "Think in merchants.")
    assert told(low) == [("evidence", "a")]
    assert told(low, "a") == [], "a kept moment is evidence"
    full = CardData(
        {"a": Entry(4, evidence="Said it."), "b": Entry(not_observed=True)}, "no", "Why.", "Think."
    )
    assert told(full) == []


entry = st.builds(Entry, half_steps=st.none() | half_steps, evidence=st.sampled_from(["", "Said so."]))
unseen = st.builds(Entry, not_observed=st.just(True), evidence=st.sampled_from(["", "Broke off."]))


@given(st.lists(entry | unseen, min_size=1, max_size=6), st.randoms(), st.data())
def test_the_order_of_what_was_typed_makes_no_difference(
    entries: list[Entry], random: Random, data: st.DataObject
) -> None:
    criteria = [{"key": str(number)} for number in range(len(entries))]
    typed = [(str(number), each) for number, each in enumerate(entries)]
    chipped = data.draw(st.lists(st.sampled_from([key for key, _ in typed]), unique=True))
    found = criterion_gaps(criteria, dict(typed), chipped)
    random.shuffle(typed)
    random.shuffle(chipped)
    assert criterion_gaps(criteria, dict(typed), chipped) == found
    assert nudges(criteria, dict(typed), chipped) == nudges(criteria, dict(reversed(typed)), chipped[::-1])


@given(st.lists(half_steps, min_size=3, max_size=6), st.integers(1, 4))
def test_what_was_not_observed_is_no_number(scores: list[int], more: int) -> None:
    criteria = [{"key": str(number)} for number in range(len(scores) + more)]
    seen = {str(number): Entry(score, evidence="Said so.") for number, score in enumerate(scores)}
    not_seen = {str(len(scores) + number): Entry(not_observed=True) for number in range(more)}
    assert criterion_gaps(criteria, seen | not_seen) == []
    assert nudges(criteria, seen | not_seen) == nudges(criteria[: len(scores)], seen)


def test_what_should_be_observed_and_was_not_says_why() -> None:
    criteria = [{"key": "a", "must_observe": True}]
    assert [gap.what for gap in criterion_gaps(criteria, {"a": Entry(not_observed=True)}, ["a"])] == [
        "reason"
    ]
    assert criterion_gaps(criteria, {"a": Entry(not_observed=True, evidence="The call broke off.")}) == []
    assert criterion_gaps(criteria, {"a": Entry(6)}) == []
