"""What the list of debriefs keeps of one, from a revision's content. Pure.

Means are kept as thousandths of half steps, cut. A cut mean is below a whole number of half steps exactly
where the mean is, so nothing that is found by "below" is found or missed by the cutting.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

THOUSANDTHS: Final = 1000


def thousandths(mean: Fraction) -> int:
    """A mean in half steps as it is kept: 4 1/3 → 4333."""
    return int(mean * THOUSANDTHS)


def written_kept(kept: int) -> str:
    """A kept mean as points of the scale with one decimal, cut: 6500 → "3.2", 6000 → "3"."""
    tenths = kept * 5 // THOUSANDTHS
    whole, tenth = divmod(tenths, 10)
    exact = tenths * THOUSANDTHS == kept * 5
    return f"{'' if exact else '≈'}{whole}{f'.{tenth}' if tenth or not exact else ''}"


def facts(content: Mapping[str, Any]) -> dict[str, int | None]:
    """The columns of a list that depend on what a revision says.

    Args:
        content: a revision's content, of any format.

    Returns:
        `lowest` and `mean` of its criteria (None where nothing was observed), and how many criteria are
        `far_apart` or `seen_otherwise`, how many rounds have `cards_missing`.
    """
    means = list(_means(content["rounds"]))
    return {
        "lowest": thousandths(min(means)) if means else None,
        "mean": thousandths(sum(means, Fraction(0)) / len(means)) if means else None,
        "far_apart": len(content["disagreements"]),
        "seen_otherwise": len(content.get("seen_otherwise", ())),
        "cards_missing": sum(each["missing"] == "card" for each in content["rounds"]),
    }


def _means(rounds: Iterable[Mapping[str, Any]]) -> Iterable[Fraction]:
    for round_ in rounds:
        for row in round_["criteria"]:
            if row["observed"]:
                yield Fraction(sum(row["observed"]), len(row["observed"]))
