"""When somebody's scores of a sample count as like the agreed ones. Pure, in whole half steps.

Passing: every criterion within one point, and half a point on average. Only criteria that both scored have a
difference and are in the average. A criterion that one of the two scored and the other did not observe has
none, and can't be within a point: whoever gives a score without evidence, or misses the evidence, has not
seen what was there, so it does not pass. Where both say "not observed" they agree, and it counts for nothing.
An attempt without anything to compare does not pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

WITHIN: Final = 2
"""One point, in half steps: the largest difference that a criterion may have."""

Seen = Literal["both", "neither", "missed", "invented"]


@dataclass(frozen=True)
class Difference:
    """One criterion: own and agreed score in half steps 2..10, None for not observed.

    `seen` says who of the two saw it: "missed" is not observed where the agreed scores have a score,
    "invented" a score where the agreed scores have none.
    """

    criterion: str
    own: int | None
    agreed: int | None

    @property
    def seen(self) -> Seen:
        """Who of the two scored it."""
        if self.own is None:
            return "neither" if self.agreed is None else "missed"
        return "invented" if self.agreed is None else "both"

    @property
    def half_steps(self) -> int | None:
        """How far own lies above (positive) or below the agreed score; None unless both scored."""
        return None if self.own is None or self.agreed is None else self.own - self.agreed

    @property
    def is_within(self) -> bool:
        """Whether this criterion alone does not stand in the way of passing."""
        if self.half_steps is None:
            return self.seen == "neither"
        return abs(self.half_steps) <= WITHIN


@dataclass(frozen=True)
class Comparison:
    """All criteria in the order of the rubric; sums are in half steps over the `compared` criteria."""

    differences: tuple[Difference, ...]

    @property
    def _sizes(self) -> list[int]:
        return [abs(each.half_steps) for each in self.differences if each.half_steps is not None]

    @property
    def compared(self) -> int:
        """How many criteria both scored."""
        return len(self._sizes)

    @property
    def largest(self) -> int:
        """The largest difference, 0 without any."""
        return max(self._sizes, default=0)

    @property
    def total(self) -> int:
        """The sum of the differences."""
        return sum(self._sizes)

    @property
    def is_near(self) -> bool:
        """Half a point on average at most: as many half steps as criteria, so nothing is ever rounded."""
        return self.total <= self.compared

    @property
    def passed(self) -> bool:
        """Whether these scores are like the agreed ones."""
        return self.compared > 0 and self.is_near and all(each.is_within for each in self.differences)


def compare(
    criteria: Sequence[str], own: Mapping[str, int | None], agreed: Mapping[str, int | None]
) -> Comparison:
    """Own scores against the agreed ones.

    Args:
        criteria: keys in the order of the rubric; those of which the agreed scores say nothing are left out,
            since a rubric may have got a criterion after the sample was agreed upon.
        own: half steps by criterion, None (or nothing) for not observed.
        agreed: the same of the agreed scores.
    """
    return Comparison(tuple(Difference(key, own.get(key), agreed[key]) for key in criteria if key in agreed))
