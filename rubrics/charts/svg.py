"""Writing SVG: escaped, with classes for the page or with colours for print. Pure."""

import enum
import html
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

Figure = int | float | Fraction

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PAPER: Final = "#ffffff"
_INK: Final = "#1c1a16"
_ACCENT: Final = "#0b5a5e"
_BREAK: Final = "#971b1b"
# How each role looks on paper; on the page a class of that name is painted by the sheet.
_PRINTED: Final[Mapping[str, Mapping[str, str]]] = {
    "axis": {"stroke": "#b5ad9c"},
    "grid": {"stroke": "#dfd7c8"},
    "band": {"fill": "#cfdedb"},
    "band-apart": {"fill": "#efcfcb"},
    "edge": {"stroke": _ACCENT, "fill": "none"},
    "edge-apart": {"stroke": _BREAK, "fill": "none"},
    "dot": {"fill": _ACCENT},
    "dot-apart": {"fill": _BREAK},
    "hollow": {"fill": _PAPER, "stroke": _ACCENT},
    "own": {"fill": "none", "stroke": _INK},
    "path": {"stroke": _ACCENT, "fill": "none"},
    "goal": {"stroke": _INK},
    "words": {"fill": "#47433a", "font-family": "Libertinus Serif"},
    "figure": {"fill": _INK, "font-family": "Libertinus Serif"},
}


class Look(enum.Enum):
    """Where a drawing goes: on a page with its sheet of styles, or on paper."""

    PAGE = "page"
    PRINT = "print"


def escaped(text: str) -> str:
    """Text for between tags and in attributes; what no XML may hold is left out."""
    return html.escape(_NO_XML.sub("", text))


def number(value: Figure) -> str:
    """A coordinate with at most two decimals."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def shape(name: str, role: str, look: Look, /, **values: Figure | str) -> str:
    """An empty element.

    Args:
        name: of the element.
        role: what it stands for, one of the roles that have a look.
        look: where it goes.
        values: attributes; an underscore in a name stands for a hyphen.
    """
    return f"<{name}{_attributes(role, look, values)}/>"


def words(text: str, role: str, look: Look, /, **values: Figure | str) -> str:
    """A line of text, as in `shape`."""
    return f"<text{_attributes(role, look, values)}>{escaped(text)}</text>"


def drawing(width: Figure, height: Figure, body: str, *, kind: str, title: str = "") -> str:
    """A whole SVG element, which works as a document too.

    Args:
        width: of the drawing's own units, as is `height`.
        height: see `width`.
        body: elements made here.
        kind: the class it has besides `chart`, a fixed name.
        title: what it shows, in words; "" hides it from readers who can't see it, for the table's sake.
    """
    seen = f'role="img" aria-label="{escaped(title)}"' if title else 'aria-hidden="true" focusable="false"'
    size = f"{number(width)} {number(height)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--{kind}" viewBox="0 0 {size}" {seen}>'
        f"{body}</svg>"
    )


def diamond(x: Figure, y: Figure, radius: Figure) -> str:
    """The path of a diamond around a point."""
    x, y, radius = float(x), float(y), float(radius)
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    return "M" + "L".join(f"{number(left)} {number(top)}" for left, top in corners) + "Z"


def _attributes(role: str, look: Look, values: Mapping[str, Figure | str]) -> str:
    painted = {"class": f"chart__{role}"} if look is Look.PAGE else _PRINTED[role]
    given = {
        key.replace("_", "-"): value if isinstance(value, str) else number(value)
        for key, value in values.items()
    }
    return "".join(f' {key}="{escaped(value)}"' for key, value in (*painted.items(), *given.items()))
