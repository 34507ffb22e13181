"""Closing rounds that nobody opened, whose clock nobody started, or that everybody left open."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interviews.attendance.services import note_unheld
from interviews.loops.services import set_round_state
from interviews.models import Loop, Presence, Round, Seat

log = logging.getLogger(__name__)
MISSED_AFTER = timedelta(minutes=15)
"""How long after its end a round that never began counts as missed."""
COMPLETED_AFTER = timedelta(hours=2)
"""How long after its end a round that was left open is closed."""
TOGETHER = timedelta(minutes=5)
"""How long both must have been in the room for a round to have taken place without its clock."""
_BATCH = 200


def sweep_rounds() -> int:
    """Move overdue rounds on; returns how many.

    Live ones are completed. Scheduled ones are missed, and who did not come is noted; but those in which
    candidate and interviewer sat together and only forgot to start the clock took place, and can be scored.
    """
    now = timezone.now()
    moved = 0
    for state, after, new, reason in (
        (Round.State.SCHEDULED, MISSED_AFTER, Round.State.MISSED, ""),
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
    began = together_since(found) if state == Round.State.SCHEDULED else None
    if began is not None:
        new, reason = Round.State.COMPLETED, "both were in the room, nobody started the clock"
        found = set_round_state(round=found, new=Round.State.LIVE, actor=None, reason=reason)
        found.started_at = began
        found.save(update_fields=["started_at"])
    elif new == Round.State.MISSED:
        reason = note_unheld(found)
        if not found.seats.filter(role=Seat.Role.INTERVIEWER).exists():
            # Nobody could have opened it: it was called off, not missed by anybody.
            new, reason = Round.State.CANCELLED, _("Nobody could take it over in time.")
    set_round_state(round=found, new=new, actor=None, reason=reason)
    return True


def together_since(round_: Round) -> datetime | None:
    """Since when candidate and interviewer were in the room together, if it was for five minutes at least."""
    spells: dict[str, list[Presence]] = {Seat.Role.CANDIDATE: [], Seat.Role.INTERVIEWER: []}
    roles = dict(round_.seats.filter(role__in=spells).values_list("person_id", "role"))
    for each in round_.presences.filter(person__in=roles).order_by("joined_at"):
        spells[roles[each.person_id]].append(each)
    shared = (
        max(one.joined_at, other.joined_at)
        for one in spells[Seat.Role.CANDIDATE]
        for other in spells[Seat.Role.INTERVIEWER]
        if min(one.seen_at, other.seen_at) - max(one.joined_at, other.joined_at) >= TOGETHER
    )
    return min(shared, default=None)
