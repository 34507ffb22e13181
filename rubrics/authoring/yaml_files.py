"""A rubric as a content file: written so that reading gives the same digest; read with its problems. Pure."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from interviews.content.documents import TOO_LARGE, Document, Problem, compose
from interviews.content.text import tidy
from rubrics.authoring.drafts import Draft, draft_of
from rubrics.content.files import check_rubric, check_together
from rubrics.content.schema import RUBRIC

WIDTH = 110
_INDENT = 8


class _Block(str):
    """Text that is written as a block of lines."""


class _Dumper(yaml.SafeDumper):
    """Writes lists the way the shipped files do: indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


def write(body: Mapping[str, Any]) -> str:
    """The body of a rubric as YAML text; keys in the order in which the files have them."""
    criteria = []
    for each in body["criteria"]:
        names = ["key", "title", "concept", "must_observe", "question", "weight"]
        criterion = {name: each[name] for name in names if name in each}
        criterion["anchors"] = {int(point): _block(text) for point, text in each["anchors"].items()}
        criterion["evidence_examples"] = each["evidence_examples"]
        criteria.append(criterion)
    file = {name: body[name] for name in ("slug", "kind", "title")}
    file |= {"criteria": criteria, "calls": body["calls"]}
    return yaml.dump(file, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)


def _block(text: str) -> str:
    """The text wrapped, where the wrapping is undone on reading; else in one line a paragraph."""
    wrapped = "\n".join(
        textwrap.fill(line, WIDTH - _INDENT, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
    return _Block((wrapped if tidy(wrapped) == text else text) + "\n")


@dataclass(frozen=True)
class Upload:
    """An uploaded file as read: problems by line, and the draft that it makes, None where it has no shape."""

    problems: list[Problem]
    draft: Draft | None


def read(
    text: str, *, name: str, kind: str, slug: str, others: Iterable[tuple[str, Mapping[str, Any]]]
) -> Upload:
    """Read a file as the loader would; never raises for what is in it.

    Args:
        text: the file.
        name: what problems call it.
        kind: the kind of round it must be for.
        slug: the slug it must have.
        others: name and body of the current rubrics of the track's other kinds.
    """
    document = Document(name)
    if len(text.encode()) > TOO_LARGE:
        document.refuse(1, f"larger than {TOO_LARGE // 1000} kB")
        return Upload(document.problems, None)
    node = compose(text, document)
    if node is None:
        return Upload(document.problems, None)
    document.value = RUBRIC.check(node, (), document)
    check_rubric(document, kind)
    if (document.value or {}).get("slug") not in {None, slug}:
        document.refuse_at(("slug",), f"slug: must stay “{slug}”, or it is no version of this rubric")
    siblings = [Document(sibling, dict(body)) for sibling, body in others]
    if document.value is not None:
        check_together([*siblings, document])
    plain = _plain(node)
    whole = isinstance(plain, dict) and isinstance(plain.get("criteria"), list)
    draft = draft_of(_shaped(plain)) | {"slug": slug} if whole else None
    return Upload(sorted(set(document.problems)), draft)


def _plain(node: yaml.Node) -> Any:
    """What stands in the file, every scalar as its text, whether the schema likes it or not."""
    if isinstance(node, yaml.MappingNode):
        return {str(_plain(key)): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def _shaped(plain: dict[str, Any]) -> dict[str, Any]:
    """The parts that a draft has room for, each of the kind it needs; texts as they stand in the file."""
    criteria = []
    for each in plain["criteria"]:
        if not isinstance(each, dict):
            continue
        anchors, found = each.get("anchors"), each.get("evidence_examples")
        criterion: dict[str, Any] = {
            name: _text(each.get(name)) for name in ("key", "title", "question", "weight", "concept")
        }
        criterion["must_observe"] = each.get("must_observe") == "true"
        criterion["anchors"] = (
            {point: tidy(_text(text)) for point, text in anchors.items()} if isinstance(anchors, dict) else {}
        )
        criterion["evidence_examples"] = (
            [" ".join(_text(one).split()) for one in found] if isinstance(found, list) else [_text(found)]
        )
        criteria.append(criterion)
    calls = plain.get("calls")
    return {
        "title": _text(plain.get("title")),
        "criteria": criteria,
        "calls": [
            {name: _text(call.get(name)) for name in ("key", "title", "meaning")}
            for call in (calls if isinstance(calls, list) else [])
            if isinstance(call, dict)
        ],
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
