"""Plain text with paragraphs and lists, as authors write it and as pages show it. Pure.

Authors wrap lines where their editor likes. `tidy` undoes the wrapping: afterwards a paragraph or a list item
is one line, blocks are parted by one empty line, and list items start with "- ".
"""

import re
from dataclasses import dataclass

MARKUP = re.compile(r"</?[A-Za-z][^>]*>|<!--|&(?:[A-Za-z]+|#\d+);")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Block:
    """A paragraph (`kind` "paragraph", one line) or a list (`kind` "list", one line per item)."""

    kind: str
    lines: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text, in order."""
    found: list[Block] = []
    kind, lines = "", [""]

    def end() -> None:
        if kind:
            found.append(Block(kind, tuple(lines)))

    for raw in text.splitlines():
        line = " ".join(raw.split())
        if not line:
            end()
            kind, lines = "", []
        elif line.startswith("- "):
            if kind == "list":
                lines.append(line[2:])
            else:
                end()
                kind, lines = "list", [line[2:]]
        elif kind:
            lines[-1] += f" {line}"
        else:
            kind, lines = "paragraph", [line]
    end()
    return found


def tidy(text: str) -> str:
    """The same text with one line per paragraph and list item, and one empty line between blocks."""
    return "\n\n".join(
        "\n".join(f"- {line}" if block.kind == "list" else line for line in block.lines)
        for block in blocks(text)
    )
