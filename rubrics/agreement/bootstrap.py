"""Percentile intervals by drawing units again, with a seed: the same units give the same interval. Pure.

Source: B. Efron and R. J. Tibshirani, "An introduction to the bootstrap" (1993), chapter 13. Where scores
hang together (all criteria of one round), the unit that is drawn is the round: single scores would give
intervals that are too narrow.
"""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REPLICATES: Final = 1000
SEED: Final = 1979
# Draws that are held at once: bounds the memory, whatever the number of units.
_CELLS: Final = 2_000_000


def weights(units: int, *, replicates: int = REPLICATES, seed: int = SEED) -> Iterator[Floats]:
    """How often each unit is drawn in each replicate, in blocks of (some replicates, units)."""
    dice = np.random.default_rng(seed)
    left = replicates
    while left and units:
        block = min(left, max(1, _CELLS // units))
        drawn = dice.integers(units, size=(block, units))
        drawn += np.arange(block)[:, None] * units
        counts = np.bincount(drawn.ravel(), minlength=block * units)
        yield counts.reshape(block, units).astype(np.float64)
        left -= block


def percentile_interval(replicates: NDArray[Any], level: float = 0.95) -> tuple[float, float] | None:
    """The interval that holds the middle `level` of the replicates.

    Replicates that came to nothing (nan: what was drawn didn't vary) are left out; where they are more than
    one in ten, there is no interval.
    """
    known = replicates[~np.isnan(replicates)]
    if not len(known) or len(known) < 0.9 * len(replicates):
        return None
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
