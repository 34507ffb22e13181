"""Whether a score differs from another one by more than chance explains. Pure.

Under the model of `rubrics.agreement.intervals` two loops are separate sessions: the difference of their
scores has a standard deviation of .9 · √(2 · (1 − .44)) points, and 19 of 20 differences of somebody who has
not changed lie within 1.96 times that, 1.9 points. Raters beyond the first of a session don't narrow it,
because they share the session.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

from rubrics.agreement.intervals import DEVIATION, NORMAL, SEPARATE

NOISE = Fraction(round(NORMAL * DEVIATION * math.sqrt(2 * (1 - SEPARATE)) * 10), 10)
"""In points, rounded to a tenth as it is shown."""


@dataclass(frozen=True)
class Change:
    """A difference of two scores: `by` and `noise` in half steps, `beyond` whether it is more than noise."""

    by: Fraction
    noise: Fraction
    beyond: bool


def compared(before: Fraction, after: Fraction) -> Change:
    """What lies between two means of half steps from different loops."""
    by = after - before
    return Change(by, 2 * NOISE, abs(by) > 2 * NOISE)
