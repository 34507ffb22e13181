"""The simple drawing of a calibration sample as a picture and in words. Pure.

Authors place boxes by hand and name the arrows between them; this makes the elements a whiteboard would hold,
so that samples look like the boards of real rounds and are drawn by the same, escaping, code.
"""

import math
from collections import Counter
from typing import Any, Final

from interviews.board.picture import picture

Board = dict[str, Any]
Box = dict[str, Any]

INK: Final = "#1e1e1e"
PAPER: Final = "#ffffff"
GAP: Final = 5.0
"""Between the end of an arrow and its box, in the drawing's units, as everything here."""
SIZES: Final = (16, 14, 12)
ARROW_SIZE: Final = 13
LINE: Final = 1.25
ADVANCE: Final = 0.56
"""Width of an average character in ems, as in the board's picture."""
INSET: Final = 10
LANE: Final = 30.0
"""Between two arrows that join the same boxes."""
SHAPES: Final = {
    "service": ("rectangle", "transparent", "solid"),
    "store": ("rectangle", "#e3f1ee", "solid"),
    "queue": ("rectangle", "#f6eeda", "solid"),
    "person": ("ellipse", "#eceff6", "solid"),
    "choice": ("diamond", "transparent", "solid"),
    "note": (None, "transparent", "solid"),
    "area": ("rectangle", "transparent", "dashed"),
}
"""Each kind of box: its shape (a note is text alone), its colour and its line."""


def wrapped(label: str, width: float, size: int) -> list[str]:
    """A label in lines that fit a width; its own line breaks stay, a word that is too long stands alone."""
    room = max(1, int(width / (ADVANCE * size)))
    lines: list[str] = []
    for paragraph in label.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and len(line) + 1 + len(word) > room:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        if line:
            lines.append(line)
    return lines


def fitted(box: Box) -> tuple[int, list[str]] | None:
    """The largest type in which a label fits its box, and its lines; None where it fits in none."""
    shrink = {"person": 0.75, "choice": 0.6}.get(_kind(box), 1.0)
    for size in SIZES:
        width, height = box["w"] * shrink - 2 * INSET, box["h"] * shrink - INSET
        lines = wrapped(box["label"], width, size)
        widest = max((len(line) for line in lines), default=0)
        if widest * ADVANCE * size <= width and len(lines) * size * LINE <= height:
            return size, lines
        if _kind(box) == "area" and widest * ADVANCE * size <= width:
            return size, lines
    return None


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes cover each other; areas are there to lie around boxes and never do."""
    if "area" in (_kind(one), _kind(other)):
        return False
    return min(one["x"] + one["w"], other["x"] + other["w"]) > max(one["x"], other["x"]) and min(
        one["y"] + one["h"], other["y"] + other["h"]
    ) > max(one["y"], other["y"])


def board_elements(board: Board) -> list[dict[str, Any]]:
    """The drawing as elements of a whiteboard, from back to front: areas, arrows, boxes.

    Args:
        board: `boxes` and `arrows` as in a valid sample file.
    """
    boxes = sorted(board["boxes"], key=lambda box: _kind(box) != "area")
    areas = [box for box in boxes if _kind(box) == "area"]
    others = [box for box in boxes if _kind(box) != "area"]
    made: list[dict[str, Any]] = []
    for box in areas:
        made += _drawn_box(box)
    by_key = {box["key"]: box for box in boxes}
    lanes: Counter[frozenset[str]] = Counter()
    totals = Counter(frozenset((arrow["from"], arrow["to"])) for arrow in board["arrows"])
    for number, arrow in enumerate(board["arrows"], start=1):
        pair = frozenset((arrow["from"], arrow["to"]))
        shift = (lanes[pair] - (totals[pair] - 1) / 2) * LANE
        lanes[pair] += 1
        made += _drawn_arrow(number, arrow, by_key[arrow["from"]], by_key[arrow["to"]], shift)
    for box in others:
        made += _drawn_box(box)
    return made


def board_picture(board: Board, *, title: str, empty: str) -> str:
    """The drawing as an SVG document (see `interviews.board.picture.picture`)."""
    return picture(board_elements(board), title=title, empty=empty)


def board_words(board: Board) -> list[str]:
    """The drawing in words, for readers who can't see it: each arrow once, then boxes without one."""
    labels = {box["key"]: " ".join(box["label"].split()) for box in board["boxes"]}
    lines = []
    for arrow in board["arrows"]:
        line = f"{labels[arrow['from']]} → {labels[arrow['to']]}"
        lines.append(f"{line}: {arrow['label']}" if arrow.get("label") else line)
    joined = {arrow[end] for arrow in board["arrows"] for end in ("from", "to")}
    return lines + [label for key, label in labels.items() if key not in joined]


def _kind(box: Box) -> str:
    return str(box.get("kind", "service"))


def _element(kind: str, name: str, x: float, y: float, width: float, height: float) -> dict[str, Any]:
    """An element with every field that a whiteboard's element has."""
    return {
        "id": name,
        "type": kind,
        "x": round(x, 2),
        "y": round(y, 2),
        "width": round(width, 2),
        "height": round(height, 2),
        "angle": 0,
        "strokeColor": INK,
        "backgroundColor": "transparent",
        "fillStyle": "solid",
        "strokeWidth": 1.5,
        "strokeStyle": "solid",
        "roughness": 0,
        "opacity": 100,
        "groupIds": [],
        "frameId": None,
        "roundness": None,
        "seed": 1,
        "version": 1,
        "versionNonce": 1,
        "isDeleted": False,
        "boundElements": None,
        "updated": 0,
        "link": None,
        "locked": True,
    }


