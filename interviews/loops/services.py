"""Changes of a loop and its rounds: the one function through which every state passes, and cancelling."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from common.events import group_name, publish
from common.mail import drop
from interviews.calendar.mails import owe_cancellations
from interviews.loops import states
from interviews.models import Claim, HistoryEntry, Loop, Round
from interviews.signals import round_closed


def set_round_state(*, round: Round, new: str, actor: User | None, reason: str = "") -> Round:  # noqa: A002
    """Move a round to the state `new`, with everything that follows from it, in one transaction.

    Writes the history, frees claims of a round that won't take place, mails the cancellation, brings the
    loop's state along, tells the apps above when the round is closed, and open rooms after commit.
    Asking for the state it already has changes nothing.

    Args:
        round: the round; only its key is trusted, the row is read again under lock.
        new: a state of `Round.State`.
        actor: who did it; None for the product itself.
        reason: in their words, for the history and the mail.

    Returns:
        The round as it is now.

    Raises:
        DomainError: code "transition", when the table does not allow it.
    """
    with transaction.atomic():
        loop = Loop.objects.select_for_update().get(pk=round.loop_id)
        return _apply(loop, _locked_round(round), new, actor, reason)


def cancel_loop(*, loop: Loop, actor: User, reason: str = "") -> Loop:
    """Call a booked loop off: every round that is still to come is cancelled, or none is.

    Args:
        loop: the loop; read again under lock.
        actor: its candidate.
        reason: for the history and for the interviewers' mails.

    Returns:
        The loop as it is now; cancelling twice changes nothing.

    Raises:
        DomainError: code "not_yours" for anybody but the candidate, "too_late" once a round has begun.
    """
    with transaction.atomic():
        loop = Loop.objects.select_for_update().get(pk=loop.pk)
        if loop.candidate_id != actor.pk:
            raise DomainError(_("Only the candidate can cancel a whole loop."), code="not_yours")
        if loop.state == Loop.State.CANCELLED:
            return loop
        if loop.state != Loop.State.BOOKED:
            raise DomainError(
                _("A round of this loop has begun, so the loop can’t be cancelled any more."), code="too_late"
            )
        rounds = Round.objects.select_for_update().filter(loop=loop, state=Round.State.SCHEDULED)
        for round_ in rounds.order_by("position"):
            _apply(loop, round_, Round.State.CANCELLED, actor, reason)
        return loop


def record(
    *,
    loop: Loop,
    round: Round | None = None,  # noqa: A002
    actor: User | None,
    event: str,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    reason: str = "",
) -> HistoryEntry:
    """Append to the history of a loop; call it inside the transaction of what happened."""
    return HistoryEntry.objects.create(
        loop=loop,
        round=round,
        actor=actor,
        event=event,
        old=old or {},
        new=new or {},
        reason=reason.strip()[:500],
    )


def _locked_round(round_: Round) -> Round:
    """The row under lock. The loop is always locked before, so two changes never wait for each other."""
    return Round.objects.select_for_update().select_related(None).get(pk=round_.pk)


def _apply(loop: Loop, round_: Round, new: str, actor: User | None, reason: str) -> Round:
    old = round_.state
    if old == new:
        return round_
    states.ROUND.check(old, new)
    now = timezone.now()
    round_.loop = loop
    round_.state = new
    if new == Round.State.LIVE:
        round_.started_at = now
    if new in states.CLOSED:
        round_.closed_at = now
    if new == Round.State.CANCELLED:
        round_.sequence += 1
    round_.save(update_fields=["state", "started_at", "closed_at", "sequence", "updated_at"])
    record(
        loop=loop,
        round=round_,
        actor=actor,
        event=f"round_{new}",
        old={"state": old},
        new={"state": new},
        reason=reason,
    )
    if new in {Round.State.CANCELLED, Round.State.MISSED}:
        Claim.objects.filter(seat__round=round_).delete()
    if new == Round.State.CANCELLED:
        drop(key_prefix=f"reminder:{round_.pk}:")
        owe_cancellations(round_, actor=actor, reason=reason)
    _bring_along(loop, actor)
    if new in states.CLOSED:
        round_closed.send(sender=Round, round=round_)
    publish(group_name("round", round_.pk), {"type": "round.changed"})
    return round_


def _bring_along(loop: Loop, actor: User | None) -> None:
    """Move the loop to where its rounds are, step by step along its table."""
    wanted = states.loop_state(loop.rounds.values_list("state", flat=True))
    if loop.state == Loop.State.RUNNING and wanted == Loop.State.BOOKED:
        return  # it began with a round that was missed after all; it has begun all the same
    path = [wanted]
    if loop.state == Loop.State.BOOKED and wanted == Loop.State.COMPLETED:
        path = [Loop.State.RUNNING, wanted]
    for new in path:
        if loop.state == new:
            continue
        states.LOOP.check(loop.state, new)
        old, loop.state = loop.state, new
        loop.save(update_fields=["state", "updated_at"])
        record(loop=loop, actor=actor, event=f"loop_{new}", old={"state": old}, new={"state": new})
