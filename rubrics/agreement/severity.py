"""How severe raters are: an additive model with partial pooling over everything that links them. Pure.

    score = form + criterion of it + candidate + round + rater + card + error

Rater, candidate, round and card (what one rater got wrong in one round, on all criteria alike: halo) are
random effects; forms (a rubric; or a calibration sample, whose cards all rate the same thing) and their
criteria are fixed. All but the criterion are constant on a card, so the model is fitted in two steps:
criteria within cards, then the cards' means, a card of n scores with variance card + error / n.

Variances come from moments, each the mean of products of cards' residuals: same rater and other candidates
(rater); same candidate, other rounds and raters (candidate); same round, other raters (candidate + round);
the cards' own squares (all). Five moments, four variances, by least squares, each moment weighing as many
groups as it comes from, together with the weak prior `PRIOR` that decides where there is little data; the
raters' then by some steps of EM. Effects and their standard errors then solve Henderson's mixed model
equations (C. R. Henderson, "Best linear unbiased estimation and prediction under a selection model",
Biometrics 31 (1975) 423–447), with candidates and rounds absorbed: few ratings or weak links pull an offset
to 0 and leave its interval wide. Nothing is rescaled.

Raters are comparable within one connected part of the graph of raters and what they rated; only the largest
part is fitted. Work grows with the ratings and the cube of the raters.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rubrics.agreement.links import largest_part

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

NORMAL: Final = 1.96
PRIOR: Final = (0.09, 0.20, 0.12, 0.08)
"""Variances in points² of rater, candidate, round and card where nothing is known: a rater's offset has a
standard deviation of .3; the others follow the split in `intervals`, for means over a card."""
PRIOR_ERROR: Final = 0.35
PRIOR_GROUPS: Final = 4.0
"""How many groups (raters, candidates …) the prior counts for."""
LEAST: Final = 0.0025
"""No variance is less: a standard deviation of .05 points, a tenth of what a rater can express."""
FEW: Final = 300
STEPS_FEW: Final = 20
STEPS_MANY: Final = 3
"""Steps of EM at most: many where there are few raters, whose moments are worth less and who take no time."""
CLOSE: Final = 0.01
# Products that are added up at once: bounds the memory.
_CELLS: Final = 2_000_000


@dataclass(frozen=True)
class Ratings:
    """Observed scores as columns of one length; names are any whole numbers.

    `subject` is the candidate or sample, `occasion` the round (or again the sample), `form` the rubric (or
    again the sample), `criterion` is named within its form, `half_steps` are 2..10. `sample` is True for
    calibration.
    """

    rater: Ints
    subject: Ints
    occasion: Ints
    form: Ints
    criterion: Ints
    half_steps: Ints
    sample: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.rater)

    def only(self, kept: NDArray[np.bool_]) -> "Ratings":
        """The ratings of a mask."""
        return Ratings(*(column[kept] for column in self.columns()))

    def columns(self) -> tuple[NDArray[Any], ...]:
        """The columns in the order of the fields."""
        names = ("rater", "subject", "occasion", "form", "criterion", "half_steps", "sample")
        return tuple(getattr(self, name) for name in names)


@dataclass(frozen=True)
class Variances:
    """Variance components in points²."""

    rater: float
    candidate: float
    round: float
    card: float
    error: float


@dataclass(frozen=True)
class Severities:
    """A row for each rater, by ascending `rater`, in points.

    `offset`, `low` and `high` (95 %) are nan for who is not `comparable`; negative is severe. `mean` and
    `spread` (standard deviation, nan for a single score) are of all their scores, `subjects` the candidates
    and samples.
    """

    rater: Ints
    comparable: NDArray[np.bool_]
    offset: Floats
    low: Floats
    high: Floats
    mean: Floats
    spread: Floats
    ratings: Ints
    subjects: Ints
    variances: Variances | None


@dataclass(frozen=True)
class _Cards:
    """One row a card, all numbered from 0; `score` is the mean in points less what its criteria explain."""

    rater: Ints
    subject: Ints
    occasion: Ints
    form: Ints
    drawn: NDArray[np.bool_]
    scores: Floats
    score: Floats


def severities(ratings: Ratings) -> Severities:
    """Everybody's offset in the largest connected part, with its interval, and how their scores lie."""
    raters, rater = np.unique(ratings.rater, return_inverse=True)
    size = len(raters)
    points = ratings.half_steps / 2
    count = np.bincount(rater, minlength=size)
    mean = np.bincount(rater, points, size) / count
    squares = np.bincount(rater, (points - mean[rater]) ** 2, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(count > 1, np.sqrt(squares / (count - 1)), np.nan)
    seen = np.unique(np.column_stack((rater, _codes(ratings.subject))), axis=0)
    offset, error = np.full(size, np.nan), np.full(size, np.nan)
    inside = largest_part(seen)
    variances = None
    if inside.sum() > 1:
        part = ratings.only(inside[rater])
        cards, noise = _cards(part)
        variances, offset[inside], error[inside] = _fitted(cards, noise)
    reach = _reach(int(inside.sum()) + PRIOR_GROUPS)
    comparable = inside if variances else np.zeros(size, dtype=bool)
    return Severities(
        rater=raters,
        comparable=comparable,
        offset=offset,
        low=offset - reach * error,
        high=offset + reach * error,
        mean=mean,
        spread=spread,
        ratings=count.astype(np.int64),
        subjects=np.bincount(seen[:, 0], minlength=size).astype(np.int64),
        variances=variances,
    )


def _codes(*names: Ints) -> Ints:
    """Rows that are alike get one number, from 0."""
    code = np.unique(names[0], return_inverse=True)[1]
    for more in names[1:]:
        other = np.unique(more, return_inverse=True)[1]
        code = np.unique(code * (other.max(initial=0) + 1) + other, return_inverse=True)[1]
    return code.astype(np.int64)


def _cards(ratings: Ratings) -> tuple[_Cards, float]:
    """Cards, their means freed from what their criteria explain, and the error variance of one score."""
    card = _codes(ratings.occasion, ratings.rater)
    criterion = _codes(ratings.form, ratings.criterion)
    points = ratings.half_steps / 2
    many = np.bincount(card)
    seen = np.bincount(criterion)
    effect = np.zeros(len(seen))
    for _round in range(200):
        level = np.bincount(card, points - effect[criterion]) / many
        step = np.bincount(criterion, points - level[card]) / seen - effect
        effect += step
        if np.abs(step).max(initial=0) < 1e-7:
            break
    # Criteria tell cards of one form apart from each other, not forms: those have levels of their own.
    form = _codes(ratings.form)
    effect -= (np.bincount(form, effect[criterion]) / np.bincount(form))[_first(criterion, form)]
    score = np.bincount(card, points - effect[criterion]) / many
    left = points - effect[criterion] - score[card]
    free = len(points) - len(many) - (len(seen) - form.max(initial=-1) - 1)
    noise = (float(left @ left) + PRIOR_ERROR * PRIOR_GROUPS) / (max(free, 0) + PRIOR_GROUPS)
    columns = (_codes(column) for column in (ratings.rater, ratings.subject, ratings.occasion))
    rater, subject, occasion = (_first(card, column) for column in columns)
    return (
        _Cards(
            rater=rater,
            subject=subject,
            occasion=occasion,
            form=_first(card, form),
            drawn=~_first(card, ratings.sample),
            scores=many.astype(np.float64),
            score=score,
        ),
        noise,
    )


def _first(code: Ints, column: NDArray[Any]) -> NDArray[Any]:
    """For each code from 0 the column's value, which is the same wherever the code is."""
    return column[np.unique(code, return_index=True)[1]]


def _fitted(cards: _Cards, noise: float) -> tuple[Variances, Floats, Floats]:
    """Variances, offsets and their standard errors: moments first, then the raters' variance as EM has it."""
    variances = _variances(cards, noise)
    raters = int(cards.rater.max()) + 1
    offset, error = _offsets(cards, variances)
    for _step in range(STEPS_FEW if raters <= FEW else STEPS_MANY):
        found = float(offset @ offset + error @ error) + PRIOR[0] * PRIOR_GROUPS
        rater = max(LEAST, found / (raters + PRIOR_GROUPS))
        if abs(rater - variances.rater) < CLOSE * variances.rater:
            break
        variances = _variances(cards, noise, rater)
        offset, error = _offsets(cards, variances)
    return variances, offset, error


def _reach(free: float) -> float:
    """How many standard errors hold 95 % where the variance is itself estimated from `free` pieces.

    Student's t by the first two terms of its expansion around the normal distribution (Abramowitz and Stegun,
    "Handbook of mathematical functions", 26.7.5).
    """
    z = NORMAL
    return z + (z**3 + z) / (4 * free) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * free**2)


