"""The scale: 1 to 5 in half steps, kept as whole numbers 2 to 10 so that nothing is ever rounded. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

STEPS: Final = tuple(range(2, 11))
# At or below the one, at or above the other, a score says something unusual and needs its evidence.
LOW_NEEDS_EVIDENCE: Final = 4
HIGH_NEEDS_EVIDENCE: Final = 8
# Two points on the scale.
FAR_APART: Final = 4


def written(half_steps: int) -> str:
    """One score as it is said: 7 → "3.5", 8 → "4"."""
    return f"{half_steps // 2}.5" if half_steps % 2 else str(half_steps // 2)


def written_mean(half_steps: Sequence[int]) -> str:
    """The mean of several scores, as in `written_mean_of`; at least one score, each 2..10."""
    return written_mean_of(sum(half_steps), len(half_steps))


def written_mean_of(total: int, raters: int) -> str:
    """A mean in words: exact where one decimal can say it, else cut (never rounded up) after "≈".

    Args:
        total: the sum of the scores in half steps.
        raters: how many they are, at least one.
    """
    tenths, rest = divmod(total * 5, raters)
    whole, tenth = divmod(tenths, 10)
    number = f"{whole}.{tenth}" if tenth or rest else str(whole)
    return f"≈{number}" if rest else number


def neighbours(half_steps: int) -> tuple[str, ...]:
    """The points whose anchors describe a score: itself, or for a half step the two beside it."""
    if half_steps % 2:
        return (str(half_steps // 2), str(half_steps // 2 + 1))
    return (str(half_steps // 2),)


def needs_evidence(half_steps: int | None) -> bool:
    """Whether this score may not stand without what was said or drawn."""
    return half_steps is not None and (half_steps <= LOW_NEEDS_EVIDENCE or half_steps >= HIGH_NEEDS_EVIDENCE)


def far_apart(half_steps: Iterable[int]) -> bool:
    """Whether raters differ by two points or more."""
    scores = list(half_steps)
    return bool(scores) and max(scores) - min(scores) >= FAR_APART
