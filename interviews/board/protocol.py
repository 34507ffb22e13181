"""What a browser may say to a board, and what the board answers (pure).

Every frame is a JSON object whose `t` names it; docs/board-protocol.md describes them all. `parse` turns a
frame into one of the message classes below or raises: FrameError for what no client of ours ever sends (the
socket is closed), Refusal for an element that can't be accepted (the sender is told, the board is unharmed).
"""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from interviews.board.elements import (
    MAX_ELEMENT_BYTES,
    ElementError,
    clean,
    compact,
    is_id,
    is_number,
    is_whole,
)

VERSION = 1
MAX_FRAME = 1_000_000
"""Characters of one frame from a browser."""
MAX_ELEMENTS = 500
"""Elements in one frame."""
MAX_SELECTION = 200
"""Selected ids told to others."""
MAX_SEQ = 2**53
CHUNK = 250_000
"""Characters of elements after which an answer is split into several frames."""


class FrameError(Exception):
    """A frame that isn't of this protocol; `code` is a stable name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refusal(Exception):
    """An edit that isn't accepted.

    Args:
        code: a stable name: `bad_element`, `bad_field`, `element_too_big`, `frozen`, `read_only`,
            `board_full`, `version_jump`, `slow_down`.
        message: the number of the `put` it answers.
        element: the id of the element at fault, or "" when the whole `put` is refused.
        field: the field at fault, or "".
    """

    def __init__(self, code: str, message: int, element: str = "", field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.element = element
        self.field = field


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame: what the browser knows already, as the last sequence number it has applied."""

    since: int


@dataclass(frozen=True, slots=True)
class Put:
    """New states of elements; `number` is the browser's own count, named in the acknowledgement."""

    number: int
    elements: list[dict[str, Any]]
    texts: list[str]
    """The same, each as compact JSON: what is stored and sent."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Asks for everything after a sequence number, after a gap was noticed."""

    since: int


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the person's pointer is; volatile, never stored."""

    body: dict[str, Any]


Message = Hello | Put | Fetch | Cursor


def parse(text: str) -> Message:
    """The message in a frame.

    Args:
        text: the frame, of at most MAX_FRAME characters.

    Raises:
        FrameError: `too_big`, `not_json`, `not_object`, `unknown`, `bad_<name>`.
        Refusal: an element in a `put` is not acceptable; nothing of that `put` is taken.
    """
    if len(text) > MAX_FRAME:
        raise FrameError("too_big")
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise FrameError("not_json") from None
    if type(value) is not dict:
        raise FrameError("not_object")
    name = value.get("t")
    if name == "put":
        return _put(value)
    if name == "cursor":
        return Cursor(_cursor(value))
    if name == "hello":
        if value.keys() != {"t", "v", "since"} or value["v"] != VERSION:
            raise FrameError("bad_hello")
        return Hello(_since(value, "bad_hello"))
    if name == "fetch":
        if value.keys() != {"t", "since"}:
            raise FrameError("bad_fetch")
        return Fetch(_since(value, "bad_fetch"))
    raise FrameError("unknown")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _since(value: dict[str, Any], code: str) -> int:
    if not is_whole(value["since"], 0, MAX_SEQ):
        raise FrameError(code)
    return int(value["since"])


def _put(value: dict[str, Any]) -> Put:
    elements = value.get("elements")
    if (
        value.keys() != {"t", "n", "elements"}
        or not is_whole(value["n"], 0, MAX_SEQ)
        or type(elements) is not list
        or not 1 <= len(elements) <= MAX_ELEMENTS
    ):
        raise FrameError("bad_put")
    number = int(value["n"])
    kept: list[dict[str, Any]] = []
    texts: list[str] = []
    for one in elements:
        try:
            element = clean(one)
        except ElementError as error:
            raise Refusal(error.code, number, _name(one), error.field) from None
        text = compact(element)
        if len(text) > MAX_ELEMENT_BYTES:
            raise Refusal("element_too_big", number, element["id"])
        kept.append(element)
        texts.append(text)
    return Put(number, kept, texts)


def _name(element: Any) -> str:
    name = element.get("id") if type(element) is dict else None
    return str(name) if is_id(name) else ""


def _cursor(value: dict[str, Any]) -> dict[str, Any]:
    if value.keys() - {"t", "x", "y", "tool", "button", "selected"}:
        raise FrameError("bad_cursor")
    selected = value.get("selected", [])
    if (
        not is_number(value.get("x"))
        or not is_number(value.get("y"))
        or value.get("tool", "pointer") not in ("pointer", "laser")
        or value.get("button", "up") not in ("up", "down")
        or type(selected) is not list
        or len(selected) > MAX_SELECTION
        or not all(is_id(one) for one in selected)
    ):
        raise FrameError("bad_cursor")
    return {
        "x": round(float(value["x"]), 2),
        "y": round(float(value["y"]), 2),
        "tool": value.get("tool", "pointer"),
        "button": value.get("button", "up"),
        "selected": selected,
    }


def patch(first: int, last: int, elements: list[str]) -> str:
    """The frame that carries the states with sequence numbers `first`..`last`.

    Args:
        first: the smallest sequence number that this frame accounts for.
        last: the largest.
        elements: each as compact JSON, in order.
    """
    return f'{{"t":"patch","from":{first},"seq":{last},"elements":[{",".join(elements)}]}}'


def chunks(rows: list[tuple[int, str]]) -> list[tuple[int, list[str]]]:
    """States in order, cut into frames of a bearable size.

    Args:
        rows: (sequence number, compact JSON), ascending.

    Returns:
        (last sequence number, elements) for each frame.
    """
    cut: list[tuple[int, list[str]]] = []
    size = CHUNK + 1
    for seq, text in rows:
        if size > CHUNK:
            cut.append((seq, []))
            size = 0
        cut[-1][1].append(text)
        cut[-1] = (seq, cut[-1][1])
        size += len(text)
    return cut


def frame(name: str, **fields: Any) -> str:
    """Any other frame from the server."""
    return compact({"t": name, **fields})
