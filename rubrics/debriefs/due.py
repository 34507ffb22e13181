"""Which reminder of a missing card or look back is due when (pure).

A round's end asks at once. A day later there is a word for whoever forgot, and six hours before the deadline
a last one. Past its own end a reminder is worth nothing and is never sent: after the deadline the debrief
goes on without what is missing. All moments are aware.
"""

from datetime import datetime, timedelta
from typing import Final, Literal

Which = Literal["due", "day", "last"]
A_DAY_AFTER: Final = timedelta(hours=24)
LAST_BEFORE: Final = timedelta(hours=6)


def due(closed_at: datetime, deadline: datetime, now: datetime) -> Which | None:
    """The reminder that is due now for a round that was closed, if any.

    Args:
        closed_at: when the round was closed.
        deadline: until when its card and look back are waited for.
        now: the present moment.
    """
    if now >= deadline:
        return None
    if now >= deadline - LAST_BEFORE:
        return "last"
    return "day" if now >= closed_at + A_DAY_AFTER else "due"


def expires_at(which: Which, deadline: datetime) -> datetime:
    """From when on a reminder is not sent any more: the last one takes over, or nothing is waited for."""
    return deadline if which == "last" else deadline - LAST_BEFORE
