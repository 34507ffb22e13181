"""Severity: known offsets are found, intervals hold them, and nobody is compared whom nothing links."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from bench.ratings import make_ratings
from rubrics.agreement.links import largest_part
from rubrics.agreement.severity import Ratings, severities


def ratings(*cards: tuple[int, int, int, tuple[int, ...]], samples: tuple[int, ...] = ()) -> Ratings:
    """Cards of (rater, subject, occasion, half steps by criterion), all of one rubric."""
    rows = [
        (rater, subject, occasion, subject if subject in samples else 0, criterion, score, subject in samples)
        for rater, subject, occasion, scores in cards
        for criterion, score in enumerate(scores)
    ]
    rater, subject, occasion, form, criterion, score, sample = np.array(rows, dtype=np.int64).T
    return Ratings(rater, subject, occasion, form, criterion, score, sample.astype(bool))


def shuffled(given_: Ratings, seed: int) -> Ratings:
    order = np.random.default_rng(seed).permutation(len(given_))
    return Ratings(*(column[order] for column in given_.columns()))


def test_known_offsets_are_found_and_intervals_hold_them() -> None:
    hits: list[NDArray[Any]] = []
    for seed in range(8):
        made = make_ratings(40, 120, seed=seed)
        found = severities(made.ratings)
        truth = made.offsets[found.rater]
        assert found.comparable.all()
        assert np.corrcoef(found.offset, truth)[0, 1] > 0.8
        # Better than what everybody can see: the rater's mean, less everybody's.
        raw = found.mean - found.mean.mean()
        assert np.mean((found.offset - truth) ** 2) < np.mean((raw - truth) ** 2)
        hits.append((found.low <= truth) & (truth <= found.high))
    assert 0.9 <= np.concatenate(hits).mean() <= 0.99


def test_few_raters_have_wider_intervals_that_still_hold() -> None:
    hits: list[NDArray[Any]] = []
    for seed in range(40):
        made = make_ratings(6, 10, seed=seed)
        found = severities(made.ratings)
        truth = made.offsets[found.rater]
        hits.append((found.low <= truth) & (truth <= found.high))
    assert np.concatenate(hits).mean() > 0.9


def test_variances_are_those_the_ratings_were_made_with() -> None:
    found = severities(make_ratings(300, 900, seed=1).ratings).variances
    assert found
    assert found.rater == pytest.approx(0.3**2, abs=0.025)
    assert found.candidate == pytest.approx(0.5**2, abs=0.06)
    assert found.round == pytest.approx(0.35**2, abs=0.06)
    assert found.card == pytest.approx(0.3**2, abs=0.04)
    # Rounding to half steps adds a twelfth of .25; cutting at the ends of the scale takes some away.
    assert found.error == pytest.approx(0.6**2, abs=0.04)


def test_a_rater_who_is_sterner_everywhere_is_negative_and_few_scores_say_little() -> None:
    even = (6, 7, 6, 7)
    stern = (4, 5, 4, 5)
    cards = []
    for occasion in range(12):
        cards += [(rater, occasion, occasion, even) for rater in (1, 4, 5, 6, 7)]
        cards += [(2, occasion, occasion, stern)]
    cards += [(3, 0, 0, stern)]
    found = severities(ratings(*cards))
    offset = dict(zip(found.rater.tolist(), found.offset.tolist(), strict=True))
    width = dict(zip(found.rater.tolist(), (found.high - found.low).tolist(), strict=True))
    assert offset[2] < offset[3] < offset[1]
    assert width[3] > width[2]
    assert found.high[1] < 0, "the stern one"


def test_more_scores_make_the_interval_narrower() -> None:
    def width(rounds: int) -> float:
        cards = []
        for occasion in range(rounds):
            cards += [(1, occasion, occasion, (6, 7, 5)), (2, occasion, occasion, (5, 6, 5))]
        found = severities(ratings(*cards))
        return float(found.high[0] - found.low[0])

    widths = [width(rounds) for rounds in (2, 8, 32, 128)]
    assert widths == sorted(widths, reverse=True)


def test_who_is_linked_to_nobody_is_not_comparable() -> None:
    cards = [
        (1, 10, 100, (6, 6)),
        (2, 10, 101, (5, 7)),  # another round of the same candidate
        (3, 11, 102, (8, 8)),  # nobody else has met candidate 11
        (4, 12, 103, (4, 4)),  # two others, linked to each other but not to the rest
        (5, 12, 103, (5, 5)),
        (6, 10, 104, (7, 5)),
    ]
    found = severities(ratings(*cards))
    assert found.rater[found.comparable].tolist() == [1, 2, 6]
    assert np.isnan(found.offset[~found.comparable]).all()
    assert found.mean[2] == 4
    assert found.subjects.tolist() == [1] * 6
    # A sample that all of them have scored links them.
    sample = [(rater, 99, 199, (6, 6)) for rater in range(1, 7)]
    linked = severities(ratings(*cards, *sample, samples=(99,)))
    assert linked.comparable.all()


@pytest.mark.parametrize(
    "given_",
    [
        ratings((1, 10, 100, (6, 7))),
        ratings((1, 10, 100, (6, 6)), (2, 10, 100, (6, 6))),
        ratings((1, 10, 100, (6,)), (2, 10, 100, (9,))),
        ratings((1, 99, 99, (6,)), (2, 99, 99, (2,)), samples=(99,)),
    ],
)
def test_next_to_nothing_is_no_error(given_: Ratings) -> None:
    found = severities(given_)
    many = len(found.rater)
    assert found.comparable.tolist() == [many > 1] * many
    if many > 1:
        assert np.isfinite(found.offset).all()
        assert (found.low < found.offset).all()
        assert (np.abs(found.offset) < 1).all(), "one card is pulled towards nothing"


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_order_and_names_change_nothing(seed: int, other: int) -> None:
    given_ = make_ratings(6, 8, seed=seed).ratings
    found = severities(given_)
    renamed = replace(
        shuffled(given_, other), **{name: getattr(shuffled(given_, other), name) * 3 + 7 for name in NAMES}
    )
    again = severities(renamed)
    assert (again.rater == found.rater * 3 + 7).all()
    assert (again.comparable == found.comparable).all()
    for name in ("offset", "low", "high", "mean", "spread"):
        np.testing.assert_allclose(getattr(again, name), getattr(found, name), atol=1e-7)


NAMES = ("rater", "subject", "occasion", "form", "criterion")


@given(st.integers(0, 1000))
def test_what_all_gave_more_of_is_nobodys_offset(seed: int) -> None:
    """Half a point more from everybody for everything says nothing of anybody."""
    given_ = make_ratings(6, 8, seed=seed).ratings
    inner = replace(given_, half_steps=np.clip(given_.half_steps, 3, 9))
    raised = replace(inner, half_steps=inner.half_steps + 1)
    np.testing.assert_allclose(severities(raised).offset, severities(inner).offset, atol=1e-6)


def test_the_largest_part() -> None:
    def part(*seen: tuple[int, int]) -> list[bool]:
        return largest_part(np.array(seen, dtype=np.int64)).tolist()

    assert largest_part(np.zeros((0, 2), dtype=np.int64)).tolist() == []
    assert part((0, 0)) == [True]
    # A long chain: every rater shares a subject with the next.
    chain = [(rater, subject) for rater in range(50) for subject in (rater, rater + 1)]
    assert part(*chain) == [True] * 50
    assert part((0, 0), (1, 1), (2, 1), (3, 2)) == [False, True, True, False]
    # At a draw the part with more links.
    assert part((0, 0), (1, 0), (2, 1), (3, 1), (3, 2)) == [False, False, True, True]
