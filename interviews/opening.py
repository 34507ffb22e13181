"""When the room of a round is open (pure): one rule for page, sockets, board and scorecard."""

from datetime import datetime, timedelta
from typing import Literal, Protocol

OPENS_BEFORE = timedelta(minutes=10)

Stage = Literal["lobby", "open", "closed", "off"]


class RoundLike(Protocol):
    """What the rule needs of a round."""

    state: str
    starts_at: datetime


def opens_at(round_: RoundLike) -> datetime:
    """The moment from which people come in (UTC)."""
    return round_.starts_at - OPENS_BEFORE


def stage(round_: RoundLike, now: datetime) -> Stage:
    """Where the round stands for somebody at its door.

    Returns:
        "lobby" before it opens, "open" until it is closed, "closed" once completed,
        "off" when it was cancelled or missed.
    """
    if round_.state == "completed":
        return "closed"
    if round_.state in ("cancelled", "missed"):
        return "off"
    if round_.state == "live" or now >= opens_at(round_):
        return "open"
    return "lobby"
