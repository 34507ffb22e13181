"""Changing a booked round: another time, another interviewer, both at once, none for now.

Each function is one step inside a transaction that the caller has begun, with loop and round locked by
`lock_round` and, where somebody is given an hour, their schedule by `booking.services.lock_schedules`. Each
keeps the round's address, frees and claims quarter hours, raises the calendar SEQUENCE, appends to the
history, owes the mails, drops reminders that became untrue, and tells open rooms after commit. A claim that
is not unique is an IntegrityError for the caller, who tells what happened (`booking.services.is_claim`).
"""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from common.events import group_name, publish
from common.mail import drop
from interviews.board.services import recheck_access
from interviews.calendar.mails import owe_updates, owe_withdrawal
from interviews.loops.services import record
from interviews.models import Board, Claim, Loop, Round, Seat, Standby
from interviews.quarters import quarters

CHANGED = {"type": "round.changed"}


def lock_round(round_id: UUID) -> tuple[Loop, Round]:
    """A round and its loop under lock; the loop first, as everywhere: two changes never wait in a circle.

    Raises:
        Round.DoesNotExist: when there is no such round.
    """
    loop_id = Round.objects.values_list("loop_id", flat=True).get(pk=round_id)
    loop = Loop.objects.select_for_update(of=("self",)).select_related("candidate", "track").get(pk=loop_id)
    round_ = Round.objects.select_for_update(of=("self",)).select_related("prompt").get(pk=round_id)
    round_.loop = loop
    return loop, round_


def interviewer_seat(round_: Round) -> Seat | None:
    """The seat of who interviews, None while the round is being covered."""
    return round_.seats.select_related("person").filter(role=Seat.Role.INTERVIEWER).first()


def set_time(
    *,
    loop: Loop,
    round: Round,  # noqa: A002
    start: datetime,
    actor: User | None,
    reason: str = "",
    event: str = "round_moved",
) -> Round:
    """Give a round another time, with everybody who has a seat in it; the length stays.

    An observer who is in another round at the new time loses the seat: who watches holds nobody up.

    Args:
        loop: locked.
        round: locked.
        start: a UTC moment on a quarter hour.
        actor: who moved it; None for the product itself.
        reason: in their words.
        event: for the history.

    Raises:
        IntegrityError: the candidate or the interviewer is in another round then.
    """
    old = {"starts_at": round.starts_at.isoformat(), "ends_at": round.ends_at.isoformat()}
    round.ends_at = start + (round.ends_at - round.starts_at)
    round.starts_at = start
    round.arranged_at = timezone.now()
    _raise_sequence(round, "starts_at", "ends_at", "arranged_at")
    Claim.objects.filter(seat__round=round).delete()
    _free_observers(loop, round, actor)
    Claim.objects.bulk_create(
        Claim(person_id=seat.person_id, quarter=quarter, seat=seat)
        for seat in round.seats.order_by("person_id")
        for quarter in quarters(round.starts_at, round.ends_at)
    )
    new = {"starts_at": round.starts_at.isoformat(), "ends_at": round.ends_at.isoformat()}
    record(loop=loop, round=round, actor=actor, event=event, old=old, new=new, reason=reason)
    drop(key_prefix=f"reminder:{round.pk}:")
    owe_updates(round, change="moved", actor=actor, reason=reason)
    publish(group_name("round", round.pk), CHANGED)
    return round


def seat_interviewer(
    *,
    loop: Loop,
    round: Round,  # noqa: A002
    person: User,
    actor: User | None,
    reason: str = "",
    event: str = "interviewer_replaced",
) -> Seat:
    """Put somebody else, or anybody where nobody sits, in the interviewer's seat.

    The one who sat there before is freed and gets a cancellation for their calendar; the others an update.
    Whoever was named as standby is not any more.

    Args:
        loop: locked.
        round: locked.
        person: who interviews from now on.
        actor: who decided; None for the product itself.
        reason: in their words.
        event: for the history.

    Raises:
        IntegrityError: the person is in another round then, or has a seat in this one.
    """
    before = interviewer_seat(round)
    if before is not None and before.person_id == person.pk:
        return before
    _raise_sequence(round)
    if before is not None:
        _take_away(round, before, actor, reason)
    seat = Seat.objects.create(round=round, person=person, role=Seat.Role.INTERVIEWER)
    Claim.objects.bulk_create(
        Claim(person=person, quarter=quarter, seat=seat)
        for quarter in quarters(round.starts_at, round.ends_at)
    )
    Standby.objects.filter(round=round).delete()
    record(
        loop=loop,
        round=round,
        actor=actor,
        event=event,
        old={"interviewer": before.person_id if before else None},
        new={"interviewer": person.pk},
        reason=reason,
    )
    owe_updates(round, change="interviewer", actor=actor, reason=reason)
    publish(group_name("round", round.pk), CHANGED)
    return seat


