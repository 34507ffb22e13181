"""Ratings as an installation has them after some years, from offsets that are known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rubrics.agreement.severity import Ratings

KINDS = 4
CRITERIA = 5
"""Criteria of each kind's rubric."""


@dataclass(frozen=True)
class Made:
    """Ratings, and the offset in points that each rater (numbered from 0) was made with."""

    ratings: Ratings
    offsets: NDArray[np.float64]


def make_ratings(
    raters: int,
    candidates: int,
    *,
    seed: int,
    second: float = 0.15,
    samples: int = 12,
    offset: float = 0.3,
    observed: float = 0.95,
) -> Made:
    """Loops of four rounds, each of another kind and mostly another rater; and everybody's calibration.

    Scores are made in points from a candidate (standard deviation .5), a round (.35), a card (.3), the
    rater's offset and an error (.6), then rounded to half steps and cut to 1..5, as people do.

    Args:
        raters: how many, some of them busy and most of them not.
        candidates: how many loops.
        seed: the same one makes the same ratings.
        second: the share of rounds with a second rater.
        samples: calibration samples, of which every rater scores two of each of one or two kinds; 0 for none.
        offset: standard deviation of the raters' offsets.
        observed: the share of criteria that are observed.
    """
    dice = np.random.default_rng(seed)
    offsets = dice.normal(0, offset, raters)
    busy = dice.gamma(1.5, 1, raters) + 0.1
    busy /= busy.sum()
    rounds = candidates * KINDS
    candidate = np.repeat(np.arange(candidates), KINDS)
    kind = np.tile(np.arange(KINDS), candidates)
    level = dice.normal(0, 0.5, candidates)[candidate] + dice.normal(0, 0.35, rounds)
    level += np.array([3.4, 3.1, 2.9, 3.3])[kind]
    first = dice.choice(raters, rounds, p=busy)
    other = (first + dice.integers(1, raters, rounds)) % raters if raters > 1 else first
    twice = np.flatnonzero((dice.random(rounds) < second) & (raters > 1))
    # Cards: of rounds, then of samples.
    card_round = np.concatenate((np.arange(rounds), twice))
    card_rater = np.concatenate((first, other[twice]))
    columns = [card_rater, candidate[card_round], card_round, kind[card_round], level[card_round]]
    is_sample = np.zeros(len(card_round), dtype=bool)
    if samples:
        each = samples // KINDS
        pairs = [
            (rater, chosen * each + number)
            for rater in range(raters)
            for chosen in dice.choice(KINDS, dice.integers(1, 3), replace=False)
            for number in dice.choice(each, min(2, each), replace=False)
        ]
        quality = dice.uniform(2, 4.2, samples)
        rater, sample = (np.array(column) for column in zip(*pairs, strict=True))
        more = [rater, candidates + sample, rounds + sample, KINDS + sample, quality[sample]]
        columns = [np.concatenate(both) for both in zip(columns, more, strict=True)]
        is_sample = np.concatenate((is_sample, np.ones(len(pairs), dtype=bool)))
    card_rater, subject, occasion, form, level = columns
    level = level + offsets[card_rater] + dice.normal(0, 0.3, len(level))
    criteria = dice.normal(0, 0.25, (KINDS + samples, CRITERIA))
    points = level[:, None] + criteria[form] + dice.normal(0, 0.6, (len(level), CRITERIA))
    half_steps = np.clip(np.round(points * 2), 2, 10).astype(np.int64)
    card, criterion = np.nonzero(dice.random(half_steps.shape) < observed)
    return Made(
        Ratings(
            rater=card_rater[card],
            subject=subject[card],
            occasion=occasion[card],
            form=form[card],
            criterion=criterion,
            half_steps=half_steps[card, criterion],
            sample=is_sample[card],
        ),
        offsets,
    )
