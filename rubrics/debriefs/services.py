"""Whether a loop's debrief is to be compiled: decided here, done in `compiler`."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.jobs import after_commit
from interviews.models import Loop, Round, Seat
from rubrics.debriefs import states
from rubrics.debriefs.snapshot import take
from rubrics.models import Debrief, Scorecard

CARDS_DUE_AFTER = timedelta(hours=48)
_CLOSED = {Round.State.COMPLETED, Round.State.MISSED, Round.State.CANCELLED}
_NO_LEASE: dict[str, Any] = {"lease": None, "lease_until": None}


@transaction.atomic
def reconsider(*, loop: Loop) -> Debrief | None:
    """Look at a loop again after a round was closed, a card came in or the deadline passed.

    Its debrief is queued when all rounds are closed and the interviewers' cards of those that took place are
    in, or when the deadline (48 h after the last round's end) has passed; not when a revision says it already.
    Idempotent.

    Returns:
        The debrief, or None for a loop of which nothing takes place.
    """
    rounds = list(Round.objects.filter(loop=loop))
    expected = [each for each in rounds if each.state not in {Round.State.MISSED, Round.State.CANCELLED}]
    if not expected:
        Debrief.objects.filter(loop=loop, state=states.WAITING).update(due_at=None)
        return None
    Debrief.objects.get_or_create(loop=loop)
    debrief = Debrief.objects.select_for_update().get(loop=loop)
    held = any(each.state == Round.State.COMPLETED for each in expected)
    due_at = cards_due_at(expected)
    due = due_at <= timezone.now()
    # A deadline that passed without any round is no deadline; the next round that closes sets one again.
    debrief.due_at = None if due and not held else due_at
    debrief.save(update_fields=["due_at", "updated_at"])
    settled = all(each.state in _CLOSED for each in rounds) and not owed_cards(loop).exists()
    if held and (settled or due) and not _said_already(debrief, loop):
        _queue(debrief)
    return debrief


@transaction.atomic
def retry(*, debrief: Debrief) -> Debrief:
    """Queue a failed debrief again, with all its attempts; in any other state nothing changes."""
    debrief = Debrief.objects.select_for_update().get(pk=debrief.pk)
    if debrief.state == states.FAILED:
        _queue(debrief)
    return debrief


def cards_due_at(rounds: list[Round]) -> datetime:
    """Until when cards are waited for: 48 h after the end of the last of these rounds."""
    return max(each.ends_at for each in rounds) + CARDS_DUE_AFTER


def owed_cards(loop: Loop) -> Any:
    """The interviewers' seats of completed rounds of a loop whose card is not in, with round and person."""
    submitted = Scorecard.objects.filter(round__loop=loop, state=Scorecard.State.SUBMITTED)
    seats = Seat.objects.filter(
        round__loop=loop, round__state=Round.State.COMPLETED, role=Seat.Role.INTERVIEWER
    ).select_related("round", "person")
    pairs = set(submitted.values_list("round_id", "rater_id"))
    owed = [seat.pk for seat in seats if (seat.round_id, seat.person_id) not in pairs]
    return seats.filter(pk__in=owed).order_by("round__position")


def _said_already(debrief: Debrief, loop: Loop) -> bool:
    """Whether the current revision was made of just these inputs."""
    if debrief.state != states.READY:
        return False
    current = debrief.revisions.filter(is_current=True).only("digest").first()
    return current is not None and current.digest == take(loop).digest


def _queue(debrief: Debrief) -> None:
    from rubrics.debriefs.tasks import compile_debrief

    if debrief.state != states.QUEUED:
        states.DEBRIEF.check(debrief.state, states.QUEUED)
        # A worker that is compiling the old inputs loses its lease here, and with it the right to store.
        Debrief.objects.filter(pk=debrief.pk).update(
            state=states.QUEUED,
            **_NO_LEASE,
            not_before=None,
            attempts=0,
            error="",
            step="",
            steps_done=0,
            steps_total=0,
            updated_at=timezone.now(),
        )
        debrief.refresh_from_db()
    after_commit(compile_debrief, str(debrief.pk))
