"""Whether a score differs from another one by more than chance explains, as a debrief says it too. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from rubrics.agreement.intervals import change_width


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
    noise = 2 * change_width([raters[0]], [raters[1]])
    return Change(by, noise, abs(by) > noise)
