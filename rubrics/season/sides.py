"""Two debriefs side by side: what both scored or only one did, which difference is more than noise. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rubrics.season.noise import Change, compared


@dataclass(frozen=True)
class Row:
    """One criterion of one kind of round on both sides, as compiled rows; None where a side has no such row.

    `change` is b less a, None where one of them was not observed.
    """

    kind: str
    key: str
    title: str
    a: dict[str, Any] | None
    b: dict[str, Any] | None
    change: Change | None


def rows(a: dict[str, Any], b: dict[str, Any], order: Sequence[str]) -> list[Row]:
    """Every criterion that one of two contents of the present format has, by round, then as their rubrics."""
    old, new = _rows(a), _rows(b)
    keys = sorted({**old, **new}, key=lambda each: order.index(each[0]) if each[0] in order else len(order))
    return [
        Row(kind, key, _title(old, new, kind, key), old.get((kind, key)), new.get((kind, key)), change)
        for kind, key in keys
        for change in [_change(old.get((kind, key)), new.get((kind, key)))]
    ]


def _rows(content: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for round_ in content["rounds"]:
        for row in round_["criteria"]:
            found.setdefault((round_["kind"], row["key"]), row)
    return found


def _title(old: dict[Any, dict[str, Any]], new: dict[Any, dict[str, Any]], kind: str, key: str) -> str:
    return str((new.get((kind, key)) or old[kind, key])["title"])


def _change(a: dict[str, Any] | None, b: dict[str, Any] | None) -> Change | None:
    if not a or not b or not a["observed"] or not b["observed"]:
        return None
    means = [Fraction(sum(each["observed"]), len(each["observed"])) for each in (a, b)]
    return compared(*means, raters=(len(a["observed"]), len(b["observed"])))
