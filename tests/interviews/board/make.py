"""Elements as a browser sends them."""

import itertools
from typing import Any

from interviews.models import Board, Round

_counter = itertools.count(1)


def round_of(board: Board) -> Round:
    """The round of a board that has one."""
    assert board.round is not None
    return board.round


def element(kind: str = "rectangle", **fields: Any) -> dict[str, Any]:
    """A valid element of a kind; name only what the test is about."""
    number = next(_counter)
    made: dict[str, Any] = {
        "id": f"element-{number}",
        "type": kind,
        "x": 10,
        "y": 20.5,
        "width": 100,
        "height": 50,
        "angle": 0,
        "strokeColor": "#1e1e1e",
        "backgroundColor": "transparent",
        "fillStyle": "solid",
        "strokeWidth": 2,
        "strokeStyle": "solid",
        "roughness": 1,
        "opacity": 100,
        "groupIds": [],
        "frameId": None,
        "index": f"a{number}",
        "roundness": None,
        "seed": 1,
        "version": 1,
        "versionNonce": 1000 + number,
        "isDeleted": False,
        "boundElements": None,
        "updated": 1_700_000_000_000,
        "link": None,
        "locked": False,
    }
    if kind == "text":
        made |= {
            "text": "hello",
            "originalText": "hello",
            "fontSize": 20,
            "fontFamily": 5,
            "textAlign": "left",
            "verticalAlign": "top",
            "containerId": None,
            "autoResize": True,
            "lineHeight": 1.25,
        }
    if kind in ("line", "arrow"):
        made |= {
            "points": [[0, 0], [100, 50]],
            "lastCommittedPoint": None,
            "startBinding": None,
            "endBinding": None,
            "startArrowhead": None,
            "endArrowhead": "arrow" if kind == "arrow" else None,
        }
    if kind == "arrow":
        made["elbowed"] = False
    if kind == "freedraw":
        made |= {
            "points": [[0, 0], [5, 5], [10, 3]],
            "pressures": [],
            "simulatePressure": True,
            "lastCommittedPoint": None,
        }
    if kind == "frame":
        made["name"] = None
    return made | fields
