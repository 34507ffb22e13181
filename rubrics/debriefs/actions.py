"""What to practise next: drills for the weakest criteria that bear weight. Pure."""

from collections.abc import Sequence
from typing import Any, Final

from rubrics.content.drills import pick_drills
from rubrics.debriefs.weighing import units, weak_first

ACTIONS: Final = 3


def next_actions(
    rounds: Sequence[dict[str, Any]], drills: Sequence[dict[str, Any]], count: int = ACTIONS
) -> list[dict[str, Any]]:
    """The drills to do next: one for each criterion that asks for practice and has one, then more.

    Criteria ask in the order of `weighing.weak_first`: gaps that are reliable, gaps of a lone score, gaps on
    which raters are far apart, then everything else from the weakest up. So where no score bears weight the
    weakest is still practised, and said not to be reliable.

    Returns:
        The drill's own fields, `for` {kind, key, title, observed} of the row in which the criterion stands
        lowest, and `reliable`.
    """
    ranked = weak_first(units(rounds))
    chosen: list[dict[str, Any]] = []
    taken: set[str] = set()
    # One drill a criterion at first; only when criteria run out does one of them get a second.
    for turn in range(len(drills) or 1):
        for unit in ranked:
            fitting = [each for each in pick_drills(drills, [unit.key]) if each["slug"] not in taken]
            served = sum(each["for"]["key"] == unit.key for each in chosen)
            if len(chosen) == count or not fitting or served > turn:
                continue
            taken.add(fitting[0]["slug"])
            round_, row = unit.row(lowest=True)
            asked = {key: row[key] for key in ("key", "title", "observed")} | {"kind": round_["kind"]}
            chosen.append({**fitting[0], "for": asked, "reliable": unit.reliable})
    return chosen