def _text(name: str, lines: list[str], size: int, x: float, y: float, width: float) -> dict[str, Any]:
    """Centred lines whose first begins at y."""
    words = "\n".join(lines)
    return _element("text", name, x, y, width, len(lines) * size * LINE) | {
        "text": words,
        "originalText": words,
        "fontSize": size,
        "fontFamily": 2,
        "textAlign": "center",
        "verticalAlign": "middle",
        "containerId": None,
        "autoResize": True,
        "lineHeight": LINE,
    }


def _drawn_box(box: Box) -> list[dict[str, Any]]:
    name, kind = box["key"], _kind(box)
    shape, color, line = SHAPES[kind]
    made = []
    if shape is not None:
        made.append(
            _element(shape, f"box_{name}", box["x"], box["y"], box["w"], box["h"])
            | {
                "backgroundColor": color,
                "strokeStyle": line,
                "roundness": {"type": 3, "value": 8} if shape == "rectangle" else None,
                "strokeColor": "#8a8a8a" if kind == "area" else INK,
            }
        )
    size, lines = fitted(box) or (SIZES[-1], wrapped(box["label"], box["w"], SIZES[-1]))
    top = box["y"] + (box["h"] - len(lines) * size * LINE) / 2
    if kind == "area":
        top = box["y"] + 6
    words = _text(f"label_{name}", lines, size, box["x"] + INSET, top, box["w"] - 2 * INSET)
    if kind in ("area", "note"):
        words |= {"textAlign": "left", "strokeColor": "#5c5c5c" if kind == "area" else INK}
    return [*made, words]


def _drawn_arrow(
    number: int, arrow: dict[str, str], start: Box, end: Box, shift: float
) -> list[dict[str, Any]]:
    x1, y1, x2, y2 = _route(start, end, shift)
    width, height = x2 - x1, y2 - y1
    drawn = _element("arrow", f"arrow_{number}", x1, y1, abs(width), abs(height)) | {
        "points": [[0, 0], [round(width, 2), round(height, 2)]],
        "startBinding": None,
        "endBinding": None,
        "startArrowhead": None,
        "endArrowhead": "triangle",
        "elbowed": False,
    }
    if not arrow.get("label"):
        return [drawn]
    level = abs(width) > 3 * abs(height)
    room = max(abs(width) - 2 * GAP, 60.0) if level else 110.0
    lines = wrapped(arrow["label"], room, ARROW_SIZE)
    wide = max(len(line) for line in lines) * ADVANCE * ARROW_SIZE + 8
    tall = len(lines) * ARROW_SIZE * LINE
    left, top = (x1 + x2 - wide) / 2, (y1 + y2 - tall) / 2
    if level:
        # Above its line; beneath it for the lower of two, so that both can be told apart.
        top = max(y1, y2) + 8 if shift > 0 else min(y1, y2) - tall - 8
        return [drawn, _text(f"says_{number}", lines, ARROW_SIZE, left, top, wide)]
    paper = _element("rectangle", f"paper_{number}", left, top, wide, tall)
    paper |= {"backgroundColor": PAPER, "strokeColor": "transparent", "strokeWidth": 0}
    return [drawn, paper, _text(f"says_{number}", lines, ARROW_SIZE, left, top, wide)]


def _route(start: Box, end: Box, shift: float) -> tuple[float, float, float, float]:
    """Where an arrow begins and ends: level or upright where the boxes face each other, else slanting."""
    left, top = (max(start[at], end[at]) for at in "xy")
    right = min(start["x"] + start["w"], end["x"] + end["w"])
    bottom = min(start["y"] + start["h"], end["y"] + end["h"])
    if bottom - top > 2 * INSET and right <= left:
        y = min(max((top + bottom) / 2 + shift, top + INSET), bottom - INSET)
        way = 1 if start["x"] < end["x"] else -1
        return _side(start, "x", y, way), y, _side(end, "x", y, -way), y
    if right - left > 2 * INSET and bottom <= top:
        x = min(max((left + right) / 2 + shift, left + INSET), right - INSET)
        way = 1 if start["y"] < end["y"] else -1
        return x, _side(start, "y", x, way), x, _side(end, "y", x, -way)
    x1, y1 = _middle(start)
    x2, y2 = _middle(end)
    near_x, near_y = _edge(start, x2 - x1, y2 - y1)
    far_x, far_y = _edge(end, x1 - x2, y1 - y2)
    return near_x + shift, near_y, far_x + shift, far_y


def _middle(box: Box) -> tuple[float, float]:
    return box["x"] + box["w"] / 2, box["y"] + box["h"] / 2


def _side(box: Box, along: str, across: float, way: int) -> float:
    """Where a level (`along` x) or upright (y) line at `across` leaves a box towards `way`, a gap away."""
    x, y = _middle(box)
    half, other = (box["w"] / 2, box["h"] / 2) if along == "x" else (box["h"] / 2, box["w"] / 2)
    off = min(abs(across - (y if along == "x" else x)) / other, 1.0)
    if _kind(box) == "person":
        half *= math.sqrt(1 - off**2)
    elif _kind(box) == "choice":
        half *= 1 - off
    return float((x if along == "x" else y) + way * (half + GAP))


def _edge(box: Box, dx: float, dy: float) -> tuple[float, float]:
    """The point just outside a box on the way from its middle along (dx, dy)."""
    x, y = _middle(box)
    across, down = abs(dx) / (box["w"] / 2), abs(dy) / (box["h"] / 2)
    if _kind(box) == "person":
        share = math.hypot(across, down)
    elif _kind(box) == "choice":
        share = across + down
    else:
        share = max(across, down)
    reach = 1 / share + GAP / math.hypot(dx, dy) if share else 0.0
    return x + dx * reach, y + dy * reach