def _variances(cards: _Cards, noise: float, known: float | None = None) -> Variances:
    """The variances by moments, held by the prior where there are few groups; `known` is the raters'."""
    weight = np.bincount(cards.form)
    middle = np.bincount(cards.form, cards.score) / weight
    kept = weight[cards.form] > 1
    stretch = np.sqrt(weight / np.maximum(weight - 1, 1))[cards.form]
    left = ((cards.score - middle[cards.form]) * stretch)[kept]
    rater, subject, occasion = cards.rater[kept], cards.subject[kept], cards.occasion[kept]
    drawn, own = cards.drawn[kept], (left**2 - noise / cards.scores[kept])
    met, at = _codes(subject[drawn]), _codes(occasion[drawn])
    rows = [
        ((1, 0, 0, 0), *_products(left, rater, _codes(rater, subject))),
        ((0, 1, 0, 0), *_products(left[drawn], met, at, _codes(met, rater[drawn]))),
        ((0, 1, 1, 0), *_products(left[drawn], at)),
        ((1, 1, 1, 1), float(own[drawn].sum()), float(drawn.sum())),
        ((1, 0, 0, 1), float(own[~drawn].sum()), float((~drawn).sum())),
        *((tuple(np.eye(4)[n]), PRIOR[n] * PRIOR_GROUPS, PRIOR_GROUPS) for n in range(4)),
    ]
    design = np.array([row[0] for row in rows if row[2] > 0], dtype=np.float64)
    value = np.array([row[1] / row[2] for row in rows if row[2] > 0])
    root = np.sqrt([row[2] for row in rows if row[2] > 0])
    found = np.full(4, LEAST)
    free = np.ones(4, dtype=bool)
    if known is not None:
        found[0], free[0] = known, False
    # Whatever falls below the least is held there, and the rest is fitted again.
    while free.any():
        rest = value - design[:, ~free] @ found[~free]
        solved = np.linalg.lstsq(design[:, free] * root[:, None], rest * root, rcond=None)[0]
        if (solved >= LEAST).all():
            found[free] = solved
            break
        free[np.flatnonzero(free)[solved < LEAST]] = False
    rater_, candidate, round_, card = (float(each) for each in found)
    return Variances(rater_, candidate, round_, card, noise)


