"""YAML files read with their line numbers, and the problems found in them. Pure.

A file is composed into YAML nodes, which know their lines, and checked by a field (see
`interviews.content.fields`). Nothing is constructed by YAML tags, and every problem is kept, so that an
author mends a file in one go.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

Where = tuple[str | int, ...]
TOO_LARGE = 500_000


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong, in which file (path from the content's root) and line (from 1)."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class ContentError(Exception):
    """Content files that may not be loaded; `problems` holds all that was found, in reading order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Document:
    """A file as checked: `value` is JSON-ready and usable only while `problems` is empty.

    `lines` maps the path of every value, such as `("rounds", 0, "minutes")`, to its line.
    """

    file: str
    value: Any = None
    problems: list[Problem] = field(default_factory=list)
    lines: dict[Where, int] = field(default_factory=dict)

    def refuse(self, line: int, reason: str) -> None:
        """Keep a problem at a line."""
        self.problems.append(Problem(self.file, line, reason))

    def refuse_at(self, where: Where, reason: str) -> None:
        """Keep a problem at a value that was read before."""
        self.refuse(self.lines.get(where, 1), reason)


class Field(Protocol):
    """What a value must be."""

    def check(self, node: yaml.Node, where: Where, document: Document) -> Any:
        """The value as JSON-ready data; problems go to the document."""


def read_document(path: Path, root: Path, schema: Field) -> Document:
    """Read and check one file; never raises for what is in the file.

    Args:
        path: the file.
        root: the folder that file names in problems are relative to.
        schema: what the whole file must be.
    """
    document = Document(path.relative_to(root).as_posix())
    try:
        if path.stat().st_size > TOO_LARGE:
            document.refuse(1, f"larger than {TOO_LARGE // 1000} kB")
            return document
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        document.refuse(line, "not UTF-8")
        return document
    except OSError as error:
        document.refuse(1, f"cannot be read: {error.strerror}")
        return document
    node = compose(text, document)
    if node is not None:
        document.value = schema.check(node, (), document)
    return document


def compose(text: str, document: Document) -> yaml.Node | None:
    """The YAML nodes of a text, or None with the problem kept in `document`; never raises."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        # What is never closed is noticed at the end of the file and mended where it begins.
        unclosed = "end of stream" in (error.problem or "")
        mark = (error.context_mark if unclosed else error.problem_mark) or error.problem_mark
        document.refuse(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem or error.context}")
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        document.refuse(line, "not valid YAML: a character that YAML does not allow")
    except RecursionError:
        document.refuse(1, "nested too deeply")
    else:
        if node is None:
            document.refuse(1, "empty file")
        elif line := _aliased(node):
            document.refuse(line, "anchors and aliases (& and *) are not used here; write it out")
        else:
            return node
    return None


def _aliased(top: yaml.Node) -> int:
    """The line of a node that is used twice, or 0. An alias may unfold into any size, or into itself."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return int(node.start_mark.line) + 1
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return 0
