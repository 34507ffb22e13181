"""Inviting somebody to watch a round, and letting them go."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.events import group_name, publish
from interviews.board.services import recheck_access
from interviews.calendar.mails import owe_observer_invitation, owe_withdrawal
from interviews.loops.services import record
from interviews.loops.states import OPEN
from interviews.models import Board, Claim, Loop, Round, Seat
from interviews.quarters import quarters

MOST = 5


def invite_observer(
    *,
    round: Round,  # noqa: A002
    actor: User,
    email: str,
    purpose: str = Seat.Purpose.NONE,
) -> Seat:
    """Give an existing person a seat to watch from; inviting again changes at most what they watch for.

    The observer's quarter hours are claimed like everybody's, so that nobody watches one round while
    interviewing in another.

    Args:
        round: a round that is running or still to come.
        actor: its candidate or interviewer.
        email: of the person to invite, in any case.
        purpose: why they watch, which everybody in the room sees (`Seat.Purpose`).

    Raises:
        DomainError: code "unknown" when nobody can be invited by this address (it doesn't say why), "over",
            "not_yours", "full".
        Conflict: code "taken", the person is in another round then.
    """
    try:
        with transaction.atomic():
            loop, round_ = _locked(round, actor)
            person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
            seat = round_.seats.filter(person=person).first() if person else None
            if seat is not None and seat.role == Seat.Role.OBSERVER:
                if seat.purpose != purpose:
                    seat.purpose = purpose
                    seat.save(update_fields=["purpose", "updated_at"])
                    publish(group_name("round", round_.pk), {"type": "round.changed"})
                return seat
            if person is None or seat is not None:
                raise DomainError(
                    _("Nobody can be invited by this address. Check how it is spelt."), code="unknown"
                )
            if round_.seats.filter(role=Seat.Role.OBSERVER).count() >= MOST:
                raise DomainError(_("Five people can watch a round. Take one back first."), code="full")
            seat = Seat.objects.create(round=round_, person=person, role=Seat.Role.OBSERVER, purpose=purpose)
            Claim.objects.bulk_create(
                Claim(person=person, quarter=quarter, seat=seat)
                for quarter in quarters(round_.starts_at, round_.ends_at)
            )
            record(loop=loop, round=round_, actor=actor, event="observer_invited", new={"person": person.pk})
            owe_observer_invitation(round_, seat=seat, actor=actor)
            publish(group_name("round", round_.pk), {"type": "round.changed"})
            return seat
    except IntegrityError:
        raise Conflict(_("This person is in another round at that time."), code="taken") from None


def seat_rater(*, round: Round, person: User, actor: User) -> Seat:  # noqa: A002
    """Give a person a seat to shadow from, at a coach's wish; one in a round that is over claims no hours.

    Call it in a transaction with the loop locked. A claim that is not unique is an IntegrityError.

    Args:
        round: one that took place or is still to come.
        person: who has no seat in it.
        actor: who asked them, for the history.

    Raises:
        DomainError: code "full".
    """
    found = Round.objects.select_for_update().select_related("loop").get(pk=round.pk)
    if found.state in OPEN and found.seats.filter(role=Seat.Role.OBSERVER).count() >= MOST:
        raise DomainError(_("Five people can watch a round. Take one back first."), code="full")
    seat = Seat.objects.create(
        round=found, person=person, role=Seat.Role.OBSERVER, purpose=Seat.Purpose.SHADOW
    )
    if found.state in OPEN:
        Claim.objects.bulk_create(
            Claim(person=person, quarter=quarter, seat=seat)
            for quarter in quarters(found.starts_at, found.ends_at)
        )
        owe_observer_invitation(found, seat=seat, actor=actor)
    record(loop=found.loop, round=found, actor=actor, event="observer_invited", new={"person": person.pk})
    publish(group_name("round", found.pk), {"type": "round.changed"})
    return seat


def unseat_rater(*, round: Round, person: User, actor: User | None) -> None:  # noqa: A002
    """Take a seat back that `seat_rater` gave, and close what the person has open; twice changes nothing.

    Call it in a transaction with the loop locked.
    """
    found = Round.objects.select_for_update().select_related("loop").get(pk=round.pk)
    seat = found.seats.filter(person=person, role=Seat.Role.OBSERVER).first()
    if seat is None:
        return
    if found.state in OPEN:
        # Their calendar takes the entry out only when its number has risen.
        found.sequence += 1
        found.save(update_fields=["sequence", "updated_at"])
        owe_withdrawal(found, seat=seat, actor=actor)
    seat.delete()
    record(loop=found.loop, round=found, actor=actor, event="observer_removed", old={"person": person.pk})
    publish(group_name("round", found.pk), {"type": "round.changed"})
    board = Board.objects.filter(round=found).first()
    if board is not None:
        recheck_access(board=board)


def remove_observer(*, round: Round, actor: User, seat_id: int) -> None:  # noqa: A002
    """Take an observer's seat back; their open sockets are closed and they are told. Twice changes nothing.

    Raises:
        DomainError: code "not_yours" unless `actor` is candidate, interviewer, or the observer.
    """
    with transaction.atomic():
        seat = Seat.objects.filter(pk=seat_id, round=round, role=Seat.Role.OBSERVER).first()
        own = seat is not None and seat.person_id == actor.pk
        loop, round_ = _locked(round, actor, own=own)
        if seat is None or not round_.seats.filter(pk=seat.pk).exists():
            return
        person = seat.person_id
        # Their calendar takes the entry out only when its number has risen.
        round_.sequence += 1
        round_.save(update_fields=["sequence", "updated_at"])
        owe_withdrawal(round_, seat=seat, actor=actor)
        seat.delete()
        record(loop=loop, round=round_, actor=actor, event="observer_removed", old={"person": person})
        publish(group_name("round", round_.pk), {"type": "round.changed"})
        board = Board.objects.filter(round=round_).first()
        if board is not None:
            recheck_access(board=board)


def _locked(round_: Round, actor: User, *, own: bool = False) -> tuple[Loop, Round]:
    loop = Loop.objects.select_for_update().get(pk=round_.loop_id)
    found = Round.objects.select_for_update().get(pk=round_.pk)
    hosts = (Seat.Role.CANDIDATE, Seat.Role.INTERVIEWER)
    if not own and not found.seats.filter(person=actor, role__in=hosts).exists():
        raise DomainError(_("Only the candidate and the interviewer decide who watches."), code="not_yours")
    if found.state not in OPEN:
        raise DomainError(_("This round is over."), code="over")
    return loop, found
