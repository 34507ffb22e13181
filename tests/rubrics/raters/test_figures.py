"""Raters' figures as properties: order does not matter, not observed never counts."""

from statistics import stdev
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.models import RaterFigure
from rubrics.raters.figures import Rating, agreement, compared, differences, figures, spread
from rubrics.raters.words import agreeing, histogram, scoring, severity

ROUNDS = [UUID(int=number) for number in range(3)]
step = st.one_of(st.none(), st.integers(2, 10))


@st.composite
def ratings(draw: Any, rater: int) -> list[Rating]:
    """One rater's ratings of three criteria in some of three rounds."""
    return [
        Rating(UUID(int=100 * rater + place), round_, rater, f"c{number}", half, draw(st.booleans()))
        for place, round_ in enumerate(draw(st.lists(st.sampled_from(ROUNDS), unique=True)))
        for number, half in enumerate(draw(st.tuples(step, step, step)))
    ]


@given(ratings(1), ratings(2), st.randoms())
def test_the_order_does_not_matter(own: list[Rating], others: list[Rating], random: Any) -> None:
    shuffled = random.sample(own, len(own)), random.sample(others, len(others))
    assert figures(shuffled[0]) == figures(own)
    assert agreement(compared(*shuffled)) == agreement(compared(own, others))
    wide = [abs(each.by) for each in differences(compared(*shuffled))]
    assert wide == [abs(each.by) for each in differences(compared(own, others))]
    assert wide == sorted(wide, reverse=True)


@given(ratings(1), ratings(2))
def test_not_observed_never_counts(own: list[Rating], others: list[Rating]) -> None:
    seen = [each for each in own if each.half_steps is not None]
    found = figures(own)
    assert found.spread == figures(seen).spread
    assert found.backed == figures(seen).backed <= found.spread.scores == len(seen)
    assert compared(own, others) == compared(seen, [each for each in others if each.half_steps is not None])


@given(ratings(1), ratings(2))
def test_comparing_goes_both_ways_and_never_with_oneself(own: list[Rating], others: list[Rating]) -> None:
    there, back = agreement(compared(own, others)), agreement(compared(others, own))
    assert (there.pairs, there.same, there.near) == (back.pairs, back.same, back.near)
    assert there.lean == -back.lean
    assert there.same <= there.near <= there.pairs
    assert compared(own, own) == []


@given(st.lists(step, max_size=40))
def test_spread_is_the_standard_deviation_in_points(given_: list[int | None]) -> None:
    found = spread(given_)
    seen = [each / 2 for each in given_ if each is not None]
    assert found.scores == len(seen)
    if len(seen) < 2:
        assert found.deviation is None
    else:
        assert found.deviation == pytest.approx(stdev(seen))
        assert sum(found.shares) == 1
    for bar in histogram(found, spread([2, 10])):
        assert 0 <= bar["height"] <= 110
        assert bar["y"] + bar["height"] == 132
        assert 22 <= bar["pool_y"] <= 132


def figure(value: float, low: float, high: float) -> RaterFigure:
    return RaterFigure(comparable=True, severity=value, low=low, high=high)


def test_severity_in_words() -> None:
    def words(*values: float) -> str:
        return severity(figure(*values)).words

    assert words(-0.26, -0.55, -0.03) == "A quarter point stricter than others (±0.3)."
    assert words(0.5, 0.1, 0.9) == "Half a point milder than others (±0.4)."
    assert words(-0.25, -0.8, 0.3) == "A quarter point stricter than others (±0.6), which may be chance."
    assert words(0.05, -0.2, 0.3) == "About as severe as others (±0.2)."
    assert words(1.3, 1.1, 1.5) == "1.25 points milder than others (±0.2)."
    own = severity(RaterFigure(comparable=False), own=True)
    assert own.words == "Not yet comparable: you share no candidate or sample with other raters yet."
    assert severity(None).short == "not yet comparable"
    assert severity(None, computed=False).short == "not computed yet"
    assert not severity(None).comparable


@given(*(st.floats(-5, 5) for _ in range(3)))
def test_severity_is_drawn_on_its_line(value: float, down: float, up: float) -> None:
    found = severity(figure(value, value - abs(down), value + abs(up)))
    assert found.low is not None
    assert found.at is not None
    assert found.high is not None
    assert 20 <= found.low <= found.at <= found.high <= 460


def test_what_is_not_enough_says_so() -> None:
    few = [Rating(ROUNDS[0], ROUNDS[0], 1, f"c{number}", 6, number > 0) for number in range(4)]
    said = scoring(figures(few))
    assert (said["mean"], said["spread"], said["evidence"]) == ("3", "–", "75 %")
    assert said["lack"] == "Not enough yet: 4 of 10."
    many = [Rating(ROUNDS[0], ROUNDS[0], 1, f"c{number}", 4 + number % 5, False) for number in range(10)]
    others = [Rating(ROUNDS[1], ROUNDS[0], 2, each.criterion, 5, False) for each in many]
    assert (scoring(figures(many))["spread"], scoring(figures(many))["lack"]) == ("0.7", "")
    found = agreeing(agreement(compared(many, others)))
    assert (found["pairs"], found["same"], found["near"], found["lack"]) == (10, "20 %", "80 %", "")
    assert found["lean"] == "on average 0.5 higher than the others"
    assert agreeing(agreement([]))["lack"] == "Not enough yet: 0 of 10."
