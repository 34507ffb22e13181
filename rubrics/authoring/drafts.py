"""What somebody is writing: a rubric as it was typed, valid or not, and what can be done to it. Pure.

Everything in a draft is text as typed. A criterion is named by its `id`: the key where it has one already,
else digits, which no key begins with; its key is then made from its title.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from interviews.content.fields import KEY
from interviews.content.text import tidy
from rubrics.authoring.keys import new_key
from rubrics.content.schema import CALLS, POINTS

MOST_CRITERIA = 16  # in a draft; far more than a rubric may have, so that parts can be tried out


class CriterionDraft(TypedDict):
    """One criterion as typed; `evidence_examples` holds one example a line."""

    id: str
    title: str
    question: str
    weight: str
    concept: str
    must_observe: bool
    anchors: dict[str, str]
    evidence_examples: str


class CallDraft(TypedDict):
    """One of the four calls; its key is never typed."""

    key: str
    title: str
    meaning: str


class Removed(TypedDict):
    """A criterion that was taken out and can be brought back to its place."""

    at: int
    criterion: CriterionDraft


class Draft(TypedDict):
    """A rubric as typed, and what was taken out of it."""

    slug: str
    title: str
    criteria: list[CriterionDraft]
    calls: list[CallDraft]
    removed: list[Removed]


def draft_of(body: Mapping[str, Any]) -> Draft:
    """A draft that says what a rubric's body says; takes any of its parts to be missing or empty."""
    calls = {call.get("key"): call for call in body.get("calls") or [] if call}
    criteria: list[CriterionDraft] = []
    for number, each in enumerate(body.get("criteria") or [], start=1):
        criterion = criterion_of(each, str(number))
        # A file that is not in order yet may name a criterion in a way that is no key, or two the same.
        if not KEY.fullmatch(criterion["id"]) or criterion["id"] in {each["id"] for each in criteria}:
            criterion["id"] = str(number)
        criteria.append(criterion)
    return Draft(
        slug=body.get("slug") or "",
        title=body.get("title") or "",
        criteria=criteria,
        calls=[
            CallDraft(key=key, title=call.get("title") or "", meaning=call.get("meaning") or "")
            for key in CALLS
            for call in [calls.get(key, {})]
        ],
        removed=[],
    )


def criterion_of(criterion: Mapping[str, Any], number: str) -> CriterionDraft:
    """A criterion of a body as typed; `number` is its id where it has no key."""
    anchors = criterion.get("anchors") or {}
    return CriterionDraft(
        id=criterion.get("key") or number,
        title=criterion.get("title") or "",
        question=criterion.get("question") or "",
        weight=str(criterion.get("weight") or ""),
        concept=criterion.get("concept") or "",
        must_observe=bool(criterion.get("must_observe")),
        anchors={point: anchors.get(point) or "" for point in POINTS},
        evidence_examples="\n".join(each for each in criterion.get("evidence_examples") or [] if each),
    )


def is_new(criterion: CriterionDraft) -> bool:
    """Whether the criterion has no key yet."""
    return criterion["id"].isdecimal()


def with_added(draft: Draft) -> Draft:
    """The draft with an empty criterion at the end; unchanged once it has as many as a draft may."""
    if len(draft["criteria"]) >= MOST_CRITERIA:
        return draft
    used = {each["id"] for each in draft["criteria"]} | {each["criterion"]["id"] for each in draft["removed"]}
    number = next(str(each) for each in range(1, 1000) if str(each) not in used)
    return {**draft, "criteria": [*draft["criteria"], criterion_of({"weight": 1}, number)]}


def without(draft: Draft, name: str) -> Draft:
    """The draft with a criterion taken out, kept aside to be brought back."""
    for at, criterion in enumerate(draft["criteria"]):
        if criterion["id"] == name:
            rest = [each for each in draft["criteria"] if each is not criterion]
            kept = [*draft["removed"], Removed(at=at, criterion=criterion)]
            return {**draft, "criteria": rest, "removed": kept}
    return draft


def brought_back(draft: Draft, name: str) -> Draft:
    """The draft with a criterion back that was taken out."""
    for removed in draft["removed"]:
        if removed["criterion"]["id"] == name:
            criteria = list(draft["criteria"])
            criteria.insert(removed["at"], removed["criterion"])
            rest = [each for each in draft["removed"] if each is not removed]
            return {**draft, "criteria": criteria, "removed": rest}
    return draft


def moved(draft: Draft, name: str, by: int) -> Draft:
    """The draft with a criterion moved by so many places, up where negative, no further than the ends."""
    criteria = list(draft["criteria"])
    for at, criterion in enumerate(criteria):
        if criterion["id"] == name:
            criteria.insert(max(0, min(len(criteria) - 1, at + by)), criteria.pop(at))
            return {**draft, "criteria": criteria}
    return draft


def keys_of(criteria: Sequence[CriterionDraft], elsewhere: Mapping[str, str]) -> list[str]:
    """The keys that the criteria have or get, in their order.

    Args:
        elsewhere: by key, the titles of criteria of the track's other rubrics.
    """
    taken = {each["id"] for each in criteria if not is_new(each)}
    keys = []
    for each in criteria:
        title = " ".join(each["title"].split())
        key = new_key(title, taken, elsewhere) if is_new(each) else each["id"]
        taken.add(key)
        keys.append(key)
    return keys


def body_of(draft: Draft, kind: str, elsewhere: Mapping[str, str]) -> dict[str, Any]:
    """The draft in the shape of a rubric's body, whether it may be published or not; what is typed is tidied.

    A weight that is no number becomes 1 here; `rubrics.authoring.check` refuses it.
    """
    keys = keys_of(draft["criteria"], elsewhere)
    return {
        "slug": draft["slug"],
        "kind": kind,
        "title": _line(draft["title"]),
        "criteria": [
            {
                "key": key,
                "title": _line(each["title"]),
                "question": _line(each["question"]),
                "weight": int(each["weight"]) if each["weight"] in {"1", "2", "3"} else 1,
                **({"concept": each["concept"]} if each["concept"] else {}),
                **({"must_observe": True} if each["must_observe"] else {}),
                "anchors": {point: tidy(each["anchors"][point]) for point in POINTS},
                "evidence_examples": examples(each),
            }
            for key, each in zip(keys, draft["criteria"], strict=True)
        ],
        "calls": [
            {
                "key": call["key"],
                "title": _line(call["title"]),
                **({"meaning": _line(call["meaning"])} if call["meaning"].strip() else {}),
            }
            for call in draft["calls"]
        ],
    }


def examples(criterion: CriterionDraft) -> list[str]:
    """The examples of evidence, one a line as typed, without empty lines."""
    lines = (_line(each) for each in criterion["evidence_examples"].splitlines())
    return [each for each in lines if each]


def _line(text: str) -> str:
    return " ".join(text.split())
