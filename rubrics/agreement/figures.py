"""Everything that all ratings together say, from columns of numbers to rows of figures. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from io import BytesIO
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from rubrics.agreement.alpha import Estimate, Metric, count, estimates
from rubrics.agreement.kappa import weighted_kappa
from rubrics.agreement.severity import Ratings, severities
from rubrics.agreement.together import Together, together

Scope = Literal["prompt", "rubric", "cohort"]
Ints = NDArray[np.int64]

METRICS: Final[tuple[Metric, ...]] = ("interval", "ordinal")
ENOUGH_UNITS: Final = 60
"""Doubly rated units (one criterion of one round) below which no coefficient is given."""
ENOUGH_ROUNDS: Final = 10
"""Rounds and samples that they must come from: scores of one round say the same thing several times."""
_NOTHING: Final = -1


@dataclass(frozen=True)
class Inputs:
    """All ratings, what each belongs to, and whose candidates are whose.

    `prompt` and `rubric` number each rating's prompt (-1: none, of a sample) and rubric; the rows of `coach`
    and `candidate` are grants, candidates named as `ratings.subject` does.
    """

    ratings: Ratings
    prompt: Ints
    rubric: Ints
    coach: Ints
    candidate: Ints

    def packed(self) -> bytes:
        """As bytes that `unpacked` reads."""
        ratings = {each.name: getattr(self.ratings, each.name) for each in fields(Ratings)}
        rest = {each.name: getattr(self, each.name) for each in fields(Inputs) if each.name != "ratings"}
        target = BytesIO()
        np.savez(target, **ratings, **rest)
        return target.getvalue()

    @classmethod
    def unpacked(cls, data: bytes) -> "Inputs":
        """The inverse of `packed`."""
        with np.load(BytesIO(data), allow_pickle=False) as columns:
            ratings = Ratings(**{each.name: columns[each.name] for each in fields(Ratings)})
            rest = {each.name: columns[each.name] for each in fields(Inputs) if each.name != "ratings"}
        return cls(ratings, **rest)


@dataclass(frozen=True)
class RaterRow:
    """One rater's figures in points; None where nothing can be said (see `severity` and the model)."""

    rater: int
    comparable: bool
    severity: float | None
    low: float | None
    high: float | None
    mean: float
    spread: float | None
    ratings: int
    rated: int
    shared: int
    kappa: float | None


@dataclass(frozen=True)
class AgreementRow:
    """Alpha of one prompt, rubric or coach's cohort; `key` is its number in the inputs."""

    scope: Scope
    key: int
    metric: Metric
    units: int
    rounds: int
    raters: int
    alpha: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Figures:
    """Every rater's row, two rows (by metric) of each prompt, rubric and cohort, and `together`."""

    raters: list[RaterRow]
    agreement: list[AgreementRow]
    together: Together


def figures(inputs: Inputs) -> Figures:
    """All figures of all ratings."""
    if not len(inputs.ratings):
        return Figures([], [], Together(0))
    unit = _units(inputs.ratings)
    shared = np.bincount(unit)[unit] > 1
    return Figures(
        raters=list(_raters(inputs.ratings, unit, shared)),
        agreement=list(_agreement(inputs, unit, shared)),
        together=_together(inputs.ratings, unit, shared),
    )


def _units(ratings: Ratings) -> Ints:
    """What is scored, one criterion of one round or sample, numbered from 0 for each rating."""
    pairs = np.column_stack((ratings.occasion, ratings.criterion))
    return np.unique(pairs, axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _raters(ratings: Ratings, unit: Ints, shared: NDArray[np.bool_]) -> Iterator[RaterRow]:
    found = severities(ratings)
    place = np.searchsorted(found.rater, ratings.rater)
    # Against the mean of all others, rounded to a step: pairs would let one much-rated sample decide.
    others = np.bincount(unit)[unit] - 1
    summed = np.bincount(unit, ratings.half_steps).astype(np.int64)[unit] - ratings.half_steps
    counter = (2 * summed + others) // np.maximum(2 * others, 1)
    order = np.flatnonzero(shared)[np.argsort(place[shared], kind="stable")]
    many = np.bincount(place[shared], minlength=len(found.rater))
    for number, rows in enumerate(np.split(order, np.cumsum(many)[:-1])):
        enough = _enough(len(rows), len(np.unique(ratings.occasion[rows])))
        yield RaterRow(
            rater=int(found.rater[number]),
            comparable=bool(found.comparable[number]),
            severity=_known(found.offset[number]),
            low=_known(found.low[number]),
            high=_known(found.high[number]),
            mean=float(found.mean[number]),
            spread=_known(found.spread[number]),
            ratings=int(found.ratings[number]),
            rated=int(found.subjects[number]),
            shared=len(rows),
            kappa=weighted_kappa(ratings.half_steps[rows].tolist(), counter[rows].tolist())
            if enough
            else None,
        )


def _agreement(inputs: Inputs, unit: Ints, shared: NDArray[np.bool_]) -> Iterator[AgreementRow]:
    columns: tuple[tuple[Scope, Ints], ...] = (("prompt", inputs.prompt), ("rubric", inputs.rubric))
    for scope, column in columns:
        for key in np.unique(column[column != _NOTHING]).tolist():
            yield from _alphas(scope, key, inputs.ratings, unit, shared & (column == key))
    for coach in np.unique(inputs.coach).tolist():
        theirs = np.isin(inputs.ratings.subject, inputs.candidate[inputs.coach == coach])
        if theirs.any():
            yield from _alphas("cohort", coach, inputs.ratings, unit, shared & theirs)


def _alphas(
    scope: Scope, key: int, ratings: Ratings, unit: Ints, kept: NDArray[np.bool_]
) -> Iterator[AgreementRow]:
    """One row a metric; alpha only where there is enough to say something."""
    place, owner = np.unique(unit[kept], return_index=True, return_inverse=True)[1:]
    round_ = np.unique(ratings.occasion[kept][place], return_inverse=True)[1].astype(np.int64)
    units, rounds = len(place), int(round_.max(initial=_NOTHING)) + 1
    found: dict[Metric, Estimate] = {}
    if _enough(units, rounds):
        found = estimates(count(owner, ratings.half_steps[kept], round_), METRICS)
    for metric in METRICS:
        estimate = found.get(metric)
        low, high = (estimate.interval if estimate else None) or (None, None)
        yield AgreementRow(
            scope=scope,
            key=key,
            metric=metric,
            units=units,
            rounds=rounds,
            raters=len(np.unique(ratings.rater[kept])),
            alpha=estimate.alpha if estimate else None,
            low=low,
            high=high,
        )


def _together(ratings: Ratings, unit: Ints, shared: NDArray[np.bool_]) -> Together:
    """Of every criterion of a round that several scored, the two with the lowest numbers; no samples."""
    rows = np.flatnonzero(shared & ~ratings.sample)
    rows = rows[np.lexsort((ratings.rater[rows], unit[rows]))]
    start = np.unique(unit[rows], return_index=True)[1]
    first, second = rows[start], rows[start + 1]
    round_ = np.unique(ratings.occasion[first], return_inverse=True)[1].astype(np.int64)
    return together(
        ratings.half_steps[first],
        ratings.half_steps[second],
        round_,
        enough=_enough(len(first), int(round_.max(initial=_NOTHING)) + 1),
    )


def _enough(units: int, rounds: int) -> bool:
    return units >= ENOUGH_UNITS and rounds >= ENOUGH_ROUNDS


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
