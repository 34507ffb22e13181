"""What comes in from the editor, and the editor as its template shows it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from rubrics.authoring.check import FieldProblem
from rubrics.authoring.drafts import (
    MOST_CRITERIA,
    CallDraft,
    CriterionDraft,
    Draft,
    Removed,
    brought_back,
    is_new,
    moved,
    with_added,
    without,
)
from rubrics.authoring.words import CONCEPTS, call_name, concept_name, problem_list
from rubrics.content.schema import CALLS, POINTS

_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")


def read_draft(posted: QueryDict, before: Draft) -> Draft:
    """The draft that the editor's form says, whatever was typed into it.

    Args:
        posted: the form.
        before: what is saved; criteria that it has and the form has not are kept aside, to be brought back.
    """
    names = [name for name in dict.fromkeys(posted.getlist("row")) if _ID.fullmatch(name)][:MOST_CRITERIA]
    gone = [
        Removed(at=at, criterion=each)
        for at, each in enumerate(before["criteria"])
        if each["id"] not in names
    ]
    return Draft(
        slug=before["slug"],
        title=_typed(posted, "title"),
        criteria=[_criterion(posted, name) for name in names],
        calls=[
            CallDraft(
                key=key,
                title=_typed(posted, f"call-{key}-title"),
                meaning=_typed(posted, f"call-{key}-meaning"),
            )
            for key in CALLS
        ],
        removed=[*(each for each in before["removed"] if each["criterion"]["id"] not in names), *gone],
    )


def acted(draft: Draft, action: str) -> tuple[Draft, str]:
    """The draft after one of the editor's buttons, and the field to go on with; unchanged by other words."""
    what, _colon, name = action.partition(":")
    if what == "add":
        added = with_added(draft)
        return added, f"c-{added['criteria'][-1]['id']}-title" if added != draft else "outline"
    if what == "remove":
        return without(draft, name), "outline"
    if what == "back":
        return brought_back(draft, name), f"c-{name}-title"
    if what in {"up", "down"}:
        return moved(draft, name, -1 if what == "up" else 1), f"o-{name}"
    return draft, ""


def _criterion(posted: QueryDict, name: str) -> CriterionDraft:
    at = f"c-{name}"
    return CriterionDraft(
        id=name,
        title=_typed(posted, f"{at}-title"),
        question=_typed(posted, f"{at}-question"),
        weight=_typed(posted, f"{at}-weight"),
        concept=_typed(posted, f"{at}-concept"),
        must_observe=f"{at}-must" in posted,
        anchors={point: _typed(posted, f"{at}-a{point}") for point in POINTS},
        evidence_examples=_typed(posted, f"{at}-examples"),
    )


def _typed(posted: QueryDict, name: str) -> str:
    # A form sends CRLF, a script LF: the same text must compare as the same. PostgreSQL keeps no NUL.
    return posted.get(name, "").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


@dataclass(frozen=True)
class Field:
    """One control: its name, which is its id as well, what stands in it, and what is wrong with it."""

    name: str
    value: str
    errors: list[str]


@dataclass(frozen=True)
class Choice:
    """One option of a list."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Row:
    """One criterion in the editor; `problems` counts what keeps it from being published."""

    id: str
    number: int
    key: str
    heading: str
    shared: str
    title: Field
    question: Field
    weight: Field
    weights: list[Choice]
    concept: Field
    concepts: list[Choice]
    must: Field
    must_observe: bool
    anchors: list[tuple[str, Field]]
    examples: Field
    problems: int


class Editor:
    """A draft as the template of the editor shows it.

    Args:
        draft: what was typed.
        keys: the keys that its criteria have or get, in their order.
        problems: what is wrong with it.
        shared: by key, the names of other rubrics that have the criterion.
        strict: whether fields that nobody typed into yet are marked as well.
    """

    def __init__(
        self,
        draft: Draft,
        *,
        keys: Sequence[str],
        problems: Sequence[FieldProblem],
        shared: Mapping[str, Sequence[str]],
        strict: bool,
    ) -> None:
        self.draft, self.strict, self._shared = draft, strict, shared
        self.problems = problem_list(problems, draft)
        self._errors: dict[str, list[str]] = {}
        for each in problems:
            if strict or not each.empty:
                self._errors.setdefault(each.field, []).append(each.message)
        self._counts: dict[str, int] = {}
        for each in problems:
            owner = each.field.rpartition("-")[0]
            self._counts[owner] = self._counts.get(owner, 0) + 1
        self.title = self._field("title", draft["title"])
        self.criteria_errors = self._errors.get("criteria", [])
        self.rows = [
            self._row(number, key, each)
            for number, (key, each) in enumerate(zip(keys, draft["criteria"], strict=True), start=1)
        ]
        self.calls = [
            (
                call_name(call["key"]),
                self._field(f"call-{call['key']}-title", call["title"]),
                self._field(f"call-{call['key']}-meaning", call["meaning"]),
            )
            for call in draft["calls"]
        ]
        self.removed = [
            (each["criterion"]["id"], " ".join(each["criterion"]["title"].split()) or _("Without a title"))
            for each in draft["removed"]
        ]
        self.full = len(draft["criteria"]) >= MOST_CRITERIA

    def _field(self, name: str, value: str) -> Field:
        return Field(name, value, self._errors.get(name, []))

    def _row(self, number: int, key: str, each: CriterionDraft) -> Row:
        at = f"c-{each['id']}"
        weights = {"1": _("1, light"), "2": _("2, medium"), "3": _("3, heavy")}
        concepts: dict[str, Any] = {"": _("none"), **{word: concept_name(word) for word in CONCEPTS}}
        return Row(
            id=each["id"],
            number=number,
            key="" if is_new(each) and not each["title"].strip() else key,
            heading=" ".join(each["title"].split()) or _("New criterion"),
            shared=", ".join(self._shared.get(key, [])),
            title=self._field(f"{at}-title", each["title"]),
            question=self._field(f"{at}-question", each["question"]),
            weight=self._field(f"{at}-weight", each["weight"]),
            weights=_choices(weights, each["weight"]),
            concept=self._field(f"{at}-concept", each["concept"]),
            concepts=_choices(concepts, each["concept"]),
            must=self._field(f"{at}-must", ""),
            must_observe=each["must_observe"],
            anchors=[(point, self._field(f"{at}-a{point}", each["anchors"][point])) for point in POINTS],
            examples=self._field(f"{at}-examples", each["evidence_examples"]),
            problems=self._counts.get(at, 0),
        )


def _choices(labels: Mapping[str, str], chosen: str) -> list[Choice]:
    """Options, and what stands in a file that is not in order yet: it must not be lost by being shown."""
    found = [Choice(value, str(label), value == chosen) for value, label in labels.items()]
    if chosen not in labels:
        found.insert(0, Choice(chosen, _("“%(text)s”, not known") % {"text": chosen}, True))
    return found
