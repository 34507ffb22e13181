"""A state of an element told by what differs from the state before it (pure).

A stroke is stored again and again with all its points while it is drawn; told by differences, a replay sends
each point once. `static/js/replay-log.js` puts the states together again.
"""

import itertools
import json
from typing import Any

GROWING = ("points", "pressures")
"""Lists that mostly grow at their end."""

State = dict[str, Any]


def difference(before: State | None, after: State) -> State:
    """What must be known to make `after` of `before`.

    Returns:
        `{"new": state}` for an element that was not there; else `{"id"}` with "set" (fields and their new
        values), "cut" (fields that are gone) and "grow" (field: [how many entries stay, what follows
        them]), each only where there is something to tell.
    """
    if before is None:
        return {"new": after}
    told: State = {"id": after["id"]}
    changed = {
        name: value for name, value in after.items() if name not in before or _differ(before[name], value)
    }
    gone = [name for name in before if name not in after]
    grown: State = {}
    for name in GROWING:
        if name in changed and isinstance(before.get(name), list):
            stays = _common(before[name], changed[name])
            if stays:
                grown[name] = [stays, changed.pop(name)[stays:]]
    for key, value in (("set", changed), ("cut", gone), ("grow", grown)):
        if value:
            told[key] = value
    return told


def applied(before: State | None, told: State) -> State:
    """The state that a difference makes of the one before it; neither is changed."""
    if "new" in told:
        return dict(told["new"])
    if before is None:
        raise ValueError("there is no state that this differs from")
    gone = set(told.get("cut", ()))
    after = {name: value for name, value in before.items() if name not in gone} | told.get("set", {})
    for name, (stays, more) in told.get("grow", {}).items():
        after[name] = before[name][:stays] + more
    return after


def _differ(one: Any, other: Any) -> bool:
    # 1 and 1.0 are equal here and one number in a browser; True and 1 are not, and may stand in custom data.
    if isinstance(one, dict) and isinstance(other, dict):
        return json.dumps(one) != json.dumps(other)
    return one != other or isinstance(one, bool) != isinstance(other, bool)


def _common(one: list[Any], other: list[Any]) -> int:
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
