"""What a scorecard holds and what it still lacks. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from rubrics.scorecards.scale import needs_evidence

LONGEST_EVIDENCE = 4000
LONGEST_TAKEAWAY = 2000


@dataclass(frozen=True)
class Entry:
    """One criterion as filled in: a score, "not observed", or neither yet."""

    half_steps: int | None = None
    not_observed: bool = False
    evidence: str = ""


@dataclass(frozen=True)
class CardData:
    """Everything a rater types into a scorecard; `entries` by criterion key."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    call: str = ""
    call_evidence: str = ""
    takeaway: str = ""


@dataclass(frozen=True)
class Gap:
    """One thing that is missing before a card can be submitted; `criterion` is "" for the card as a whole."""

    what: Literal["score", "evidence", "call", "takeaway"]
    criterion: str = ""


def gaps(criteria: Sequence[Mapping[str, Any]], data: CardData) -> list[Gap]:
    """What is missing, in the order of the card.

    Every criterion has a score or is not observed; scores of 2 and less or 4 and more say what was seen;
    the card has an overall call and a takeaway.

    Args:
        criteria: the rubric's, in its order, each with a `key`.
        data: what was typed.
    """
    found = []
    for criterion in criteria:
        entry = data.entries.get(criterion["key"], Entry())
        if entry.half_steps is None and not entry.not_observed:
            found.append(Gap("score", criterion["key"]))
        elif needs_evidence(entry.half_steps) and not entry.evidence.strip():
            found.append(Gap("evidence", criterion["key"]))
    if not data.call:
        found.append(Gap("call"))
    if not data.takeaway.strip():
        found.append(Gap("takeaway"))
    return found
