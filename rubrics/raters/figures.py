"""How a rater scores, in figures, and how that compares with others of the same rounds. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from uuid import UUID

from rubrics.scorecards.scale import STEPS

# Below so many a spread, a share or a comparison would say more about chance than about the rater.
ENOUGH_SCORES: Final = 10
ENOUGH_PAIRS: Final = 10
POOL_RATERS: Final = 3
POOL_SCORES: Final = 30
# From here on, a point, a difference between two raters is listed.
LISTED: Final = 2


@dataclass(frozen=True)
class Rating:
    """One criterion on one card; `half_steps` is None where it was not observed.

    `backed` is whether words or a moment of the round stand behind it.
    """

    card: UUID
    round: UUID
    rater: int
    criterion: str
    half_steps: int | None
    backed: bool


@dataclass(frozen=True)
class Spread:
    """How scores lie on the scale: `counts` by step, from 1 to 5 in half steps."""

    counts: tuple[int, ...] = (0,) * len(STEPS)

    @property
    def scores(self) -> int:
        """How many scores there are."""
        return sum(self.counts)

    @property
    def total(self) -> int:
        """Their sum, in half steps."""
        return sum(step * count for step, count in zip(STEPS, self.counts, strict=True))

    @property
    def deviation(self) -> float | None:
        """Their standard deviation in points (n − 1), None for fewer than two."""
        if self.scores < 2:
            return None
        middle = Fraction(self.total, self.scores)
        squares = sum(
            (count * (step - middle) ** 2 for step, count in zip(STEPS, self.counts, strict=True)),
            Fraction(0),
        )
        return math.sqrt(squares / (self.scores - 1)) / 2

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """Each step's part of all scores; nothing anywhere without scores."""
        return tuple(Fraction(count, self.scores or 1) for count in self.counts)


@dataclass(frozen=True)
class Figures:
    """What one rater gave: how many cards, how their scores lie, how many have something behind them."""

    cards: int = 0
    spread: Spread = Spread()
    backed: int = 0


@dataclass(frozen=True)
class Pair:
    """Two raters' scores of one criterion in one round; `by` is one's own less the other's, in half steps."""

    own: Rating
    other: Rating
    by: int


@dataclass(frozen=True)
class Agreement:
    """Pairs counted: how many are the same or within a point, and the mean difference in half steps."""

    pairs: int
    same: int
    near: int
    lean: Fraction


def spread(half_steps: Iterable[int | None]) -> Spread:
    """How scores lie; what was not observed is not counted."""
    seen = [each for each in half_steps if each is not None]
    return Spread(tuple(seen.count(step) for step in STEPS))


def figures(ratings: Sequence[Rating]) -> Figures:
    """The figures over one rater's ratings; what was not observed never counts."""
    scored = [each for each in ratings if each.half_steps is not None]
    return Figures(
        cards=len({each.card for each in ratings}),
        spread=spread(each.half_steps for each in scored),
        backed=sum(each.backed for each in scored),
    )


def compared(own: Iterable[Rating], others: Iterable[Rating]) -> list[Pair]:
    """Every criterion that both observed in the same round, in the order of `own`, then of `others`."""
    beside: dict[tuple[UUID, str], list[Rating]] = {}
    for each in others:
        if each.half_steps is not None:
            beside.setdefault((each.round, each.criterion), []).append(each)
    return [
        Pair(mine, other, mine.half_steps - other.half_steps)
        for mine in own
        if mine.half_steps is not None
        for other in beside.get((mine.round, mine.criterion), [])
        if other.rater != mine.rater and other.half_steps is not None
    ]


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """The pairs counted; nothing of it says who is right."""
    return Agreement(
        pairs=len(pairs),
        same=sum(each.by == 0 for each in pairs),
        near=sum(abs(each.by) <= 2 for each in pairs),
        lean=Fraction(sum(each.by for each in pairs), len(pairs) or 1),
    )


def differences(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs that are a point or more apart, widest first; within that as they came."""
    return sorted((each for each in pairs if abs(each.by) >= LISTED), key=lambda each: -abs(each.by))
