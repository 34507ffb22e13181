"""Closing rounds that nobody opened, or that everybody left open."""

import logging
from datetime import timedelta

from django.utils import timezone

from common.errors import DomainError
from interviews.loops.services import set_round_state
from interviews.models import Round

log = logging.getLogger(__name__)
MISSED_AFTER = timedelta(minutes=15)
"""How long after its end a round that never began counts as missed."""
COMPLETED_AFTER = timedelta(hours=2)
"""How long after its end a round that was left open is closed."""
_BATCH = 200


def sweep_rounds() -> int:
    """Move overdue rounds on: scheduled ones to missed, live ones to completed; returns how many."""
    now = timezone.now()
    moved = 0
    for state, after, new, reason in (
        (Round.State.SCHEDULED, MISSED_AFTER, Round.State.MISSED, "nobody opened the room"),
        (Round.State.LIVE, COMPLETED_AFTER, Round.State.COMPLETED, "nobody closed the room"),
    ):
        overdue = Round.objects.filter(state=state, ends_at__lt=now - after).order_by("ends_at")[:_BATCH]
        for round_ in overdue:
            try:
                set_round_state(round=round_, new=new, actor=None, reason=reason)
            except DomainError:
                # Somebody moved it between the look and the lock; it is not overdue any more.
                log.info("round %s moved on by itself", round_.pk)
            else:
                moved += 1
    return moved
