"""Which drills serve which criteria. Pure."""

from collections.abc import Sequence
from typing import Any


def pick_drills(drills: Sequence[dict[str, Any]], criteria: Sequence[str]) -> list[dict[str, Any]]:
    """The drills that serve any of the criteria, each once.

    They are ordered by the first criterion they serve in the order given, a drill made for it (named first
    among the drill's criteria) before one that also helps, and otherwise as in the file.
    """

    def rank(drill: dict[str, Any]) -> tuple[int, int]:
        place = min(criteria.index(key) for key in drill["criteria"] if key in criteria)
        return place, drill["criteria"].index(criteria[place])

    return sorted((drill for drill in drills if set(drill["criteria"]) & set(criteria)), key=rank)
