"""Agreement of two raters beyond chance on ordered categories: Cohen's weighted kappa. Pure.

Source: J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
credit", Psychological Bulletin 70 (1968) 213–220. With v the weight of a disagreement, p the observed and e
the expected share of pairs (from both raters' own margins), kappa = 1 − Σ v·p / Σ v·e.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

Weights = Literal["linear", "quadratic"]


def weighted_kappa(
    first: Sequence[int | None], second: Sequence[int | None], weights: Weights = "quadratic"
) -> float | None:
    """Weighted kappa of two raters' scores of the same units.

    Args:
        first: one rater's scores, whole numbers whose differences mean something; None where missing.
        second: the other's, of the same length. A unit that either left out doesn't count.
        weights: a disagreement weighs its distance, or the distance's square.

    Returns:
        1 for perfect agreement, 0 for what chance gives, None where there are fewer than two pairs or neither
        rater varies (chance alone would agree perfectly).

    Raises:
        ValueError: the lengths differ.
    """
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    if len(pairs) < 2:
        return None
    scores = np.array(pairs, dtype=np.float64)
    power = 1 if weights == "linear" else 2
    left, left_counts = np.unique(scores[:, 0], return_counts=True)
    right, right_counts = np.unique(scores[:, 1], return_counts=True)
    observed = float(np.mean(np.abs(scores[:, 0] - scores[:, 1]) ** power))
    distances = np.abs(left[:, None] - right[None, :]) ** power
    expected = float(left_counts @ distances @ right_counts) / len(pairs) ** 2
    return None if expected == 0 else 1 - observed / expected
