"""What an element of a board may be: every field with its type and bounds (pure).

An element comes from a browser and goes to other browsers, into the database, a replay and a PDF. Only known
fields pass, each checked; unknown ones are dropped, as Excalidraw's own import does. Nothing that fails here
has touched the board.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from interviews.board.reconcile import Stamp

MAX_POINTS = 20_000
MAX_TEXT = 20_000
MAX_ELEMENT_BYTES = 600_000
MAX_CUSTOM_BYTES = 4_000
MAX_COORDINATE = 10_000_000
MAX_VERSION = 2**31 - 1
MAX_NONCE = 2**53

_ID = re.compile(r"[A-Za-z0-9_:-]{1,64}", re.ASCII)
_INDEX = re.compile(r"[A-Za-z0-9]{1,128}", re.ASCII)
_COLOR = re.compile(r"[A-Za-z0-9#(),.%/ -]{1,64}", re.ASCII)
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"'<>`\\]+", re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Check = Callable[[Any], bool]


class ElementError(Exception):
    """An element that can't be accepted.

    Args:
        code: a stable name for clients and tests, for instance `bad_field`.
        field: the field at fault, or "".
    """

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code} {field}".strip())
        self.code = code
        self.field = field


def is_number(value: Any, low: float = -MAX_COORDINATE, high: float = MAX_COORDINATE) -> bool:
    """Whether `value` is a JSON number within [low, high]; booleans and NaN are not."""
    return type(value) in (int, float) and low <= value <= high


def is_whole(value: Any, low: int, high: int) -> bool:
    """Whether `value` is a whole number within [low, high], written with or without a fraction of zero."""
    return is_number(value, low, high) and value == int(value)


def is_text(value: Any, most: int) -> bool:
    """Whether `value` is a string of at most `most` characters that every database can store."""
    return type(value) is str and len(value) <= most and _UNSTORABLE.search(value) is None


def is_id(value: Any) -> bool:
    """Whether `value` can name an element."""
    return type(value) is str and _ID.fullmatch(value) is not None


def is_link(value: Any) -> bool:
    """Whether `value` is no link, or a web or mail address; no other protocol ever passes."""
    return value is None or (
        is_text(value, 2_000) and (value == "" or _LINK.fullmatch(value.strip()) is not None)
    )


def _number(low: float = -MAX_COORDINATE, high: float = MAX_COORDINATE) -> Check:
    return lambda value: is_number(value, low, high)


def _whole(low: int, high: int) -> Check:
    return lambda value: is_whole(value, low, high)


def _one_of(*names: str) -> Check:
    return lambda value: type(value) is str and value in names


def _maybe(check: Check) -> Check:
    return lambda value: value is None or check(value)


def _flag(value: Any) -> bool:
    return type(value) is bool


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: type(value) is str and pattern.fullmatch(value) is not None


def _list_of(check: Check, most: int) -> Check:
    return lambda value: type(value) is list and len(value) <= most and all(check(one) for one in value)


def _points(value: Any) -> bool:
    return type(value) is list and 1 <= len(value) <= MAX_POINTS and all(map(_point, value))


def _point(value: Any) -> bool:
    return type(value) is list and len(value) == 2 and is_number(value[0]) and is_number(value[1])


def _record(value: Any, *fields: str) -> bool:
    """Whether `value` is an object with no other keys than `fields`."""
    return type(value) is dict and value.keys() <= set(fields)


def _bound(value: Any) -> bool:
    return _record(value, "id", "type") and is_id(value.get("id")) and value.get("type") in ("arrow", "text")


def _roundness(value: Any) -> bool:
    return (
        _record(value, "type", "value")
        and is_whole(value.get("type"), 1, 3)
        and is_number(value.get("value", 0), 0)
    )


def _binding(value: Any) -> bool:
    return (
        _record(value, "elementId", "focus", "gap", "fixedPoint")
        and is_id(value.get("elementId"))
        and is_number(value.get("focus", 0))
        and is_number(value.get("gap", 0))
        and (value.get("fixedPoint") is None or _point(value["fixedPoint"]))
    )


def _segment(value: Any) -> bool:
    return (
        _record(value, "start", "end", "index")
        and _point(value.get("start"))
        and _point(value.get("end"))
        and is_whole(value.get("index"), 0, MAX_POINTS)
    )


def _custom(value: Any) -> bool:
    return type(value) is dict and _shallow(value, 5) and len(json.dumps(value)) <= MAX_CUSTOM_BYTES


def _shallow(value: Any, depth: int) -> bool:
    """Whether plain JSON nests at most `depth` levels and holds only what databases can store."""
    if type(value) in (dict, list):
        inner = list(value.values()) + list(value) if type(value) is dict else value
        return depth > 0 and all(_shallow(one, depth - 1) for one in inner)
    if type(value) is str:
        return is_text(value, MAX_CUSTOM_BYTES)
    return value is None or type(value) is bool or is_number(value, -(2**53), 2**53)


_ARROWHEADS = _maybe(
    _one_of(
        "arrow",
        "bar",
        "dot",
        "circle",
        "circle_outline",
        "triangle",
        "triangle_outline",
        "diamond",
        "diamond_outline",
        "crowfoot_one",
        "crowfoot_many",
        "crowfoot_one_or_many",
    )
)

BASE: dict[str, Check] = {
    "id": is_id,
    "x": _number(),
    "y": _number(),
    "width": _number(),
    "height": _number(),
    "angle": _number(-100, 100),
    "strokeColor": _matches(_COLOR),
    "backgroundColor": _matches(_COLOR),
    "fillStyle": _one_of("hachure", "cross-hatch", "solid", "zigzag", "dots", "dashed", "zigzag-line"),
    "strokeWidth": _number(0, 100),
    "strokeStyle": _one_of("solid", "dashed", "dotted"),
    "roughness": _number(0, 10),
    "opacity": _number(0, 100),
    "groupIds": _list_of(is_id, 50),
    "frameId": _maybe(is_id),
    "index": _maybe(_matches(_INDEX)),
    "roundness": _maybe(_roundness),
    "seed": _whole(-MAX_NONCE, MAX_NONCE),
    "version": _whole(1, MAX_VERSION),
    "versionNonce": _whole(0, MAX_NONCE),
    "isDeleted": _flag,
    "boundElements": _maybe(_list_of(_bound, 1_000)),
    "updated": _whole(0, MAX_NONCE),
    "link": is_link,
    "locked": _flag,
    "customData": _maybe(_custom),
}
_LINEAR: dict[str, Check] = {
    "points": _points,
    "lastCommittedPoint": _maybe(_point),
    "startBinding": _maybe(_binding),
    "endBinding": _maybe(_binding),
    "startArrowhead": _ARROWHEADS,
    "endArrowhead": _ARROWHEADS,
}
OWN: dict[str, dict[str, Check]] = {
    "rectangle": {},
    "diamond": {},
    "ellipse": {},
    "text": {
        "fontSize": _number(0.1, 10_000),
        "fontFamily": _whole(1, 1_000),
        "text": lambda value: is_text(value, MAX_TEXT),
        "originalText": lambda value: is_text(value, MAX_TEXT),
        "textAlign": _one_of("left", "center", "right"),
        "verticalAlign": _one_of("top", "middle", "bottom"),
        "containerId": _maybe(is_id),
        "autoResize": _flag,
        "lineHeight": _number(0.1, 100),
    },
    "line": _LINEAR,
    "arrow": {
        **_LINEAR,
        "elbowed": _flag,
        "fixedSegments": _maybe(_list_of(_segment, 500)),
        "startIsSpecial": _maybe(_flag),
        "endIsSpecial": _maybe(_flag),
    },
    "freedraw": {
        "points": _points,
        "pressures": _list_of(_number(0, 1_000), MAX_POINTS),
        "simulatePressure": _flag,
        "lastCommittedPoint": _maybe(_point),
    },
    "frame": {"name": _maybe(lambda value: is_text(value, 200))},
}
OPTIONAL = {"customData", "index", "lastCommittedPoint", "fixedSegments", "startIsSpecial", "endIsSpecial"}
"""All other fields must be there: a screen that is sent half an element may fail to draw the whole board."""
REQUIRED = {kind: [field for field in (BASE | own) if field not in OPTIONAL] for kind, own in OWN.items()}


def clean(value: Any) -> dict[str, Any]:
    """One element as it may be stored: known fields alone, each checked.

    Args:
        value: parsed JSON of any shape.

    Returns:
        A new dict; `version` and `versionNonce` are ints.

    Raises:
        ElementError: `bad_element` (no object, or no known type), `bad_field` with the field's name.
    """
    if type(value) is not dict:
        raise ElementError("bad_element")
    kind = value.get("type")
    if type(kind) is not str or kind not in OWN:
        raise ElementError("bad_element", "type")
    own = OWN[kind]
    for field in REQUIRED[kind]:
        if field not in value:
            raise ElementError("bad_field", field)
    kept: dict[str, Any] = {"type": kind}
    for field, content in value.items():
        check = BASE.get(field) or own.get(field)
        if check is None:
            continue
        if not check(content):
            raise ElementError("bad_field", field)
        kept[field] = content
    kept["version"] = int(kept["version"])
    kept["versionNonce"] = int(kept["versionNonce"])
    return kept


def stamp(element: dict[str, Any]) -> Stamp:
    """The stamp of a clean element."""
    return Stamp(element["version"], element["versionNonce"])


def compact(value: Any) -> str:
    """JSON without spaces, the form that is stored and sent."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
