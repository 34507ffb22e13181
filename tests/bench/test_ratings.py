"""Ratings to measure with: the same seed makes the same, on the scale, and as asked for."""

import numpy as np

from bench.ratings import CRITERIA, KINDS, make_ratings


def test_same_seed_makes_the_same_ratings_and_others_differ() -> None:
    first, again, other = (make_ratings(10, 20, seed=seed) for seed in (1, 1, 2))
    for one, same in zip(first.ratings.columns(), again.ratings.columns(), strict=True):
        np.testing.assert_array_equal(one, same)
    assert not np.array_equal(first.offsets, other.offsets)


def test_ratings_are_as_asked_for() -> None:
    ratings = make_ratings(10, 20, seed=3, second=0.5, observed=1).ratings
    assert ratings.half_steps.min() >= 2
    assert ratings.half_steps.max() <= 10
    cards = np.unique(np.column_stack((ratings.occasion, ratings.rater)), axis=0)
    assert len(ratings) == len(cards) * CRITERIA
    rounds = cards[cards[:, 0] < 20 * KINDS]
    assert len(np.unique(rounds[:, 0])) == 20 * KINDS
    assert 0.3 < len(rounds) / (20 * KINDS) - 1 < 0.7
    # Everybody has scored two samples of a kind at least.
    per_rater = np.bincount(cards[cards[:, 0] >= 20 * KINDS][:, 1], minlength=10)
    assert per_rater.min() >= 2
    assert not make_ratings(10, 20, seed=3, samples=0).ratings.sample.any()
