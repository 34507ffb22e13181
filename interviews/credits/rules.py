"""What a credit is worth and when it comes back (pure)."""

from datetime import datetime, timedelta

PER_ROUND = 1
"""What booking one round costs, and what one finished, scored round earns."""
NOTICE = timedelta(hours=12)
"""A candidate who cancels a round earlier than this before its start gets the credit back."""


def comes_back(*, state: str, by_candidate: bool, absent: bool, starts_at: datetime, at: datetime) -> bool:
    """Whether the credit of a round that did not take place goes back to its candidate.

    Args:
        state: "cancelled" or "missed".
        by_candidate: whether the candidate cancelled it.
        absent: whether the candidate is noted as not having come.
        starts_at: when it was to begin.
        at: when it was closed.
    """
    if state == "missed":
        return not absent
    return not by_candidate or starts_at - at >= NOTICE
