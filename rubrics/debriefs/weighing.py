"""Strengths and gaps: what a loop's scores speak for and against, and which of it bears weight. Pure.

**One criterion, one unit.** A criterion that several rounds share is weighed once, by the mean of its rounds'
means; every round counts alike, however many rated it.

**Reliable** is a unit on which one may build a week of practice:
- its 95 % interval (`rubrics.agreement.intervals`) is no wider than ±1 point: two raters of one session or
  more, or two separate sessions or more, never a lone score;
- and no two of its scores are two points or more apart. Where people saw different things, the next step is
  to talk about what they saw, not to drill.

**Estimate.** A lone 1 is weaker than a mean of 2 by three raters only at first sight. To rank what rests on
unequal evidence, each mean is drawn towards the mean of all units by how little it can bear: with reliability
r it becomes r · mean + (1 − r) · mean of all (the regressed true score of T. L. Kelley, *Interpretation of
Educational Measurements*, 1927). r follows from the same shares of variance as the intervals: for n raters of
one session .74 / (.74 + .26 / n), for one rater or s separate sessions .44 / (.44 + .56 / s).

A **strength** stands at 3 or more and above the mean of all units, a **gap** under 4 and below it; so no unit
is both, and where all are alike there is neither. Reliable ones come first, those on which raters are far
apart last, and within each by estimate, then by weight, then in the order of the rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from rubrics.agreement.intervals import SEPARATE, TOGETHER, half_width
from rubrics.debriefs.one_round import mean
from rubrics.scorecards.scale import far_apart

MOST: Final = 3
STRONG_FROM: Final = 6
"""A strength stands at least here, in half steps."""
WEAK_BELOW: Final = 8
"""A gap stands below this, in half steps."""
WIDEST: Final = Fraction(1)
"""The half-width, in points, up to which a mean is relied on."""


@dataclass(frozen=True)
class Unit:
    """One observed criterion over all rounds in which it was observed, in their order.

    Args:
        rows: (compiled round, row of the criterion) of each of these rounds.
        middle: mean of the rounds' means, in half steps, as is `estimate`.
        raters: how many scores there are in all.
        apart: whether two of these scores are two points or more apart.
        side: "strength", "gap" or "".
        place: where its first row stands in the debrief, for ties.
    """

    key: str
    title: str
    weight: int
    rows: tuple[tuple[dict[str, Any], dict[str, Any]], ...]
    middle: Fraction
    raters: int
    apart: bool
    estimate: float
    side: str
    place: int

    @property
    def sessions(self) -> int:
        """In how many rounds it was observed."""
        return len(self.rows)

    @property
    def reliable(self) -> bool:
        """Whether practice may be built on it: see the module's docstring."""
        return not self.apart and half_width(self.raters, self.sessions) <= WIDEST

    @property
    def rank(self) -> int:
        """0 where it is reliable, 1 where there is too little, 2 where raters are far apart."""
        return 0 if self.reliable else 2 if self.apart else 1

    def row(self, *, lowest: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        """The round and row in which it stands lowest or highest; the earlier one where several do."""
        return (min if lowest else max)(self.rows, key=lambda each: _mean(each[1]))


def units(rounds: Sequence[dict[str, Any]]) -> list[Unit]:
    """Every observed criterion of compiled rounds once, in their order."""
    found: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {}
    for round_ in rounds:
        for row in round_["criteria"]:
            if row["observed"]:
                found.setdefault(row["key"], []).append((round_, row))
    if not found:
        return []
    middles = [_middle(rows) for rows in found.values()]
    whole = sum(middles, Fraction(0)) / len(middles)
    return [
        _unit(rows, middle, whole, place)
        for place, (rows, middle) in enumerate(zip(found.values(), middles, strict=True))
    ]


def strengths(rounds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The strongest criteria, at most three, in the shape of `content`."""
    strong = [each for each in units(rounds) if each.side == "strength"]
    strong.sort(key=lambda each: (each.rank, -each.estimate, -each.weight, each.place))
    return [_said(each, lowest=False) for each in strong[:MOST]]


def gaps(rounds: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The weakest criteria, at most three, in the shape of `content`."""
    weak = [each for each in weak_first(units(rounds)) if each.side == "gap"]
    return [_said(each, lowest=True) for each in weak[:MOST]]


def weak_first(known: Sequence[Unit]) -> list[Unit]:
    """All units of a loop in the order in which they ask for practice: gaps first, then the rest."""
    return sorted(
        known,
        key=lambda each: (each.side != "gap", each.rank, each.estimate, -each.weight, each.place),
    )


def reliability(raters: int, sessions: int) -> float:
    """Which share of a mean's differences is the candidate's, 0..1; the counts as in `half_width`."""
    if sessions == 1 and raters > 1:
        return TOGETHER / (TOGETHER + (1 - TOGETHER) / raters)
    return SEPARATE / (SEPARATE + (1 - SEPARATE) / sessions)


def _unit(
    rows: list[tuple[dict[str, Any], dict[str, Any]]], middle: Fraction, whole: Fraction, place: int
) -> Unit:
    scores = [score for _, row in rows for score in row["observed"]]
    first = rows[0][1]
    trust = reliability(len(scores), len(rows))
    return Unit(
        key=first["key"],
        title=first["title"],
        weight=max(row["weight"] for _, row in rows),
        rows=tuple(rows),
        middle=middle,
        raters=len(scores),
        apart=far_apart(scores),
        # Rounded, so that equal evidence ties whatever the order of the sums.
        estimate=round(trust * float(middle) + (1 - trust) * float(whole), 9),
        side=_side(middle, whole),
        place=place,
    )


def _said(unit: Unit, *, lowest: bool) -> dict[str, Any]:
    round_, row = unit.row(lowest=lowest)
    return {
        "kind": round_["kind"],
        "kinds": [each["kind"] for each, _ in unit.rows],
        "key": unit.key,
        "title": row["title"],
        "mean": [unit.middle.numerator, unit.middle.denominator],
        "raters": unit.raters,
        "reliable": unit.reliable,
    }


def _mean(row: dict[str, Any]) -> Fraction:
    middle = mean(row)
    assert middle is not None, "only observed rows make a unit"
    return middle


def _middle(rows: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> Fraction:
    return sum((_mean(row) for _, row in rows), Fraction(0)) / len(rows)


def _side(middle: Fraction, whole: Fraction) -> str:
    if middle < min(whole, Fraction(WEAK_BELOW)):
        return "gap"
    return "strength" if middle > whole and middle >= STRONG_FROM else ""
