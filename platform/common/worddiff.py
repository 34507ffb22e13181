"""What is different between two texts, word by word (pure)."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKENS = re.compile(r"\s+|[\w’'.,%-]+|[^\w\s]")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Part:
    """A stretch of text that is in both versions, in the old one only or in the new one only."""

    kind: Literal["same", "gone", "new"]
    text: str


def words(old: str, new: str) -> tuple[Part, ...]:
    """Two texts word by word; joining what is not new gives the old text, what is not gone the new one."""
    one, two = _TOKENS.findall(old), _TOKENS.findall(new)
    parts: list[Part] = []
    for _what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if one[a:b] == two[c:d]:
            parts.append(Part("same", "".join(one[a:b])))
            continue
        if a < b:
            parts.append(Part("gone", "".join(one[a:b])))
        if c < d:
            parts.append(Part("new", "".join(two[c:d])))
    return tuple(_without_slivers(parts))


def _without_slivers(parts: list[Part]) -> list[Part]:
    """Where only a space stands between two changes, they are one: reads better than word, space, word."""
    merged: list[Part] = []
    gone, new = "", ""

    def close() -> None:
        nonlocal gone, new
        if gone:
            merged.append(Part("gone", gone))
        if new:
            merged.append(Part("new", new))
        gone = new = ""

    for place, part in enumerate(parts):
        if part.kind == GONE:
            gone += part.text
        elif part.kind == NEW:
            new += part.text
        elif part.text.isspace() and (gone or new) and place + 1 < len(parts):
            gone, new = gone + part.text, new + part.text
        else:
            close()
            merged.append(part)
    close()
    return merged
