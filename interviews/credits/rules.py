"""What a credit is worth and when it comes back (pure)."""

from datetime import timedelta

PER_ROUND = 1
"""What booking one round costs, and what one finished, scored round earns."""


def comes_back(*, state: str, by_candidate: bool, absent: bool, ahead: timedelta, notice: timedelta) -> bool:
    """Whether the credit of a round that did not take place goes back to its candidate.

    Args:
        state: "cancelled" or "missed".
        by_candidate: whether the candidate cancelled it.
        absent: whether the candidate is noted as not having come.
        ahead: how long before its start it was closed.
        notice: from how long ahead on a candidate gets the credit of a cancelled round back.
    """
    if state == "missed":
        return not absent
    return not by_candidate or ahead >= notice
