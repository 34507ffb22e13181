"""How far two raters of one session agree here, beside what the model of intervals assumes. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rubrics.agreement.bootstrap import percentile_interval, weights
from rubrics.agreement.icc import icc

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Together:
    """ICC(1,1) of two raters of one session over `units` criteria, with its 95 % interval if it has one."""

    units: int
    icc: float | None = None
    low: float | None = None
    high: float | None = None


def together(first: Ints, second: Ints, round_: Ints, *, enough: bool) -> Together:
    """One rater's scores against another's of the same criteria of the same rounds, in either order.

    Args:
        first: the one's half steps, as many as of `second`.
        second: the other's.
        round_: the round of each pair, numbered from 0 without a gap: what is drawn again for the interval.
        enough: whether there is enough to say more than how many they are.
    """
    found = icc(np.column_stack((first, second)).tolist()) if enough else None
    if found is None or found.icc11 is None:
        return Together(len(first))
    # Sums by round, of which each draw needs the weighted sum only.
    middle, apart = (first + second) / 2, first - second
    columns = np.column_stack((np.ones(len(first)), middle, middle**2, apart**2 / 2.0))
    sums = np.zeros((int(round_.max()) + 1, 4))
    np.add.at(sums, round_, columns)
    sums = sums[np.lexsort(sums.T)]
    drawn = np.concatenate([_icc11(block @ sums) for block in weights(len(sums))])
    low, high = percentile_interval(drawn) or (None, None)
    return Together(len(first), found.icc11, low, high)


def _icc11(sums: Floats) -> Floats:
    """ICC(1,1) of Shrout and Fleiss from rows of (pairs, Σ means, Σ means², Σ differences² / 2)."""
    pairs, means, squares, differences = sums.T
    with np.errstate(divide="ignore", invalid="ignore"):
        between = 2 * (squares - means**2 / pairs) / (pairs - 1)
        within = differences / pairs
        found: Floats = (between - within) / (between + within)
    return found
