"""What a scorecard holds and what it still lacks. Pure."""

from collections.abc import Collection, Mapping, Sequence
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
    """One thing that is missing before a card can be submitted; `criterion` is "" for the card as a whole.

    "reason": why a criterion that should be observed was not.
    """

    what: Literal["score", "evidence", "reason", "call", "call_evidence", "takeaway"]
    criterion: str = ""


def fitting(criteria: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """`entries` without criteria that the rubric does not have, and without empty ones."""
    keys = {criterion["key"] for criterion in criteria}
    return {
        key: entry
        for key, entry in entries.items()
        if key in keys and (entry.half_steps is not None or entry.not_observed or entry.evidence)
    }


def criterion_gaps(
    criteria: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry], chipped: Collection[str] = ()
) -> list[Gap]:
    """What the criteria lack, in their order: what any scoring on a rubric needs, a card or not.

    Every criterion has a score or is not observed; scores of 2 and less or 4 and more say what was seen, and
    where a criterion should be observed but was not, the text says why.

    Args:
        criteria: the rubric's, in its order, each with a `key` and maybe `must_observe`.
        entries: what was typed, by criterion.
        chipped: the criteria that have a moment attached as evidence; it is no reason for not observing.
    """
    found = []
    for criterion in criteria:
        key = criterion["key"]
        entry = entries.get(key, Entry())
        said = bool(entry.evidence.strip())
        if entry.half_steps is None and not entry.not_observed:
            found.append(Gap("score", key))
        elif entry.not_observed and criterion.get("must_observe") and not said:
            found.append(Gap("reason", key))
        elif needs_evidence(entry.half_steps) and not said and key not in chipped:
            found.append(Gap("evidence", key))
    return found


def gaps(criteria: Sequence[Mapping[str, Any]], data: CardData, chipped: Collection[str] = ()) -> list[Gap]:
    """What is missing before a card can be submitted, in the order of the card.

    The criteria as in `criterion_gaps`; and the card has an overall call, what decided it, and a takeaway.
    """
    found = criterion_gaps(criteria, data.entries, chipped)
    if not data.call:
        found.append(Gap("call"))
    if not data.call_evidence.strip():
        found.append(Gap("call_evidence"))
    if not data.takeaway.strip():
        found.append(Gap("takeaway"))
    return found
