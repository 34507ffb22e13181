"""Whether a draft may be published, by the very schema and rules of the content files. Pure.

The schema speaks of lines. A draft is handed to it as YAML nodes whose line numbers stand for the fields of
the editor, so that each problem comes back beside the field that has it, and no rule is written twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from interviews.content.documents import Document
from interviews.content.fields import BOOLEAN, INTEGER, STRING
from rubrics.authoring.drafts import Draft, examples, keys_of
from rubrics.content.files import check_rubric, check_together
from rubrics.content.schema import POINTS, RUBRIC

FILE = "draft"


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with a field of the editor; `empty` where nothing was typed yet."""

    field: str
    message: str
    empty: bool


@dataclass(frozen=True)
class Checked:
    """A draft as checked: `body` is what would be published, None while there are problems."""

    body: dict[str, Any] | None
    problems: list[FieldProblem]


class _Nodes:
    """Makes nodes and remembers by line which field each stands for."""

    def __init__(self) -> None:
        self.fields: list[str] = []

    def _mark(self, field: str) -> yaml.Mark:
        self.fields.append(field)
        return yaml.Mark(FILE, 0, len(self.fields) - 1, 0, None, 0)

    def text(self, field: str, value: str, tag: str = STRING) -> yaml.Node:
        return yaml.ScalarNode(tag, value, self._mark(field))

    def items(self, field: str, values: list[yaml.Node]) -> yaml.Node:
        return yaml.SequenceNode("tag:yaml.org,2002:seq", values, self._mark(field))

    def record(self, field: str, values: Mapping[str, yaml.Node]) -> yaml.Node:
        pairs = [(self.text(field, key), value) for key, value in values.items()]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, self._mark(field))


def check_draft(draft: Draft, kind: str, others: Iterable[tuple[str, Mapping[str, Any]]]) -> Checked:
    """Check a draft as if it stood in a file.

    Args:
        draft: what was typed.
        kind: the kind of round that the rubric is for.
        others: name and body of the current rubrics of the track's other kinds, whose criteria it may share.
    """
    siblings = [_document(name, body) for name, body in others]
    elsewhere = titles_elsewhere(each.value for each in siblings)
    nodes = _Nodes()
    document = Document(FILE)
    document.value = RUBRIC.check(_node(draft, kind, elsewhere, nodes), (), document)
    check_rubric(document, kind)
    check_together([*siblings, document])
    problems = [_problem(nodes.fields[each.line - 1], each.reason) for each in document.problems]
    problems = list(dict.fromkeys(problems))
    return Checked(None if problems else document.value, problems)


def titles_elsewhere(bodies: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """By key, the titles of the criteria of other rubrics."""
    return {each["key"]: each["title"] for body in bodies for each in body["criteria"]}


def _document(name: str, body: Mapping[str, Any]) -> Document:
    document = Document(name)
    document.value = body
    return document


def _node(draft: Draft, kind: str, elsewhere: Mapping[str, str], nodes: _Nodes) -> yaml.Node:
    keys = keys_of(draft["criteria"], elsewhere)
    criteria = []
    for key, each in zip(keys, draft["criteria"], strict=True):
        at = f"c-{each['id']}"
        number = each["weight"].strip()
        found = {
            "key": nodes.text(f"{at}-title", key),
            "title": nodes.text(f"{at}-title", each["title"]),
            "question": nodes.text(f"{at}-question", each["question"]),
            "weight": nodes.text(f"{at}-weight", number, INTEGER if number.isdecimal() else STRING),
            "anchors": nodes.record(
                at, {point: nodes.text(f"{at}-a{point}", each["anchors"][point]) for point in POINTS}
            ),
            "evidence_examples": nodes.items(
                f"{at}-examples", [nodes.text(f"{at}-examples", line) for line in examples(each)]
            ),
        }
        if each["concept"]:
            found["concept"] = nodes.text(f"{at}-concept", each["concept"])
        if each["must_observe"]:
            found["must_observe"] = nodes.text(f"{at}-must", "true", BOOLEAN)
        criteria.append(nodes.record(f"{at}-title", found))
    calls = []
    for call in draft["calls"]:
        at = f"call-{call['key']}"
        said = {
            "key": nodes.text(f"{at}-title", call["key"]),
            "title": nodes.text(f"{at}-title", call["title"]),
        }
        if call["meaning"].strip():
            said["meaning"] = nodes.text(f"{at}-meaning", call["meaning"])
        calls.append(nodes.record(f"{at}-title", said))
    return nodes.record(
        "title",
        {
            "slug": nodes.text("title", draft["slug"]),
            "kind": nodes.text("title", kind),
            "title": nodes.text("title", draft["title"]),
            "criteria": nodes.items("criteria", criteria),
            "calls": nodes.items("call-strong_no-title", calls),
        },
    )


def _problem(field: str, reason: str) -> FieldProblem:
    """A reason begins with the name in the file, which the label beside the field already says."""
    name, colon, said = reason.partition(": ")
    message = said if colon and name.replace("_", "").isalnum() else reason
    return FieldProblem(field, message[:1].upper() + message[1:], message == "is empty")
