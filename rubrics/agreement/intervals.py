"""How much a candidate's score of one criterion can bear: its 95 % interval under one documented model. Pure.

The model splits the variance of a single rating (standard deviation .9 points) into what two separate
interviews would share (44 %: the candidate), what two raters of one session share besides (30 %: the day, the
prompt and the questions asked), and the rater (26 %). The correlations, .44 for separate interviews and .74
for panels that sat together, are the means over 125 coefficients in A. I. Huffcutt, S. S. Culbertson and
W. S. Weyhrauch, "Employment interview reliability: new meta-analytic estimates by structure and format",
International Journal of Selection and Assessment 21 (2013) 264–276. From them follow

    separate sessions, n of them:     1.96 · .9 · √((1 − .44) / n)     1.3, .9, .8, .7 …
    raters of one session, n of them: 1.96 · .9 · √((1 − .74) / n)     (.9), .6, .5, .4 …

Which applies: a single rater says what this session shows and nobody can tell the session from the rater, so
the wide one. Two and more of one session check each other: their interval is about what this session showed,
and not about what another session would. Scores from several sessions are about the candidate whatever the
session; raters beyond the first of a session don't narrow that interval, because they share the session.

A change between two loops is about the candidate, on other days and with other prompts. Each session then
errs by what it shares within itself (.74 − .44) and by its raters (1 − .74, over their number), and the two
means err independently: the standard error of their difference is the root of the sum of their error
variances. A change beyond 1.96 of these is the reliable change of N. S. Jacobson and P. Truax, "Clinical
significance", Journal of Consulting and Clinical Psychology 59 (1991) 12–19.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

DEVIATION: Final = 0.9
"""Standard deviation of a single rating, in points."""
SEPARATE: Final = 0.44
"""Correlation of two raters who met the candidate in interviews of their own."""
TOGETHER: Final = 0.74
"""Correlation of two raters of the same session."""
NORMAL: Final = 1.96
"""Standard deviations to either side that hold 95 %."""


def half_width(raters: int, sessions: int = 1) -> Fraction:
    """The 95 % half-width in points, rounded to a tenth as it is shown: never wider with more raters.

    Args:
        raters: how many scores there are in all, at least one.
        sessions: in how many different rounds they were given, 1..raters.

    Raises:
        ValueError: the counts can't be.
    """
    if not 1 <= sessions <= raters:
        raise ValueError(f"{raters} raters in {sessions} sessions")
    if sessions == 1 and raters > 1:
        width = NORMAL * DEVIATION * math.sqrt((1 - TOGETHER) / raters)
    else:
        width = NORMAL * DEVIATION * math.sqrt((1 - SEPARATE) / sessions)
    return max(Fraction(1, 10), Fraction(round(width * 10), 10))


def width_text(raters: int, sessions: int = 1) -> str:
    """`half_width` as it is written, for instance "1.3"."""
    return f"{float(half_width(raters, sessions)):.1f}"


def interval(mean: Fraction, raters: int, sessions: int = 1) -> tuple[Fraction, Fraction]:
    """The ends of the 95 % interval around a mean of scores, in points, cut to the scale's 1..5.

    Args:
        mean: in points; over several sessions the mean of their means, however many raters each had.
        raters: as in `half_width`, as are `sessions`.
    """
    width = half_width(raters, sessions)
    return max(Fraction(1), mean - width), min(Fraction(5), mean + width)


def change_width(before: Sequence[int], after: Sequence[int]) -> Fraction:
    """How large a difference of two means comes about by itself, 19 times out of 20: in points, to a tenth.

    Args:
        before: how many raters each session of the earlier mean had, one number a session.
        after: the same of the later mean. Each mean is that of its sessions' means.

    Raises:
        ValueError: a mean without sessions, or a session without raters.
    """
    width = NORMAL * DEVIATION * math.sqrt(_error(before) + _error(after))
    return max(Fraction(1, 10), Fraction(round(width * 10), 10))


def _error(sessions: Sequence[int]) -> float:
    """The share of a rating's variance with which the mean of these sessions errs about the candidate."""
    if not sessions or min(sessions) < 1:
        raise ValueError(f"sessions with {list(sessions)} raters")
    return sum(TOGETHER - SEPARATE + (1 - TOGETHER) / raters for raters in sessions) / len(sessions) ** 2
