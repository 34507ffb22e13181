"""Krippendorff's alpha: agreement of any number of raters, any of whose scores may be missing. Pure.

Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), University of Pennsylvania,
https://repository.upenn.edu/asc_papers/43. Values of a unit are paired with each other, every pair weighing
1/(m − 1) in a unit of m values; with o the coincidences, n their margins and δ² the metric's difference,
alpha = 1 − (n − 1) · Σ o·δ² / Σ n·n·δ². A unit with one value is paired with nothing and doesn't count.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rubrics.agreement.bootstrap import REPLICATES, SEED, percentile_interval, weights

Metric = Literal["nominal", "ordinal", "interval"]
Floats = NDArray[np.float64]
_NONE: Floats = np.array([np.nan])


@dataclass(frozen=True)
class Table:
    """Values counted: `counts` has a row for each unit and a column for each of `values`, which ascend.

    `cluster` numbers what the units belong to, from 0 without a gap: what a bootstrap draws again.
    """

    values: Floats
    counts: Floats
    cluster: NDArray[np.int64]

    def paired(self) -> "Table":
        """Only the units that two or more rated, and the clusters that have such a unit."""
        kept = self.counts.sum(axis=1) >= 2
        return Table(self.values, self.counts[kept], _numbered(self.cluster[kept]))

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.counts)

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return int(self.cluster.max(initial=-1)) + 1


@dataclass(frozen=True)
class Estimate:
    """Alpha and its 95 % interval, which is None where too many of the draws had no alpha."""

    alpha: float
    interval: tuple[float, float] | None


def table(units: Iterable[Sequence[float | None]], clusters: Iterable[Hashable] | None = None) -> Table:
    """Count the values of each unit; None is a missing one.

    Args:
        units: what the raters gave, in any order and of any length.
        clusters: what each unit belongs to; by default every unit is its own.
    """
    given = [[value for value in unit if value is not None] for unit in units]
    lengths = [len(unit) for unit in given]
    flat = np.array([value for unit in given for value in unit], dtype=np.float64)
    owner = np.repeat(np.arange(len(given)), lengths)
    names = list(range(len(given)) if clusters is None else clusters)
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return count(owner, flat, np.array([place[name] for name in names], dtype=np.int64))


def count(owner: NDArray[Any], flat: NDArray[Any], cluster: NDArray[np.int64]) -> Table:
    """The table of values `flat`, each of the unit `owner` (0..units−1); `cluster` is each unit's."""
    values, place = np.unique(flat, return_inverse=True)
    size = len(cluster) * len(values)
    cells = np.bincount(owner * len(values) + place, minlength=size) if size else np.zeros(0)
    counts = cells.reshape(len(cluster), len(values)).astype(np.float64)
    return Table(values.astype(np.float64), counts, _numbered(cluster))


def alpha(units: Iterable[Sequence[float | None]], metric: Metric = "interval") -> float | None:
    """Krippendorff's alpha over units, each the values that its raters gave (None where missing).

    Returns:
        1 for perfect agreement, 0 for what chance gives; None where no unit has two values or nothing varies.
    """
    return alpha_of(table(units), metric)


def alpha_of(counted: Table, metric: Metric) -> float | None:
    """`alpha` of a table."""
    pairs = _coincidences(counted.paired()).sum(axis=0, keepdims=True)
    found = float(_alphas(pairs, counted.values, metric)[0])
    return None if np.isnan(found) else found


def estimates(
    counted: Table, metrics: Sequence[Metric], *, replicates: int = REPLICATES, seed: int = SEED
) -> dict[Metric, Estimate]:
    """Alpha with its bootstrap interval, drawing whole clusters; one set of draws serves all metrics.

    A metric that has no alpha is left out. Neither the order of units nor of clusters matters.
    """
    kept = counted.paired()
    if not kept.units:
        return {}
    found = {metric: alpha_of(kept, metric) for metric in metrics}
    width = len(kept.values) ** 2
    sums = np.zeros((kept.clusters, width))
    np.add.at(sums, kept.cluster, _coincidences(kept).reshape(kept.units, width))
    # In an order of their own, so that the draws don't depend on how the clusters came; equal ones may swap.
    sums = sums[np.lexsort(np.round(sums, 9).T)]
    drawn: dict[Metric, list[Floats]] = {metric: [_NONE[:0]] for metric in metrics}
    for block in weights(kept.clusters, replicates=replicates, seed=seed):
        pairs = (block @ sums).reshape(len(block), len(kept.values), len(kept.values))
        for metric in metrics:
            drawn[metric].append(_alphas(pairs, kept.values, metric))
    return {
        metric: Estimate(value, percentile_interval(np.concatenate(drawn[metric])))
        for metric, value in found.items()
        if value is not None
    }


def _numbered(cluster: NDArray[np.int64]) -> NDArray[np.int64]:
    numbered: NDArray[np.int64] = np.unique(cluster, return_inverse=True)[1].astype(np.int64)
    return numbered


def _coincidences(counted: Table) -> Floats:
    """For each unit the matrix of its pairs of values, each pair weighing 1/(m − 1)."""
    counts = counted.counts
    pairs = counts[:, :, None] * counts[:, None, :]
    places = np.arange(counts.shape[1])
    pairs[:, places, places] -= counts
    found: Floats = pairs / (counts.sum(axis=1) - 1)[:, None, None]
    return found


def _alphas(pairs: Floats, values: Floats, metric: Metric) -> Floats:
    """Alpha of each of many coincidence matrices (many, values, values); nan where there is none."""
    margins = pairs.sum(axis=2)
    total = margins.sum(axis=1)
    apart = _differences(margins, values, metric)
    observed = (pairs * apart).sum(axis=(1, 2))
    expected = (margins[:, :, None] * margins[:, None, :] * apart).sum(axis=(1, 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(expected > 1e-9, 1 - (total - 1) * observed / expected, np.nan)
    return found


def _differences(margins: Floats, values: Floats, metric: Metric) -> Floats:
    """Squared differences δ² of each pair of values, for each set of margins."""
    if metric == "nominal":
        return (~np.eye(len(values), dtype=bool))[None].astype(np.float64)
    if metric == "interval":
        squares: Floats = ((values[:, None] - values[None, :]) ** 2)[None]
        return squares
    # Ordinal: how many values lie between the two, each of the ends counting half.
    middles = np.cumsum(margins, axis=1) - margins / 2
    ranks: Floats = (middles[:, :, None] - middles[:, None, :]) ** 2
    return ranks
