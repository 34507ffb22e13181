"""What changed since the loop before, and which of it is more than noise. Pure.

Two scores of the same candidate differ although nothing changed: another day, another prompt, another rater.
How much, follows from the model behind the intervals (`rubrics.agreement.intervals.change_width`). A change
that stays within is shown and said to be within.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from rubrics.agreement.intervals import change_width
from rubrics.debriefs.one_round import mean

Rows = dict[str, dict[str, Any]]


def changes(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each criterion that was observed in both loops, in the shape of `content`.

    Rounds are compared with those of their own kind. A criterion that several kinds share has a row over all
    of them besides, in which much smaller changes show. Those beyond noise come first, the largest of each
    first.

    Args:
        before: the compiled rounds of the earlier loop.
        after: the compiled rounds of this one.
    """
    old, new = _by_criterion(before), _by_criterion(after)
    found = []
    for key, rows in new.items():
        common = [kind for kind in rows if kind in old.get(key, {})]
        over = [common] if len(common) > 1 else []
        found += [_row(key, kinds, old[key], rows) for kinds in [*over, *([kind] for kind in common)]]
    return sorted(found, key=lambda row: (not row["beyond"], -abs(Fraction(*row["by"]))))


def _by_criterion(rounds: Sequence[dict[str, Any]]) -> dict[str, Rows]:
    """The observed rows of each criterion by kind of round; a loop has one round of a kind."""
    found: dict[str, Rows] = {}
    for round_ in rounds:
        for row in round_["criteria"]:
            if row["observed"]:
                found.setdefault(row["key"], {}).setdefault(round_["kind"], row)
    return found


def _row(key: str, kinds: list[str], old: Rows, new: Rows) -> dict[str, Any]:
    before, after = (_mean([rows[kind] for kind in kinds]) for rows in (old, new))
    counts = [[len(rows[kind]["observed"]) for kind in kinds] for rows in (old, new)]
    by, noise = after - before, 2 * change_width(*counts)
    return {
        "kind": kinds[0] if len(kinds) == 1 else "",
        "kinds": kinds,
        "key": key,
        "title": new[kinds[0]]["title"],
        "before": [before.numerator, before.denominator],
        "after": [after.numerator, after.denominator],
        "by": [by.numerator, by.denominator],
        "noise": [noise.numerator, noise.denominator],
        "beyond": abs(by) > noise,
    }


def _mean(rows: Sequence[dict[str, Any]]) -> Fraction:
    """The mean of the rounds' means, in half steps."""
    return sum((mean(row) or Fraction(0) for row in rows), Fraction(0)) / len(rows)
