"""Where the four concepts of settlement showed: on the board, in moments kept, in raters' words. Pure.

The board's labels and raters' evidence are recognised by words (`concept_words`). Of a system design round
all is looked at; of other rounds only what was given as evidence for a criterion with the concept, because
"worked in isolation" is no bulkhead. A moment that a rater kept for such a criterion is a place whatever its
words: that is what was talked about then. Interviewers' notes are not read, only the lines they picked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rubrics.debriefs.concept_words import TITLES, named, quoted
from rubrics.debriefs.quotes import plain, shortened

DESIGN: Final = "system_design"
MOST: Final = 4
"""Places of one source that are kept of a concept: the earliest ones."""
LONGEST_LABEL: Final = 100


@dataclass(frozen=True)
class Label:
    """Words on a final board; `element` is the id of the text or the frame that holds them."""

    element: str
    text: str


@dataclass(frozen=True)
class Written:
    """A label that names concepts, with when it first did: by concept, None where the log does not say."""

    label: Label
    since: Mapping[str, datetime | None]


def labels(elements: Sequence[dict[str, Any]]) -> list[Label]:
    """The words on a board: texts by themselves, in shapes and on arrows, and names of frames."""
    gone = {each["id"] for each in elements if each["isDeleted"]}
    return [
        Label(each["id"], text)
        for each in elements
        if each["id"] not in gone and each.get("containerId") not in gone and (text := label_text(each))
    ]


def label_text(element: Mapping[str, Any]) -> str:
    """The words of one element as they were typed, "" for a shape; without breaks that only fit a box."""
    if element["type"] == "text":
        return str(element.get("originalText") or element.get("text") or "").strip()
    return str(element.get("name") or "").strip() if element["type"] == "frame" else ""


def telling(found: Iterable[Label]) -> list[Label]:
    """Those of the labels that name a concept."""
    return [each for each in found if named(each.text)]


def concepts(
    rounds: Sequence[dict[str, Any]],
    boards: Mapping[str, Sequence[Written]],
    began: Mapping[str, datetime | None],
) -> list[dict[str, Any]]:
    """The four concepts in the shape of `content`; none for a loop without a system design round.

    Args:
        rounds: compiled rounds.
        boards: what is written on the final boards of system design rounds, by round id.
        began: when each round began, by round id.
    """
    if not any(round_["kind"] == DESIGN for round_ in rounds):
        return []
    return [
        {
            "key": key,
            "title": title,
            "scored": [
                {"kind": round_["kind"], "key": row["key"], "observed": row["observed"]}
                for round_ in rounds
                for row in round_["criteria"]
                if row["concept"] == key and row["observed"]
            ],
            "places": [
                *_first(
                    place
                    for round_ in rounds
                    if round_["kind"] == DESIGN
                    for place in _on_board(key, round_, boards.get(round_["id"], ()), began.get(round_["id"]))
                ),
                *_first(place for round_ in rounds for place in _moments(key, round_)),
                *_first(place for round_ in rounds for place in _in_cards(key, round_)),
            ],
        }
        for key, title in TITLES.items()
    ]


def _on_board(
    key: str, round_: dict[str, Any], written: Sequence[Written], began: datetime | None
) -> list[dict[str, Any]]:
    places = []
    for each in written:
        if key not in each.since:
            continue
        at = each.since[key]
        offset = max(int((at - began).total_seconds()), 0) if at and began else None
        text = " ".join(each.label.text.split())
        text = text if len(text) <= LONGEST_LABEL else quoted(key, each.label.text)
        places.append(_place("board", round_, text, at=at.isoformat() if at else "", offset=offset))
    return places


def _moments(key: str, round_: dict[str, Any]) -> list[dict[str, Any]]:
    places = []
    for row in round_["criteria"]:
        for score in row["scores"]:
            for chip in score["chips"]:
                said = quoted(key, chip["text"]) if round_["kind"] == DESIGN else ""
                if not said and row["concept"] != key:
                    continue
                source = "board" if chip["source"] == "board" else "note"
                text = said or shortened(" ".join(chip["text"].split()))
                places.append(_place(source, round_, text, at=chip["at"], offset=chip["offset"]))
    return places


def _in_cards(key: str, round_: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        _place("card", round_, said)
        for row in round_["criteria"]
        if round_["kind"] == DESIGN or row["concept"] == key
        for score in row["scores"]
        if (said := quoted(key, score["evidence"]))
    ]


def _place(
    source: str, round_: dict[str, Any], text: str, *, at: str = "", offset: int | None = None
) -> dict[str, Any]:
    board = round_["board"]["id"] if round_["board"] and at else ""
    return {
        "source": source,
        "kind": round_["kind"],
        "text": text,
        "at": at,
        "offset": offset,
        "board": board,
    }


def _first(places: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The earliest of some places, each text and moment once; those of unknown time last."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for place in sorted(places, key=lambda each: (each["at"] == "", each["at"])):
        same = (place["kind"], plain(place["text"]), "" if place["text"] else place["at"])
        found.setdefault(same, place)
    return list(found.values())[:MOST]
