"""What values in content files must be: declared once, checked with line numbers. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from interviews.content.documents import Document, Field, Where
from interviews.content.text import CONTROL, MARKUP, tidy

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
STRING = "tag:yaml.org,2002:str"
INTEGER = "tag:yaml.org,2002:int"
BOOLEAN = "tag:yaml.org,2002:bool"


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _name(where: Where) -> str:
    """The innermost key of a path, for people."""
    return next((str(part) for part in reversed(where) if isinstance(part, str)), "file")


def _string(node: yaml.Node, where: Where, document: Document) -> str | None:
    """The text of a scalar, or None with a problem: a number, a yes or a date is not a text."""
    if not isinstance(node, yaml.ScalarNode):
        document.refuse(_line(node), f"{_name(where)}: must be text")
    elif node.tag != STRING and node.value.strip() in {"", "~", "null"}:
        document.refuse(_line(node), f"{_name(where)}: is empty")
    elif node.tag != STRING:
        document.refuse(_line(node), f"{_name(where)}: must be text; put {node.value} in quotes")
    elif not node.value.strip():
        document.refuse(_line(node), f"{_name(where)}: is empty")
    else:
        return str(node.value)
    return None


@dataclass(frozen=True)
class Text:
    """Text for people, without markup.

    `line` makes it a single line and `breaks` keeps every line as it was written, as a label in a drawing
    wants it; else paragraphs and lists are kept.
    """

    most: int
    least: int = 1
    line: bool = False
    breaks: bool = False

    def check(self, node: yaml.Node, where: Where, document: Document) -> str | None:
        raw = _string(node, where, document)
        if raw is None:
            return None
        if self.breaks:
            text = "\n".join(" ".join(row.split()) for row in raw.splitlines() if row.strip())
        else:
            text = " ".join(raw.split()) if self.line else tidy(raw)
        if CONTROL.search(raw):
            document.refuse(_line(node), f"{_name(where)}: contains control characters")
        elif found := MARKUP.search(text):
            document.refuse(_line(node), f"{_name(where)}: plain text only, found {found.group()}")
        elif len(text) > self.most:
            document.refuse(_line(node), f"{_name(where)}: {len(text)} characters, at most {self.most}")
        elif len(text) < self.least:
            document.refuse(_line(node), f"{_name(where)}: {len(text)} characters, at least {self.least}")
        return text


@dataclass(frozen=True)
class Name:
    """A key (`a_b`) or a slug (`a-b`): what code and addresses call a thing."""

    pattern: re.Pattern[str]
    example: str
    most: int = 80

    def check(self, node: yaml.Node, where: Where, document: Document) -> str | None:
        name = _string(node, where, document)
        if name is not None and (len(name) > self.most or not self.pattern.fullmatch(name)):
            document.refuse(_line(node), f"{_name(where)}: “{name}” must look like {self.example}")
            return None
        return name


@dataclass(frozen=True)
class OneOf:
    """One of a few words."""

    words: Sequence[str]

    def check(self, node: yaml.Node, where: Where, document: Document) -> str | None:
        word = _string(node, where, document)
        if word is not None and word not in self.words:
            document.refuse(
                _line(node), f"{_name(where)}: “{word}” is not known; use {', '.join(self.words)}"
            )
            return None
        return word


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds, both included."""

    least: int
    most: int

    def check(self, node: yaml.Node, where: Where, document: Document) -> int | None:
        plain = isinstance(node, yaml.ScalarNode) and node.tag == INTEGER and node.value.isdecimal()
        number = int(node.value) if plain and len(node.value) < 10 else None
        if number is None or not self.least <= number <= self.most:
            document.refuse(
                _line(node), f"{_name(where)}: must be a whole number from {self.least} to {self.most}"
            )
            return None
        return number


@dataclass(frozen=True)
class Flag:
    """Yes or no, written true or false."""

    def check(self, node: yaml.Node, where: Where, document: Document) -> bool | None:
        if (
            not isinstance(node, yaml.ScalarNode)
            or node.tag != BOOLEAN
            or node.value not in {"true", "false"}
        ):
            document.refuse(_line(node), f"{_name(where)}: must be true or false")
            return None
        return bool(node.value == "true")


@dataclass(frozen=True)
class Items:
    """A list. `unique` names the key that no two of its records may share; bare words are unique by "."."""

    item: Field
    least: int = 1
    most: int = 100
    unique: str = ""

    def check(self, node: yaml.Node, where: Where, document: Document) -> list[Any] | None:
        document.lines[where] = _line(node)
        if not isinstance(node, yaml.SequenceNode):
            document.refuse(_line(node), f"{_name(where)}: must be a list")
            return None
        count = len(node.value)
        if count < self.least:
            document.refuse(_line(node), f"{_name(where)}: {count} given, at least {self.least} needed")
        elif count > self.most:
            document.refuse(_line(node), f"{_name(where)}: {count} given, at most {self.most} allowed")
        values = []
        for index, child in enumerate(node.value):
            document.lines[(*where, index)] = _line(child)
            values.append(self.item.check(child, (*where, index), document))
        if self.unique:
            self._refuse_twins(values, where, document)
        return values

    def _refuse_twins(self, values: list[Any], where: Where, document: Document) -> None:
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            bare = self.unique == "."
            place: Where = (*where, index) if bare else (*where, index, self.unique)
            name = value if bare else (value or {}).get(self.unique)
            if name is None:
                continue
            if name in first:
                what = _name(where) if bare else self.unique
                document.refuse_at(place, f"{what}: “{name}” is used twice, first in line {first[name]}")
            else:
                first[name] = document.lines[place]


@dataclass(frozen=True)
class Record:
    """Keys with values: all of `required`, any of `optional`, nothing else."""

    required: Mapping[str, Field]
    optional: Mapping[str, Field]

    def check(self, node: yaml.Node, where: Where, document: Document) -> dict[str, Any] | None:
        document.lines[where] = _line(node)
        if not isinstance(node, yaml.MappingNode):
            document.refuse(_line(node), f"{_name(where)}: must hold {', '.join(self.required)}")
            return None
        known = {**self.required, **self.optional}
        value: dict[str, Any] = {}
        seen: dict[str, int] = {}
        for key_node, child in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            if key in seen:
                document.refuse(_line(key_node), f"key “{key}” is used twice, first in line {seen[key]}")
                continue
            seen[key] = _line(key_node)
            if key not in known:
                document.refuse(_line(key_node), f"unknown key “{key}”; known here: {', '.join(known)}")
                continue
            document.lines[(*where, key)] = _line(child)
            value[key] = known[key].check(child, (*where, key), document)
        for key in self.required:
            if key not in seen:
                document.refuse(_line(node), f"missing “{key}”")
        return value


def record(optional: Mapping[str, Field] | None = None, /, **required: Field) -> Record:
    """A record with these required keys, and the optional ones of the mapping."""
    return Record(required, optional or {})


def line(most: int, least: int = 1) -> Text:
    """A single line of text of at most so many characters."""
    return Text(most, least, line=True)


key = Name(KEY, "first_reveal", 40)
slug = Name(SLUG, "instant-payouts")
