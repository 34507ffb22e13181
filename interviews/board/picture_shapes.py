"""The shapes of a board's picture, each as SVG text with everything escaped (pure)."""

import itertools
import math
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Point = tuple[float, float]
SANS = "Noto Sans, DejaVu Sans, Helvetica, Arial, sans-serif"
MONO = "DejaVu Sans Mono, Noto Sans Mono, Menlo, Consolas, monospace"
"""Typst knows no generic families: of these it takes the first it has (DejaVu Sans Mono it brings along)."""
MONOSPACED = {3, 8}
"""Excalidraw's numbers of its typewriter fonts; all others are set in the reader's sans-serif."""
_ADVANCE = 0.56
"""Width of an average character of a sans-serif font, in ems."""
_CORNER = 32.0
_ELBOW = 16.0
_FRAME = "#9a9a9a"


def number(value: float) -> str:
    """A number for an attribute: at most two decimals, none when whole, never an exponent."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def text(value: str) -> str:
    """Text for element content; characters that XML has no place for are left out."""
    return escape(
        "".join(one for one in value if (one >= " " or one in "\t\n") and one not in "\ufffe\uffff")
    )


def attributes(values: dict[str, str]) -> str:
    """Attributes with a space before each."""
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


class Fills:
    """Hatchings used in a picture, each defined once."""

    def __init__(self) -> None:
        self._patterns: dict[tuple[str, str, float], str] = {}

    def hatched(self, color: str, style: str, width: float) -> str:
        """A reference to a hatching in `color`; cross-hatch and dots keep their own look."""
        kind = style if style in ("cross-hatch", "dots") else "hachure"
        name = self._patterns.setdefault(
            (color, kind, min(max(width, 0.5), 4.0)), f"hatch-{len(self._patterns)}"
        )
        return f"url(#{name})"

    def definitions(self) -> str:
        """The `defs` element, or nothing."""
        made = []
        for (color, kind, width), name in self._patterns.items():
            ink = {"stroke": color, "stroke-width": number(width)}
            inner = f"<path{attributes({'d': 'M0 0V8', **ink})}/>"
            if kind == "cross-hatch":
                inner += f"<path{attributes({'d': 'M0 0H8', **ink})}/>"
            if kind == "dots":
                inner = f"<circle{attributes({'cx': '4', 'cy': '4', 'r': number(width), 'fill': color})}/>"
            made.append(
                f'<pattern id="{name}" width="8" height="8" patternUnits="userSpaceOnUse" '
                f'patternTransform="rotate(45)">{inner}</pattern>'
            )
        return f"<defs>{''.join(made)}</defs>" if made else ""


def _box(element: dict[str, Any]) -> tuple[float, float, float, float]:
    """Left, top, width and height before rotation."""
    x, y, width, height = element["x"], element["y"], element["width"], element["height"]
    if "points" in element:
        xs = [x + point[0] for point in element["points"]]
        ys = [y + point[1] for point in element["points"]]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
    return min(x, x + width), min(y, y + height), abs(width), abs(height)


def center(element: dict[str, Any]) -> Point:
    """The point an element is turned around."""
    x, y, width, height = _box(element)
    return x + width / 2, y + height / 2


def corners(element: dict[str, Any]) -> list[Point]:
    """The corners of an element's box after rotation, grown by its stroke (and a frame's name)."""
    x, y, width, height = _box(element)
    edge = 0.0 if element["type"] == "text" else element["strokeWidth"]
    above = 24.0 if element["type"] == "frame" else edge
    middle_x, middle_y = x + width / 2, y + height / 2
    cos, sin = math.cos(element["angle"]), math.sin(element["angle"])
    found = []
    for corner_x in (x - edge, x + width + edge):
        for corner_y in (y - above, y + height + edge):
            dx, dy = corner_x - middle_x, corner_y - middle_y
            found.append((middle_x + dx * cos - dy * sin, middle_y + dx * sin + dy * cos))
    return found


def _ink(element: dict[str, Any], fill: str) -> dict[str, str]:
    """Stroke and fill attributes."""
    width, style = element["strokeWidth"], element["strokeStyle"]
    values = {
        "fill": fill,
        "stroke": "none" if element["strokeColor"] == "transparent" else element["strokeColor"],
        "stroke-width": number(width),
        "stroke-linejoin": "round",
        "stroke-linecap": "round",
    }
    if style == "dashed":
        values["stroke-dasharray"] = f"8 {number(8 + width)}"
    elif style == "dotted":
        values["stroke-dasharray"] = f"1.5 {number(6 + width)}"
    return values


def _radius(element: dict[str, Any], side: float) -> float:
    roundness = element["roundness"]
    if roundness is None:
        return 0.0
    if roundness["type"] == 3:
        return min(float(roundness.get("value") or _CORNER), side * 0.25)
    return side * 0.25


def solid(element: dict[str, Any], fill: str) -> str:
    """A rectangle, diamond or ellipse."""
    x, y, width, height = _box(element)
    ink = attributes(_ink(element, fill))
    if element["type"] == "ellipse":
        place = {"cx": x + width / 2, "cy": y + height / 2, "rx": width / 2, "ry": height / 2}
        return f"<ellipse{attributes({name: number(value) for name, value in place.items()})}{ink}/>"
    if element["type"] == "diamond":
        tips = [
            (x + width / 2, y),
            (x + width, y + height / 2),
            (x + width / 2, y + height),
            (x, y + height / 2),
        ]
        radius = _radius(element, min(width, height))
        return f'<path d="{_rounded(tips, radius)}"{ink}/>'
    place = {"x": x, "y": y, "width": width, "height": height, "rx": _radius(element, min(width, height))}
    return f"<rect{attributes({name: number(value) for name, value in place.items()})}{ink}/>"


def _rounded(tips: Sequence[Point], radius: float) -> str:
    """A closed outline through `tips` whose corners are cut at `radius` and bent."""
    if radius <= 0:
        return "M" + "L".join(_at(tip) for tip in tips) + "Z"
    parts: list[str] = []
    for index, tip in enumerate(tips):
        before = _towards(tip, tips[index - 1], radius)
        after = _towards(tip, tips[(index + 1) % len(tips)], radius)
        parts.append(f"{'L' if parts else 'M'}{_at(before)}Q{_at(tip)} {_at(after)}")
    return "".join(parts) + "Z"


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = math.dist(start, end) or 1.0
    share = min(distance, length / 2) / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _at(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _points(element: dict[str, Any]) -> list[Point]:
    return [(element["x"] + x, element["y"] + y) for x, y in element["points"]]


def linear(element: dict[str, Any], fill: str) -> str:
    """A line or an arrow with its heads."""
    points = _points(element)
    if element.get("elbowed"):
        path = _bent(points, _ELBOW)
    elif element["roundness"] is not None and len(points) > 2:
        path = _curve(points)
    else:
        path = "M" + "L".join(_at(point) for point in points)
    drawn = f'<path d="{path}"{attributes(_ink(element, fill))}/>'
    if len(points) > 1:
        drawn += _head(element, element["startArrowhead"], points[1], points[0])
        drawn += _head(element, element["endArrowhead"], points[-2], points[-1])
    return drawn


def _bent(points: Sequence[Point], radius: float) -> str:
    """An open path whose corners are cut at `radius` and bent."""
    path = f"M{_at(points[0])}"
    for index in range(1, len(points) - 1):
        before = _towards(points[index], points[index - 1], radius)
        after = _towards(points[index], points[index + 1], radius)
        path += f"L{_at(before)}Q{_at(points[index])} {_at(after)}"
    return f"{path}L{_at(points[-1])}"


def _curve(points: Sequence[Point]) -> str:
    """A smooth path through all points (Catmull-Rom as cubic Béziers)."""
    path = f"M{_at(points[0])}"
    for index in range(len(points) - 1):
        before, start = points[max(index - 1, 0)], points[index]
        end, after = points[index + 1], points[min(index + 2, len(points) - 1)]
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        path += f"C{_at(first)} {_at(second)} {_at(end)}"
    return path


def _head(element: dict[str, Any], kind: str | None, before: Point, tip: Point) -> str:
    if kind is None:
        return ""
    length = math.dist(before, tip)
    if length == 0:
        return ""
    size = min(
        30.0 if kind == "arrow" else 25.0 if kind.startswith(("diamond", "crowfoot")) else 15.0, length / 2
    )
    back_x, back_y = (before[0] - tip[0]) / length, (before[1] - tip[1]) / length

    def spot(back: float, aside: float) -> Point:
        return tip[0] + back_x * back - back_y * aside, tip[1] + back_y * back + back_x * aside

    ink = _ink({**element, "strokeStyle": "solid"}, "none")
    full = {**ink, "fill": "#ffffff" if kind.endswith("outline") else ink["stroke"]}
    wide = size * 0.36
    if kind == "arrow":
        lines = [[spot(size, wide), tip, spot(size, -wide)]]
    elif kind == "bar":
        lines = [[spot(0, size / 2), spot(0, -size / 2)]]
    elif kind in ("dot", "circle", "circle_outline"):
        middle = spot(size / 2, 0)
        place = {"cx": number(middle[0]), "cy": number(middle[1]), "r": number(size / 2)}
        return f"<circle{attributes({**place, **full})}/>"
    elif kind.startswith("triangle"):
        return _filled([tip, spot(size, size / 2), spot(size, -size / 2)], full)
    elif kind.startswith("diamond"):
        return _filled([tip, spot(size / 2, wide), spot(size, 0), spot(size / 2, -wide)], full)
    else:
        foot = [[spot(0, wide), spot(size, 0), spot(0, -wide)]]
        bar = [[spot(size, wide), spot(size, -wide)]]
        lines = bar if kind == "crowfoot_one" else foot if kind == "crowfoot_many" else foot + bar
    path = "".join("M" + "L".join(_at(point) for point in line) for line in lines)
    return f'<path d="{path}"{attributes(ink)}/>'


def _filled(outline: Sequence[Point], values: dict[str, str]) -> str:
    return f'<path d="M{"L".join(_at(point) for point in outline)}Z"{attributes(values)}/>'


def freehand(element: dict[str, Any], fill: str) -> str:
    """A stroke drawn by hand: as broad as a middling pressure makes it."""
    points = _points(element)
    ink = attributes(
        _ink({**element, "strokeWidth": element["strokeWidth"] * 2.2, "strokeStyle": "solid"}, fill)
    )
    if len(points) == 1:
        points = [points[0], (points[0][0] + 0.1, points[0][1])]
    path = f"M{_at(points[0])}"
    for start, end in itertools.pairwise(points[1:]):
        path += f"Q{_at(start)} {_at(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))}"
    return f'<path d="{path}L{_at(points[-1])}"{ink}/>'


def written(element: dict[str, Any]) -> str:
    """Text, line by line; set smaller where the reader's font would be wider than the box."""
    lines = element["text"].split("\n")
    x, y, width, _ = _box(element)
    mono = element["fontFamily"] in MONOSPACED
    widest = max(len(line) for line in lines) * (0.6 if mono else _ADVANCE) * element["fontSize"]
    size = element["fontSize"] * min(1.0, max(0.6, width / widest if widest else 1.0))
    anchor, start = {
        "left": ("start", x),
        "center": ("middle", x + width / 2),
        "right": ("end", x + width),
    }[element["textAlign"]]
    step = element["fontSize"] * element["lineHeight"]
    base = y + step / 2 + size * 0.35
    spans = "".join(
        f'<tspan x="{number(start)}" y="{number(base + step * row)}">{text(line)}</tspan>'
        for row, line in enumerate(lines)
        if line.strip()
    )
    values = {
        "font-family": MONO if mono else SANS,
        "font-size": number(size),
        "text-anchor": anchor,
        "fill": element["strokeColor"],
        "xml:space": "preserve",
    }
    return f"<text{attributes(values)}>{spans}</text>"


def frame(element: dict[str, Any]) -> str:
    """A frame with its name above."""
    x, y, width, height = _box(element)
    place = {"x": x, "y": y, "width": width, "height": height, "rx": 8.0}
    box = attributes({name: number(value) for name, value in place.items()})
    name = text(element["name"] or "")
    label = (
        f'<text x="{number(x)}" y="{number(y - 8)}" font-family="{SANS}" font-size="14" fill="#5c5c5c">'
        f"{name}</text>"
    )
    return f'<rect{box} fill="none" stroke="{_FRAME}" stroke-width="2"/>{label if name else ""}'
