"""Whether a score differs from another one by more than chance explains. Pure."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from rubrics.agreement.intervals import DEVIATION, NORMAL, SEPARATE, TOGETHER


@dataclass(frozen=True)
class Change:
    """A difference of two scores: `by` and `noise` in half steps, `beyond` whether it is more than noise."""

    by: Fraction
    noise: Fraction
    beyond: bool


def compared(before: Fraction, after: Fraction, *, raters: tuple[int, int]) -> Change:
    """What lies between two means of half steps from different sessions.

    Args:
        before: the mean that is subtracted.
        after: the other one.
        raters: how many gave each of them.
    """
    by = after - before
    noise = 2 * _width(*raters)
    return Change(by, noise, abs(by) > noise)


# The variance of a rating that two sessions do not share, whoever rates.
_SESSION: Final = TOGETHER - SEPARATE


def _width(before: int, after: int) -> Fraction:
    """How large a difference comes about by itself, 19 times out of 20: in points, to a tenth.

    Under the model of `rubrics.agreement.intervals`, for the means of two sessions with so many raters each.
    """
    errors = sum(_SESSION + (1 - TOGETHER) / raters for raters in (before, after))
    return Fraction(round(NORMAL * DEVIATION * math.sqrt(errors) * 10), 10)
