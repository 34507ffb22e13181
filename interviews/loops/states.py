"""Which state may follow which, for a round and for its loop (pure)."""

from collections.abc import Iterable

from common.transitions import Table

SCHEDULED, LIVE, COMPLETED, MISSED, CANCELLED = "scheduled", "live", "completed", "missed", "cancelled"
BOOKED, RUNNING = "booked", "running"

ROUND = Table(
    {
        SCHEDULED: {LIVE, CANCELLED, MISSED},
        LIVE: {COMPLETED, MISSED},  # missed: the interviewer started it, and nobody came
        COMPLETED: set(),
        MISSED: set(),
        CANCELLED: set(),
    }
)
LOOP = Table(
    {
        BOOKED: {RUNNING, CANCELLED},
        RUNNING: {COMPLETED, CANCELLED},
        COMPLETED: set(),
        CANCELLED: set(),
    }
)

CLOSED = frozenset({COMPLETED, MISSED, CANCELLED})
"""States after which nothing more happens in a round."""
OPEN = frozenset({SCHEDULED, LIVE})
"""States of a round that is running or still to come."""


def loop_state(rounds: Iterable[str]) -> str:
    """The state of a loop whose rounds are in these states.

    It runs from the first live round on, is completed when every round is closed and at least one took
    place, and is cancelled when every round is closed and none did.
    """
    states = set(rounds)
    if states <= CLOSED:
        return COMPLETED if COMPLETED in states else CANCELLED
    return RUNNING if states & {LIVE, COMPLETED} else BOOKED
