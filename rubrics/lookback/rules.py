"""What a look back holds and what it still lacks. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from rubrics.scorecards.rules import Entry

RATED: Final = ("realism", "helpfulness", "evidence_quality")
LONGEST_COMMENT: Final = 2000


@dataclass(frozen=True)
class LookBackData:
    """Everything a candidate types into a look back.

    `entries` is the self-score by criterion key, `takeaway` what they would do differently;
    `ratings` are those of the round in half steps by RATED, None or left out while unsaid.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    takeaway: str = ""
    ratings: Mapping[str, int | None] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True)
class Lack:
    """One thing that is missing before a look back can be handed in: a criterion's score, or a rating."""

    what: Literal["score", "rating"]
    key: str


def lacks(criteria: Sequence[Mapping[str, Any]], data: LookBackData, rated: Collection[str]) -> list[Lack]:
    """What is missing, in the order of the page. Words are never needed: who looks back owes no evidence.

    Args:
        criteria: the rubric's, in its order, each with a `key`.
        data: what was typed.
        rated: which ratings are asked for, of RATED; none where nobody interviewed.
    """
    found = []
    for criterion in criteria:
        entry = data.entries.get(criterion["key"], Entry())
        if entry.half_steps is None and not entry.not_observed:
            found.append(Lack("score", criterion["key"]))
    return found + [Lack("rating", name) for name in rated if data.ratings.get(name) is None]
