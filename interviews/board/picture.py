"""A board as an SVG picture, written from the server's own data (pure).

For pages and for Typst's PDFs: plain shapes instead of the sketched look, generic font families, every value
escaped, nothing that loads or links. A client's own SVG is never shown to anybody.
"""

import math
from collections.abc import Iterable
from typing import Any

from interviews.board import picture_shapes as shapes
from interviews.board.picture_shapes import Fills, attributes, number

PADDING = 24.0
PAPER = "#ffffff"
EMPTY_SIZE = (480, 160)
_HATCHED = {"hachure", "cross-hatch", "zigzag", "zigzag-line", "dots", "dashed"}


def picture(elements: Iterable[dict[str, Any]], *, title: str, empty: str) -> str:
    """The picture of a scene.

    Args:
        elements: clean elements (see `elements.clean`) from back to front; deleted ones are skipped.
        title: what the picture is, for readers who can't see it.
        empty: what is written when there is nothing to see.

    Returns:
        An SVG document; its size in CSS pixels is the scene's with a margin of PADDING.
    """
    seen = [element for element in elements if not element["isDeleted"]]
    if not seen:
        return _empty(title, empty)
    left, top, right, bottom = bounds(seen)
    left, top, right, bottom = left - PADDING, top - PADDING, right + PADDING, bottom + PADDING
    width, height = right - left, bottom - top
    fills = Fills()
    drawn = "".join(_draw(element, fills) for element in seen)
    view = f"{number(left)} {number(top)} {number(width)} {number(height)}"
    size = {"width": number(width), "height": number(height)}
    paper = attributes({"x": number(left), "y": number(top), **size, "fill": PAPER})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg"{attributes(size)} viewBox="{view}" role="img">'
        f"<title>{shapes.text(title)}</title>{fills.definitions()}<rect{paper}/>{drawn}</svg>"
    )


def bounds(elements: Iterable[dict[str, Any]]) -> tuple[float, float, float, float]:
    """The smallest upright box around elements: left, top, right, bottom in scene units."""
    corners = [corner for element in elements for corner in shapes.corners(element)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _empty(title: str, words: str) -> str:
    width, height = EMPTY_SIZE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img"><title>{shapes.text(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>'
        f'<text x="{width // 2}" y="{height // 2 + 6}" text-anchor="middle" font-family="{shapes.SANS}" '
        f'font-size="16" fill="#5c5c5c">{shapes.text(words)}</text></svg>'
    )


def _draw(element: dict[str, Any], fills: Fills) -> str:
    kind = element["type"]
    if kind == "text":
        body = shapes.written(element)
    elif kind == "frame":
        body = shapes.frame(element)
    elif kind == "freedraw":
        body = shapes.freehand(element, _fill(element, fills, closed=_is_loop(element)))
    elif kind in ("line", "arrow"):
        body = shapes.linear(element, _fill(element, fills, closed=kind == "line" and _is_loop(element)))
    else:
        body = shapes.solid(element, _fill(element, fills))
    return f"<g{_placed(element)}>{body}</g>"


def _placed(element: dict[str, Any]) -> str:
    values: dict[str, str] = {}
    if element["angle"]:
        x, y = shapes.center(element)
        degrees = number(math.degrees(element["angle"]))
        values["transform"] = f"rotate({degrees} {number(x)} {number(y)})"
    if element["opacity"] < 100:
        values["opacity"] = number(element["opacity"] / 100)
    return attributes(values)


def _fill(element: dict[str, Any], fills: Fills, *, closed: bool = True) -> str:
    color = element["backgroundColor"]
    if not closed or color in ("transparent", "") or (len(color) == 9 and color.endswith("00")):
        return "none"
    if element["fillStyle"] in _HATCHED:
        return fills.hatched(color, element["fillStyle"], element["strokeWidth"])
    return str(color)


def _is_loop(element: dict[str, Any]) -> bool:
    points = element["points"]
    if len(points) < 3:
        return False
    (x1, y1), (x2, y2) = points[0], points[-1]
    return bool((x1 - x2) ** 2 + (y1 - y2) ** 2 <= 8**2)