def vacate(
    *,
    loop: Loop,
    round: Round,  # noqa: A002
    actor: User | None,
    reason: str = "",
    event: str = "interviewer_left",
) -> None:
    """Free the interviewer's seat without anybody in it: the round stands and is to be covered.

    The one who leaves gets a cancellation; the others an update that says somebody is looked for.

    Args:
        loop: locked.
        round: locked.
        actor: who freed it; None for the product itself.
        reason: in their words.
        event: for the history.
    """
    before = interviewer_seat(round)
    if before is None:
        return
    _raise_sequence(round)
    _take_away(round, before, actor, reason)
    record(
        loop=loop,
        round=round,
        actor=actor,
        event=event,
        old={"interviewer": before.person_id},
        new={"interviewer": None},
        reason=reason,
    )
    owe_updates(round, change="vacant", actor=actor, reason=reason)
    publish(group_name("round", round.pk), CHANGED)


def stand_in(
    *,
    loop: Loop,
    round: Round,  # noqa: A002
    person: User,
    start: datetime,
    absent: User | None,
) -> Seat:
    """Put somebody in the seat of an interviewer who did not come, and begin the round anew, as one change.

    Observers who are in another round at the new time lose their seats.

    Args:
        loop: locked.
        round: locked; its candidate is free at the new time.
        person: who interviews from now on, and said so.
        start: a UTC moment on a quarter hour.
        absent: who did not come; None where the seat is empty.

    Raises:
        IntegrityError: the person or the candidate is in another round then, or has a seat in this one.
    """
    old = {"interviewer": absent.pk if absent else None, "starts_at": round.starts_at.isoformat()}
    before = interviewer_seat(round)
    round.ends_at = start + (round.ends_at - round.starts_at)
    round.starts_at = start
    round.arranged_at = timezone.now()
    _raise_sequence(round, "starts_at", "ends_at", "arranged_at")
    if before is not None:
        _take_away(round, before, None, "")
    Claim.objects.filter(seat__round=round).delete()
    _free_observers(loop, round, None)
    seat = Seat.objects.create(round=round, person=person, role=Seat.Role.INTERVIEWER)
    Claim.objects.bulk_create(
        Claim(person_id=each.person_id, quarter=quarter, seat=each)
        for each in round.seats.order_by("person_id")
        for quarter in quarters(round.starts_at, round.ends_at)
    )
    Standby.objects.filter(round=round).delete()
    record(
        loop=loop,
        round=round,
        actor=person,
        event="interviewer_stood_in",
        old=old,
        new={"interviewer": person.pk, "starts_at": round.starts_at.isoformat()},
    )
    drop(key_prefix=f"reminder:{round.pk}:")
    owe_updates(round, change="rematch", actor=person)
    publish(group_name("round", round.pk), CHANGED)
    return seat


def _free_observers(loop: Loop, round_: Round, actor: User | None) -> None:
    """Free the seats of observers who are in another round at the time that this one has now."""
    elsewhere = Claim.objects.filter(quarter__in=quarters(round_.starts_at, round_.ends_at)).values("person")
    leaving = round_.seats.filter(role=Seat.Role.OBSERVER, person__in=elsewhere).select_related("person")
    for seat in leaving.order_by("person_id"):
        record(loop=loop, round=round_, actor=actor, event="observer_removed", old={"person": seat.person_id})
        _take_away(round_, seat, actor, "")


def _take_away(round_: Round, seat: Seat, actor: User | None, reason: str) -> None:
    """Free a seat and its hours, and see that the person's open sockets are looked at again."""
    owe_withdrawal(round_, seat=seat, actor=actor, reason=reason)
    seat.delete()
    board = Board.objects.filter(round=round_).first()
    if board is not None:
        recheck_access(board=board)


def _raise_sequence(round_: Round, *fields: str) -> None:
    round_.sequence += 1
    round_.save(update_fields=["sequence", "updated_at", *fields])
