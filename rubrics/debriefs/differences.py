"""What is different between two revisions of a debrief. Pure; words for people are made in `revision_words`.

Cards are the same where their rater is. A card that only the newer revision has is one change, not one for
each of its scores; what it did to the means is told apart.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

What = Literal[
    "round", "card_in", "card_gone", "again", "score", "evidence", "moments", "call", "call_evidence",
    "takeaway", "look_back", "self_score", "mean", "action_in", "action_gone",
]  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that differs.

    `kind` is the round's, "" for the debrief as a whole; `where` the criterion's or action's title; `who` the
    rater. `before` and `after` are half steps for scores and means (a Fraction or None for not observed),
    counts for moments, else text.
    """

    what: What
    kind: str = ""
    where: str = ""
    who: str = ""
    before: Any = None
    after: Any = None


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """What makes `old` into `new`, round by round and then the actions; both in the present format."""
    before = {each["id"]: each for each in old["rounds"]}
    found: list[Difference] = []
    for round_ in new["rounds"]:
        if round_["id"] in before:
            found += _round(before[round_["id"]], round_)
    return found + list(_actions(old["actions"], new["actions"]))


def _round(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    kind = new["kind"]
    if old["state"] != new["state"]:
        yield Difference("round", kind, before=old["state"], after=new["state"])
    name = _naming(old["cards"], new["cards"])
    was, now = ({name(card): card for card in side["cards"]} for side in (old, new))
    for key in [*now, *(each for each in was if each not in now)]:
        one, two = was.get(key), now.get(key)
        if one is None or two is None:
            card = two or one or {}
            yield Difference("card_in" if two else "card_gone", kind, who=card["rater"], after=card["role"])
            continue
        if two["revised"] > one["revised"]:
            yield Difference("again", kind, who=two["rater"])
        yield from _card(kind, one, two)
    both = {key for key in now if key in was}
    rows = {row["key"]: row for row in old["criteria"]}
    for row in new["criteria"]:
        yield from _row(kind, rows.get(row["key"]), row, name, both)
    if old["look_back"] != new["look_back"] and new["look_back"]:
        yield Difference("look_back", kind, before=old["look_back"], after=new["look_back"])


def _card(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    if old["call"] != new["call"]:
        yield Difference("call", kind, who=new["rater"], before=old["call_title"], after=new["call_title"])
    for what in ("call_evidence", "takeaway"):
        if old[what] != new[what]:
            yield Difference(what, kind, who=new["rater"], before=old[what], after=new[what])


def _row(
    kind: str, old: Mapping[str, Any] | None, new: Mapping[str, Any], name: Any, both: set[Any]
) -> Iterator[Difference]:
    title = new["title"]
    if old is not None:
        was = {name(score): score for score in old["scores"]}
        for score in new["scores"]:
            one = was.get(name(score))
            if one is not None and name(score) in both:
                yield from _score(kind, title, one, score)
        if _own(old) is not None and _own(new) is not None and _own(old) != _own(new):
            yield Difference("self_score", kind, title, before=_own(old), after=_own(new))
    before, after = _mean(old), _mean(new)
    if before != after:
        yield Difference("mean", kind, title, before=before, after=after)


def _score(kind: str, title: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    who = new["rater"]
    if old["half_steps"] != new["half_steps"]:
        yield Difference("score", kind, title, who, old["half_steps"], new["half_steps"])
    if old["evidence"] != new["evidence"]:
        yield Difference("evidence", kind, title, who, old["evidence"], new["evidence"])
    if _moments(old) != _moments(new):
        yield Difference("moments", kind, title, who, len(old["chips"]), len(new["chips"]))


def _actions(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> Iterator[Difference]:
    was, now = ({each["slug"]: each["title"] for each in side} for side in (old, new))
    for slug, title in now.items():
        if slug not in was:
            yield Difference("action_in", where=title)
    for slug, title in was.items():
        if slug not in now:
            yield Difference("action_gone", where=title)


def _naming(*sides: Sequence[Mapping[str, Any]]) -> Any:
    """How raters are told apart: by id where both revisions know it, as those of the first format don't."""
    known = all(card["rater_id"] is not None for side in sides for card in side)
    return lambda card: card["rater_id"] if known else card["rater"]


def _mean(row: Mapping[str, Any] | None) -> Fraction | None:
    observed = row["observed"] if row else []
    return Fraction(sum(observed), len(observed)) if observed else None


def _own(row: Mapping[str, Any]) -> Any:
    return row["own"] and row["own"]["half_steps"]


def _moments(score: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted((chip["at"], chip["text"]) for chip in score["chips"])
