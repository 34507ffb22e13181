"""Intraclass correlations of a complete table of targets and judges. Pure.

Source: P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in assessing rater reliability",
Psychological Bulletin 86 (1979) 420–428. Each target is rated by k judges:
(1,·) other judges for every target; (2,·) the same judges, drawn from many; (3,·) these very judges.
(·,1) is the reliability of one judge's score, (·,k) that of the mean of all k.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Icc:
    """The six coefficients; one is None where its denominator vanishes."""

    targets: int
    judges: int
    icc11: float | None
    icc21: float | None
    icc31: float | None
    icc1k: float | None
    icc2k: float | None
    icc3k: float | None


def icc(table: Sequence[Sequence[float | None]]) -> Icc | None:
    """The coefficients of a table with a row for each target and a column for each judge.

    A row with a missing score (None) is left out: the mean squares are those of a complete table.

    Returns:
        None where fewer than two complete rows or two judges are left, or nothing varies.

    Raises:
        ValueError: rows of different lengths.
    """
    if len({len(row) for row in table}) > 1:
        raise ValueError("rows of different lengths")
    complete = [row for row in table if all(score is not None for score in row)]
    if len(complete) < 2 or len(complete[0]) < 2:
        return None
    scores = np.array(complete, dtype=np.float64)
    n, k = scores.shape
    if np.ptp(scores) == 0:
        return None
    grand = scores.mean()
    rows, columns = scores.mean(axis=1), scores.mean(axis=0)
    between = k * float(np.sum((rows - grand) ** 2)) / (n - 1)
    judges = n * float(np.sum((columns - grand) ** 2)) / (k - 1)
    within = float(np.sum((scores - rows[:, None]) ** 2)) / (n * (k - 1))
    error = float(np.sum((scores - rows[:, None] - columns[None, :] + grand) ** 2)) / ((n - 1) * (k - 1))
    return Icc(
        targets=n,
        judges=k,
        icc11=_ratio(between - within, between + (k - 1) * within),
        icc21=_ratio(between - error, between + (k - 1) * error + k * (judges - error) / n),
        icc31=_ratio(between - error, between + (k - 1) * error),
        icc1k=_ratio(between - within, between),
        icc2k=_ratio(between - error, between + (judges - error) / n),
        icc3k=_ratio(between - error, between),
    )


def _ratio(over: float, under: float) -> float | None:
    return None if abs(under) < 1e-12 else over / under
