"""The heat map of a cohort: criteria by candidates. Pure.

A cell is the mean over the loops in which the criterion was scored, of each loop's mean over its raters:
every loop has the same weight, however many rated it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeVar

# Below three and below two points a score is a gap, from four on it is a strength; in half steps.
LOW: Final = 6
WEAK: Final = 4
STRONG: Final = 8

Band = Literal["weak", "low", "middle", "strong"]
Key = tuple[str, str]
K = TypeVar("K")


@dataclass(frozen=True)
class Sum:
    """Scores of one candidate and criterion in `loops` loops of so many `raters` each: their `total`."""

    candidate: int
    kind: str
    criterion: str
    total: int
    raters: int
    loops: int


@dataclass(frozen=True)
class Cell:
    """One candidate's mean of one criterion in half steps, and over how many loops."""

    mean: Fraction
    loops: int

    @property
    def band(self) -> Band:
        """How the mean is to be looked at."""
        if self.mean < WEAK:
            return "weak"
        if self.mean < LOW:
            return "low"
        return "strong" if self.mean >= STRONG else "middle"

    @property
    def eighths(self) -> int:
        """How far along the scale the mean lies: 0 at 1 to 8 at 5, cut."""
        return int(self.mean) - 2


@dataclass(frozen=True)
class Heat:
    """The whole map: `cells` by candidate and criterion, `people` and `criteria` in their order."""

    cells: Mapping[tuple[int, Key], Cell]
    people: Sequence[int]
    criteria: Sequence[Key]
    by_person: Mapping[int, Fraction] = field(default_factory=dict)
    by_criterion: Mapping[Key, Fraction] = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """A criterion in which several stand below three points: `people` weakest first, `scored` of how many."""

    key: Key
    people: tuple[int, ...]
    scored: int


def heat(
    sums: Iterable[Sum], *, people: Sequence[int], criteria: Sequence[Key], weakest: bool = False
) -> Heat:
    """Put sums together to cells, and order both sides.

    Args:
        sums: one or several of each candidate and criterion.
        people: every candidate in their order by name; who has no score stays, at the end where `weakest`.
        criteria: in the order of loop and rubric; those that nobody was scored in are left out, those not
            named come last.
        weakest: whether both sides are ordered by their means, lowest first.
    """
    totals: dict[tuple[int, Key], tuple[Fraction, int]] = {}
    for each in sums:
        place = each.candidate, (each.kind, each.criterion)
        total, loops = totals.get(place, (Fraction(0), 0))
        totals[place] = total + Fraction(each.total, each.raters), loops + each.loops
    cells = {place: Cell(total / loops, loops) for place, (total, loops) in totals.items()}
    known = {key for _person, key in cells}
    rows = [key for key in criteria if key in known]
    rows += sorted(known - set(rows))
    by_person = _means((person, cell) for (person, _key), cell in cells.items())
    by_criterion = _means((key, cell) for (_person, key), cell in cells.items())
    columns = list(people)
    if weakest:
        rows.sort(key=lambda key: by_criterion[key])
        columns.sort(key=lambda person: by_person.get(person, Fraction(99)))
    return Heat(cells, columns, rows, by_person, by_criterion)


def _means(cells: Iterable[tuple[K, Cell]]) -> dict[K, Fraction]:
    """The mean of the cells of each row or column; each cell has the same weight."""
    found: dict[K, list[Fraction]] = {}
    for key, cell in cells:
        found.setdefault(key, []).append(cell.mean)
    return {key: sum(means, Fraction(0)) / len(means) for key, means in found.items()}


def common_gaps(found: Heat, most: int) -> list[Gap]:
    """The criteria in which most candidates stand below three points, those of the largest share first.

    Ties: more candidates first, then the order of the map.
    """
    gaps = []
    for key in found.criteria:
        means = {person: cell.mean for person in found.people if (cell := found.cells.get((person, key)))}
        below = sorted((person for person, mean in means.items() if mean < LOW), key=lambda each: means[each])
        if below:
            gaps.append(Gap(key, tuple(below), len(means)))
    gaps.sort(key=lambda each: (-Fraction(len(each.people), each.scored), -len(each.people)))
    return gaps[:most]
