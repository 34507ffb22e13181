"""How a candidate's scores of a criterion went over the loops of a season. Pure.

A loop's score of a criterion is the mean of its raters. Whether the step from one loop to another is more
than noise is the debrief's own rule, so that both pages say the same of the same loops.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from rubrics.agreement.intervals import interval
from rubrics.season.noise import Change, compared


@dataclass(frozen=True)
class Given:
    """What the raters of a round gave for a criterion: `total` / `raters` half steps, as kept."""

    loop: UUID
    held_at: datetime
    kind: str
    criterion: str
    title: str
    total: int
    raters: int


@dataclass(frozen=True)
class Point:
    """One loop's score of a criterion, in half steps."""

    loop: UUID
    held_at: datetime
    total: int
    raters: int

    @property
    def mean(self) -> Fraction:
        """The exact mean over its raters."""
        return Fraction(self.total, self.raters)

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """The ends of its 95 % interval, in half steps, cut to the scale."""
        low, high = interval(self.mean / 2, self.raters)
        return 2 * low, 2 * high


@dataclass(frozen=True)
class Series:
    """One criterion of one kind of round over the season, earliest loop first."""

    kind: str
    criterion: str
    title: str
    points: tuple[Point, ...]

    @property
    def last(self) -> Point:
        """The newest score."""
        return self.points[-1]

    @property
    def step(self) -> Change | None:
        """From the loop before to the newest one; None for a single loop."""
        return self._change(-2)

    @property
    def whole(self) -> Change | None:
        """From the first loop to the newest one; None where that is the same as `step`."""
        return self._change(0) if len(self.points) > 2 else None

    def _change(self, place: int) -> Change | None:
        if len(self.points) < 2:
            return None
        before, after = self.points[place], self.last
        return compared(before.mean, after.mean, raters=(before.raters, after.raters))

    @property
    def moved(self) -> Change | None:
        """The change that is more than noise: since the first loop if that is, else since the one before."""
        return next((each for each in (self.whole, self.step) if each and each.beyond), None)


def series(given: Iterable[Given], order: Sequence[str]) -> list[Series]:
    """The criteria of a season, by the rounds' `order`, within a round as they came.

    A criterion that several versions of a rubric name differently has its newest title. Of two rounds of a
    kind in one loop every rater counts alike.
    """
    found: dict[tuple[str, str], dict[UUID, Point]] = {}
    titles: dict[tuple[str, str], tuple[datetime, str]] = {}
    for each in given:
        key = (each.kind, each.criterion)
        points = found.setdefault(key, {})
        if other := points.get(each.loop):
            points[each.loop] = Point(
                each.loop, other.held_at, other.total + each.total, other.raters + each.raters
            )
        else:
            points[each.loop] = Point(each.loop, each.held_at, each.total, each.raters)
        titles[key] = max(titles.get(key, (each.held_at, each.title)), (each.held_at, each.title))
    kinds = {kind: place for place, kind in enumerate(order)}
    return [
        Series(kind, criterion, titles[kind, criterion][1], _sorted(points.values()))
        for (kind, criterion), points in sorted(
            found.items(), key=lambda each: kinds.get(each[0][0], len(kinds))
        )
    ]


def _sorted(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda each: (each.held_at, str(each.loop))))


def gaps(found: Iterable[Series], below: int) -> list[Series]:
    """The criteria whose newest score is below so many half steps, weakest first."""
    return sorted((each for each in found if each.last.mean < below), key=lambda each: each.last.mean)
