"""The lines of private notes, with the time of the round that stands before them. Pure."""

import re
from dataclasses import dataclass
from uuid import UUID, uuid4

_STAMP = re.compile(r"\[(\d{1,3}):([0-5]\d)\]\s*")


@dataclass(frozen=True)
class NoteLine:
    """A line of notes; `offset` in seconds since the round began, None before the first stamp.

    `id` is new each time: that of the chip it may become.
    """

    text: str
    offset: int | None
    id: UUID

    @property
    def stamp(self) -> str:
        """The time as it is written in the notes, "" without one."""
        return "" if self.offset is None else f"{self.offset // 60}:{self.offset % 60:02}"


def note_lines(text: str) -> list[NoteLine]:
    """The lines that say something, in their order; a stamp holds for the lines after it too."""
    lines: list[NoteLine] = []
    offset: int | None = None
    for raw in text.splitlines():
        stamp = _STAMP.match(raw.strip())
        if stamp:
            offset = 60 * int(stamp[1]) + int(stamp[2])
        words = _STAMP.sub("", raw, count=1).strip() if stamp else raw.strip()
        if words.strip("—-_ "):
            lines.append(NoteLine(words, offset, uuid4()))
    return lines
