"""What a browser may say on the room's socket (pure), and how much of it; see docs/room-protocol.md."""

import json
from typing import Any

LARGEST = 1_000
"""Characters of a frame; the only one there is, a ping, needs some 30."""
PER_SECOND = 5.0
BURST = 20.0
"""A bucket of frames that fills by PER_SECOND up to BURST; a person's page sends one in two seconds."""
MOST_SOCKETS = 8
"""Sockets that one person can have in one room at a time, in one server process: tabs and devices."""


class BadFrame(ValueError):
    """A frame that the protocol does not have; the message is one of "size", "json", "shape", "number"."""


def parse(text: str | None) -> int:
    """The number of a ping `{"t": "ping", "n": 7}`, 0 ≤ n < 2³¹, the one frame a browser sends.

    Raises:
        BadFrame: for everything else.
    """
    if text is None:
        raise BadFrame("shape")
    if len(text) > LARGEST:
        raise BadFrame("size")
    try:
        said: Any = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("json") from None
    if not isinstance(said, dict) or set(said) != {"t", "n"} or said["t"] != "ping":
        raise BadFrame("shape")
    number = said["n"]
    if type(number) is not int or not 0 <= number < 2**31:
        raise BadFrame("number")
    return number


class Bucket:
    """A token bucket over a monotonic clock in seconds."""

    def __init__(self, now: float) -> None:
        self.tokens = BURST
        self.at = now

    def take(self, now: float) -> bool:
        """Whether one more frame is allowed at `now`."""
        self.tokens = min(BURST, self.tokens + (now - self.at) * PER_SECOND)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class Allowances:
    """What each person may say in each room, over all their sockets of this process."""

    def __init__(self) -> None:
        self._open: dict[Any, tuple[Bucket, int]] = {}

    def enter(self, key: Any, now: float) -> Bucket | None:
        """The bucket that a new socket shares with the others of its key; None when they are too many."""
        bucket, sockets = self._open.get(key, (Bucket(now), 0))
        if sockets >= MOST_SOCKETS:
            return None
        self._open[key] = (bucket, sockets + 1)
        return bucket

    def leave(self, key: Any) -> None:
        """One socket of this key has gone; with the last one the bucket is forgotten."""
        bucket, sockets = self._open[key]
        if sockets == 1:
            del self._open[key]
        else:
            self._open[key] = (bucket, sockets - 1)
