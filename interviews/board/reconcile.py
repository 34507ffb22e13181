"""Which of two states of the same element stays (pure).

The rule is Excalidraw's own: the higher version wins, and of two equal versions the lower nonce. It looks at
nothing else, so the order in which states arrive, and how often, makes no difference.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Stamp(NamedTuple):
    """What identifies a state of an element: `version` counts its changes, `nonce` is drawn for each."""

    version: int
    nonce: int


def beats(new: Stamp, old: Stamp | None) -> bool:
    """Whether `new` replaces `old`; an equal stamp is the same state and replaces nothing."""
    if old is None:
        return True
    if new.version != old.version:
        return new.version > old.version
    return new.nonce < old.nonce


def merge(one: Stamp, other: Stamp) -> Stamp:
    """The state that stays; commutative, associative and idempotent."""
    return other if beats(other, one) else one


def newest(states: Iterable[tuple[str, Stamp]]) -> dict[str, Stamp]:
    """Of many states of many elements, by id, the one that stays."""
    kept: dict[str, Stamp] = {}
    for key, stamp in states:
        if beats(stamp, kept.get(key)):
            kept[key] = stamp
    return kept