def _products(left: Floats, group: Ints, *apart: Ints) -> tuple[float, float]:
    """The groups' mean products of two of their members, added up, and how many groups have such a pair.

    Pairs whose members are alike in one of `apart` (each finer than `group`) don't count.
    """
    if not len(left):
        return 0.0, 0.0
    total, pairs = _pairs(left, group)
    for finer in apart:
        inner, fewer = _pairs(left, finer)
        owner = _first(finer, group)
        total -= np.bincount(owner, inner, len(total))
        pairs -= np.bincount(owner, fewer, len(pairs))
    some = pairs > 0.5
    return float((total[some] / pairs[some]).sum()), float(some.sum())


def _pairs(left: Floats, group: Ints) -> tuple[Floats, Floats]:
    """For each group the sum of products over its pairs, and how many they are."""
    many = np.bincount(group)
    summed = np.bincount(group, left)
    return (summed**2 - np.bincount(group, left**2)) / 2, many * (many - 1) / 2


def _offsets(cards: _Cards, variances: Variances) -> tuple[Floats, Floats]:
    """Raters' offsets and their standard errors, candidates and rounds absorbed."""
    raters = int(cards.rater.max()) + 1
    size = raters + int(cards.form.max()) + 1
    form = raters + cards.form
    weight = 1 / (variances.card + variances.error / cards.scores)
    matrix = np.zeros((size, size))
    for one, other in ((cards.rater, cards.rater), (form, form), (cards.rater, form), (form, cards.rater)):
        np.add.at(matrix, (one, other), weight)
    right = weight * cards.score
    # A round: the inverse of D + round · 11' is D⁻¹ less a product; then the same for a candidate's rounds.
    absorbed = weight
    for name, variance in ((cards.occasion, variances.round), (cards.subject, variances.candidate)):
        place = np.flatnonzero(cards.drawn)
        group = np.unique(name[place], return_inverse=True)[1]
        within = absorbed[place]
        share = variance / (1 + variance * np.bincount(group, within))
        columns = np.concatenate((cards.rater[place], form[place]))
        for block, at in _blocks(np.concatenate((group, group))):
            values = np.concatenate((within, within))[at]
            products = values[:, :, None] * values[:, None, :] * share[block][:, None, None]
            names = columns[at]
            np.subtract.at(matrix, (names[:, :, None], names[:, None, :]), products)
        summed = np.bincount(group, within * cards.score[place])
        right[place] -= within * (share * summed)[group]
        absorbed = absorbed.copy()
        absorbed[place] *= (1 - share * np.bincount(group, within))[group]
    diagonal = np.arange(raters)
    matrix[diagonal, diagonal] += 1 / variances.rater
    wanted = np.bincount(np.concatenate((cards.rater, form)), np.concatenate((right, right)), size)
    inverse = np.linalg.inv(matrix)
    return (inverse @ wanted)[:raters], np.sqrt(inverse[diagonal, diagonal])


def _blocks(group: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Groups of one size together: their numbers, and a row of places for each."""
    many = np.bincount(group)
    order = np.argsort(group, kind="stable")
    start = np.cumsum(many) - many
    for size in np.unique(many[many > 0]):
        numbers = np.flatnonzero(many == size)
        for part in np.array_split(numbers, max(1, len(numbers) * size**2 // _CELLS)):
            if len(part):
                yield part, order[start[part][:, None] + np.arange(size)[None, :]]
