"""Fields, changes and acts in words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.worddiff import Part
from rubrics.authoring.diff import Change, Compared, Diff
from rubrics.authoring.drafts import Draft
from rubrics.models import Scorecard

# What a criterion is about across rounds; the words are those of the schema (`CONCEPTS`).
CONCEPTS: dict[str, str | Promise] = {
    "idempotency": gettext_lazy("idempotency"),
    "consistency": gettext_lazy("consistency"),
    "isolation": gettext_lazy("isolation of faults"),
    "observability": gettext_lazy("observability"),
    "ledger": gettext_lazy("ledger and reconciliation"),
    "tradeoff": gettext_lazy("trade-offs"),
    "consequence": gettext_lazy("consequence for users and rules"),
    "framing": gettext_lazy("framing"),
    "metric": gettext_lazy("metrics"),
    "story": gettext_lazy("story"),
    "dialogue": gettext_lazy("dialogue"),
    "level": gettext_lazy("level"),
}


@dataclass(frozen=True)
class Line:
    """One field that differs: its label, and its words as parts."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Section:
    """A criterion, or what is beside the criteria, that differs.

    `marks` says in words what happened to it as a whole; `kind` is "added", "removed" or "changed". `body` is
    the criterion where only one version has it.
    """

    name: str
    title: str
    kind: str
    marks: list[str]
    lines: list[Line]
    body: Mapping[str, Any] | None = None
    both: bool = False
    anchors: list[tuple[str, str]] = field(default_factory=list)


def concept_name(word: str) -> str:
    """A concept in words; an unknown one as it stands."""
    return str(CONCEPTS.get(word, word))


def sections(
    diff: Diff, old: Mapping[str, Any], new: Mapping[str, Any], both: frozenset[str] = frozenset()
) -> list[Section]:
    """A comparison of two bodies as a page shows it.

    Args:
        both: names (as in `rubrics.authoring.merge`) of what was changed on both sides.
    """
    found = []
    if diff.title:
        found.append(Section("title", _("Title"), "changed", [], [_line(diff.title)], both="title" in both))
    bodies = {each["key"]: each for body in (old, new) for each in body["criteria"]}
    found += [_section(each, bodies[each.key], f"c-{each.key}" in both) for each in diff.criteria]
    lines = [
        Line(f"{call_name(key)}: {_label(change.name)}", change.parts)
        for key, changes in diff.calls
        for change in changes
    ]
    if lines:
        found.append(Section("calls", _("Overall call"), "changed", [], lines, both="calls" in both))
    return found


def call_name(key: str) -> str:
    """One of the calls as the product calls it, whatever a rubric's title for it is."""
    return str(Scorecard.Call(key).label)


def field_name(name: str, draft: Draft) -> str:
    """The field of the editor in words, such as "Conversation: anchor 3"."""
    kind, _dash, rest = name.partition("-")
    key, _dash, part = rest.rpartition("-")
    if kind == "call":
        return f"{call_name(key)}: {_label(part)}"
    if kind == "c":
        places = {each["id"]: place for place, each in enumerate(draft["criteria"], start=1)}
        titles = {each["id"]: " ".join(each["title"].split()) for each in draft["criteria"]}
        title = titles.get(key) or _("Criterion %(number)s") % {"number": places.get(key, "")}
        return f"{title}: {_label(_PARTS.get(part, part))}"
    return _("Criteria") if name == "criteria" else _("Title of the rubric")


_PARTS = {"must": "must_observe", "examples": "example"}
_PARTS |= {f"a{point}": f"anchor_{point}" for point in "12345"}


def _section(each: Compared, body: Mapping[str, Any], both: bool) -> Section:
    one_sided = each.added or each.removed
    return Section(
        name=f"c-{each.key}",
        title=each.title,
        kind="added" if each.added else "removed" if each.removed else "changed",
        marks=_marks(each),
        lines=[_line(change) for change in each.changes],
        body=body if one_sided else None,
        both=both,
        anchors=sorted(body["anchors"].items()) if one_sided else [],
    )


def _marks(each: Compared) -> list[str]:
    if each.added:
        return [_("added, as number %(now)s") % {"now": each.now}]
    if each.removed:
        return [_("removed, was number %(was)s") % {"was": each.was}]
    marks = [_("renamed")] if each.renamed else []
    if each.moved:
        marks.append(_("moved from %(was)s to %(now)s") % {"was": each.was, "now": each.now})
    return marks


def _line(change: Change) -> Line:
    parts = change.parts
    if change.name == "concept":
        parts = tuple(Part(part.kind, concept_name(part.text)) for part in parts)
    if change.name == "must_observe":
        parts = (Part(parts[0].kind, _("should be observed")),)
    return Line(_label(change.name), parts)


def _label(name: str) -> str:
    if name.startswith("anchor_"):
        return _("anchor %(point)s") % {"point": name[-1]}
    labels = {
        "title": _("title"),
        "question": _("question"),
        "weight": _("weight"),
        "concept": _("concept"),
        "must_observe": _("must observe"),
        "example": _("examples of evidence"),
        "meaning": _("meaning"),
    }
    return labels.get(name, name)


def problem_list(problems: Sequence[Any], draft: Draft) -> list[dict[str, Any]]:
    """Problems as a page and the editor's script take them: field, address on the page, words."""
    return [
        {
            "field": each.field,
            "href": f"#{each.field}",
            "text": f"{field_name(each.field, draft)}: {each.message[:1].lower()}{each.message[1:]}",
            "message": each.message,
            "empty": each.empty,
        }
        for each in problems
    ]
