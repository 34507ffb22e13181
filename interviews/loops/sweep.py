"""Closing rounds that nobody opened, or that everybody left open."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from interviews.loops.services import set_round_state
from interviews.models import Loop, Round

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
                moved += _move(round_, state, now - after, new, reason)
            except Exception:
                # One that can't be closed must not keep all others open.
                log.exception("round %s could not be closed", round_.pk)
    return moved


@transaction.atomic
def _move(round_: Round, state: str, ended_before: datetime, new: str, reason: str) -> bool:
    """Move a round on, unless somebody did between the look and the lock; whether it was moved."""
    Loop.objects.select_for_update().get(pk=round_.loop_id)
    found = Round.objects.select_for_update().get(pk=round_.pk)
    if found.state != state or found.ends_at >= ended_before:
        return False
    set_round_state(round=found, new=new, actor=None, reason=reason)
    return True
