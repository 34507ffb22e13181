"""How far several people's scores of one sample lie apart. Pure; scores are half steps 2..10."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rubrics.scorecards.scale import FAR_APART

Closeness = Literal["none", "single", "same", "near", "apart", "far"]

ONE_POINT: Final = 2
"""Half steps within which people mean the same thing by an anchor."""

_RANK: Final[Mapping[Closeness, int]] = {"far": 0, "apart": 1, "near": 2, "same": 3, "single": 4, "none": 5}


@dataclass(frozen=True)
class Spread:
    """The scores of one criterion: lowest, highest, how many scored it and how many did not observe it.

    `low` and `high` are None where nobody scored it.
    """

    criterion: str
    low: int | None
    high: int | None
    scored: int
    unobserved: int

    @property
    def range(self) -> int:
        """Half steps between the highest and the lowest score; 0 where there are fewer than two."""
        return 0 if self.low is None or self.high is None else self.high - self.low

    @property
    def closeness(self) -> Closeness:
        """In one word: nobody, one score, the same, within a point, more than that, two points or more."""
        if self.scored == 0:
            return "none"
        if self.scored == 1:
            return "single"
        if self.range == 0:
            return "same"
        if self.range <= ONE_POINT:
            return "near"
        return "far" if self.range >= FAR_APART else "apart"


def spread(criterion: str, given: Iterable[int | None]) -> Spread:
    """What people gave for one criterion; None stands for "not observed" and never counts as a score."""
    everything = list(given)
    scores = [each for each in everything if each is not None]
    return Spread(
        criterion,
        min(scores, default=None),
        max(scores, default=None),
        len(scores),
        len(everything) - len(scores),
    )


def most_apart_first(spreads: Sequence[Spread]) -> list[Spread]:
    """What is worth talking over first: the widest range; where it is the same, the rubric's order."""
    return sorted(spreads, key=lambda each: (_RANK[each.closeness], -each.range))


@dataclass(frozen=True)
class Agreement:
    """How many of the criteria that two or more people scored lie within a point, and two or more apart."""

    comparable: int
    same: int
    within: int
    far: int


def agreement(spreads: Iterable[Spread]) -> Agreement:
    """Count the criteria by how far apart their scores are; `within` includes those that are the same."""
    kinds = [each.closeness for each in spreads]
    return Agreement(
        comparable=sum(kind in {"same", "near", "apart", "far"} for kind in kinds),
        same=kinds.count("same"),
        within=kinds.count("same") + kinds.count("near"),
        far=kinds.count("far"),
    )
