"""A card as plain data, and what is different between two versions of it. Pure.

The body of a `CardRevision`:
    {version, call, call_evidence, takeaway, entries: {criterion: {half_steps, not_observed, evidence}},
     chips: [{id, source, at, offset, board_seq, text, criteria: [key]}]}
`version` is the card's when it was submitted, `at` in ISO 8601; the rest is as in the models.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from rubrics.scorecards.rules import CardData, Entry

NOT_OBSERVED = "no"
What = Literal["score", "evidence", "moments", "call", "call_evidence", "takeaway"]


@dataclass(frozen=True)
class Change:
    """One field that differs; `criterion` is "" for the card as a whole.

    `before` and `after` are text; a score is its half steps as digits, NOT_OBSERVED or "", a call its key,
    moments a line each.
    """

    what: What
    criterion: str
    before: str
    after: str


def to_body(data: CardData, *, version: int, chips: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The card as it is kept in a revision, ready for JSON."""
    return {
        "version": version,
        "call": data.call,
        "call_evidence": data.call_evidence,
        "takeaway": data.takeaway,
        "entries": {key: asdict(entry) for key, entry in data.entries.items()},
        "chips": [dict(chip) for chip in chips],
    }


def from_body(body: Mapping[str, Any]) -> CardData:
    """What a kept card said; the inverse of `to_body`."""
    return CardData(
        entries={key: Entry(**entry) for key, entry in body["entries"].items()},
        call=body["call"],
        call_evidence=body["call_evidence"],
        takeaway=body["takeaway"],
    )


def changes(
    criteria: Sequence[Mapping[str, Any]], old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[Change]:
    """What differs between two bodies of one card, in the order of the card: criteria first, then the whole.

    Args:
        criteria: the rubric's, in its order, each with a `key`.
        old, new: bodies as of `to_body`.
    """
    before, after = from_body(old), from_body(new)
    found: list[Change] = []

    def look(what: What, criterion: str, was: str, now: str) -> None:
        if was != now:
            found.append(Change(what, criterion, was, now))

    for criterion in criteria:
        key = criterion["key"]
        was, now = before.entries.get(key, Entry()), after.entries.get(key, Entry())
        look("score", key, _score(was), _score(now))
        look("evidence", key, was.evidence, now.evidence)
        look("moments", key, _moments(old["chips"], key), _moments(new["chips"], key))
    look("call", "", before.call, after.call)
    look("call_evidence", "", before.call_evidence, after.call_evidence)
    look("takeaway", "", before.takeaway, after.takeaway)
    return found


def clock(seconds: int | None) -> str:
    """Seconds of a round's clock as it is read: 754 → "12:34"; "" where it had not begun."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02d}"


def _score(entry: Entry) -> str:
    return NOT_OBSERVED if entry.not_observed else str(entry.half_steps or "")


def _moments(chips: Sequence[Mapping[str, Any]], criterion: str) -> str:
    return "\n".join(
        " ".join(part for part in (clock(chip["offset"]), chip["text"]) if part) or chip["source"]
        for chip in chips
        if criterion in chip["criteria"]
    )
