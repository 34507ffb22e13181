"""Noting who came and who did not, and letting those who are said not to have come dispute it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from common.events import group_name, publish
from interviews.attendance import mails, passes
from interviews.attendance.rules import GRACE, STAYED, claimable_from, disputable_until, stayed
from interviews.attendance.seen import came_to, here_now, spells_in, time_in, window_of
from interviews.booking.seating import CHANGED, lock_round
from interviews.credits.services import refund
from interviews.loops.services import record, set_round_state
from interviews.loops.states import OPEN
from interviews.models import Attendance, CoverRequest, Loop, Round, Seat

_SIDES = (Seat.Role.CANDIDATE, Seat.Role.INTERVIEWER)
PRESENT, NO_SHOW = Attendance.Outcome.PRESENT, Attendance.Outcome.NO_SHOW


def claim_no_show(*, round: Round, actor: User) -> Attendance:  # noqa: A002
    """Say that the other side of a round did not come.

    The candidate is the one who did not come: the round is missed and the interviewer's hour free. The
    interviewer is: the round stands for now, so that somebody else can be found (`rematch.begin`) or the
    candidate lets it go (`let_go`). Whoever is noted gets a mail that says how to dispute it. Saying it
    twice changes nothing.

    Args:
        round: the round; read again under lock.
        actor: its candidate or interviewer.

    Returns:
        The row of the other side.

    Raises:
        DomainError: code "not_yours" for anybody else, "early" before the grace time is over, "nobody" while
            nobody sits on the other side, "came" when the other was in the room or is there now,
            "accused" when the other has said so of `actor`, "over".
    """
    with transaction.atomic():
        loop, round_ = lock_round(round.pk)
        seats = {seat.role: seat for seat in round_.seats.select_related("person").filter(role__in=_SIDES)}
        own = next((seat for seat in seats.values() if seat.person_id == actor.pk), None)
        if own is None:
            raise DomainError(
                _("Only the candidate and the interviewer say who did not come."), code="not_yours"
            )
        other = next((seat for seat in seats.values() if seat is not own), None)
        noted = {row.person_id: row for row in Attendance.objects.filter(round=round_)}
        if other is not None:
            earlier = noted.get(other.person_id)
            if earlier is not None and earlier.outcome == NO_SHOW:
                return earlier
        _check_claim(round_, own, other, noted)
        assert other is not None
        _note(round_, own, PRESENT, None)
        made = _note(round_, other, NO_SHOW, actor, overruling=True)
        record(
            loop=loop,
            round=round_,
            actor=actor,
            event="no_show_noted",
            new={"person": other.person_id, "role": other.role},
        )
        mails.owe_no_show(round_, other, actor)
        if other.role == Seat.Role.CANDIDATE:
            set_round_state(
                round=round_,
                new=Round.State.MISSED,
                actor=actor,
                reason=_("the candidate did not come"),
            )
        publish(group_name("round", round_.pk), CHANGED)
        return made


def _check_claim(round_: Round, own: Seat, other: Seat | None, noted: dict[int, Attendance]) -> None:
    now = timezone.now()
    mine = noted.get(own.person_id)
    if mine is not None and mine.outcome == NO_SHOW:
        raise DomainError(
            _("The other side said that you had not come. You can dispute it on your record."), code="accused"
        )
    if round_.state not in OPEN:
        raise DomainError(_("This round is over."), code="over")
    if other is None:
        raise DomainError(_("Nobody sits on the other side at the moment."), code="nobody")
    if now < claimable_from(round_):
        raise DomainError(
            _("Give them ten minutes from the start. After that you can say that they did not come."),
            code="early",
        )
    spells = spells_in([round_.pk])[round_.pk, other.person_id]
    began = other.role == Seat.Role.INTERVIEWER and round_.state == Round.State.LIVE
    if began or other.person_id in here_now(round_.pk):
        raise DomainError(_("%(name)s is in the room now.") % {"name": other.person.shown_name}, code="came")
    if time_in(round_, spells, now) >= STAYED.total_seconds():
        raise DomainError(
            _("%(name)s has been in the room, so this is no no-show. Nothing was noted.")
            % {"name": other.person.shown_name},
            code="came",
        )


def let_go(*, round: Round, actor: User) -> Round:  # noqa: A002
    """Give up a round whose interviewer did not come: it is missed, and the candidate gets a pass.

    Doing it twice changes nothing.

    Raises:
        DomainError: code "not_yours" for anybody but the candidate, "not_noted" while nobody said that the
            interviewer did not come, "over".
    """
    with transaction.atomic():
        loop, round_ = lock_round(round.pk)
        if loop.candidate_id != actor.pk:
            raise DomainError(_("Only the candidate can let this round go."), code="not_yours")
        if round_.state == Round.State.MISSED:
            return round_
        if round_.state != Round.State.SCHEDULED:
            raise DomainError(_("This round is over."), code="over")
        if not interviewer_lacks(round_):
            raise DomainError(
                _("Nobody said that the interviewer did not come. Say so first."), code="not_noted"
            )
        return fail(loop, round_, actor)


def interviewer_lacks(round_: Round) -> bool:
    """Whether a round that has begun has no interviewer: the seat is empty, or who has it did not come."""
    if timezone.now() < round_.starts_at:
        return False
    seat = round_.seats.filter(role=Seat.Role.INTERVIEWER).first()
    if seat is None:
        return True
    absent = Attendance.objects.filter(round=round_, person=seat.person_id, outcome=NO_SHOW)
    return absent.exists() and seat.person_id not in here_now(round_.pk)


def fail(loop: Loop, round_: Round, actor: User | None) -> Round:
    """Close a round as missed for want of an interviewer, with its search, and give the candidate a pass.

    A step inside the caller's transaction, with loop and round locked.
    """
    CoverRequest.objects.filter(round=round_, state=CoverRequest.State.OPEN).update(
        state=CoverRequest.State.WITHDRAWN, closed_at=timezone.now()
    )
    passes.give(round_, loop.candidate_id)
    round_.loop = loop
    mails.owe_missed(round_)
    return set_round_state(
        round=round_, new=Round.State.MISSED, actor=actor, reason=_("the interviewer did not come")
    )


def note_unheld(round_: Round) -> str:
    """Note who came to a round that is over and did not take place, before the product closes it as missed.

    Nobody came: both are no-shows. One waited through the grace time and the other never came: the other is.
    Whoever was there at all is present. What was noted already stays. A step inside the caller's
    transaction, with loop and round locked.

    Returns:
        Why the round is missed, in words for its history.
    """
    seats = {seat.role: seat for seat in round_.seats.select_related("person").filter(role__in=_SIDES)}
    spells = spells_in([round_.pk])
    there = {role: came_to(round_, spells[round_.pk, seat.person_id], role) for role, seat in seats.items()}
    waited = {
        role: stayed(spells[round_.pk, seat.person_id], window_of(round_)) >= GRACE
        for role, seat in seats.items()
    }
    for role, seat in seats.items():
        others = [each for each in seats if each != role]
        if there[role]:
            _note(round_, seat, PRESENT, None)
        elif others and (not any(there.values()) or any(waited[each] for each in others)):
            row = _note(round_, seat, NO_SHOW, None)
            if row.outcome == NO_SHOW and row.noted_by_id is None:
                mails.owe_no_show(round_, seat, None)
    outcomes = dict(Attendance.objects.filter(round=round_).values_list("role", "outcome"))
    interviewer_failed = outcomes.get(Seat.Role.INTERVIEWER) == NO_SHOW or Seat.Role.INTERVIEWER not in seats
    if interviewer_failed and there.get(Seat.Role.CANDIDATE):
        passes.give(round_, round_.loop.candidate_id)
        mails.owe_missed(round_)
    if not any(there.values()):
        return _("nobody opened the room")
    if interviewer_failed:
        return _("the interviewer did not come")
    if outcomes.get(Seat.Role.CANDIDATE) == NO_SHOW:
        return _("the candidate did not come")
    return _("the round was not started")


def note_held(round_: Round) -> None:
    """Note who came to a round that was completed: whoever was seen is present, also if they came late.

    A step inside the caller's transaction, with loop and round locked.
    """
    spells = spells_in([round_.pk])
    for seat in round_.seats.filter(role__in=_SIDES):
        if came_to(round_, spells[round_.pk, seat.person_id], seat.role):
            _note(round_, seat, PRESENT, None, overruling=True)


def _note(
    round_: Round, seat: Seat, outcome: str, by: User | None, *, overruling: bool = False
) -> Attendance:
    """The row of this person, made unless there is one; with `overruling` it says `outcome` in any case."""
    row, created = Attendance.objects.get_or_create(
        round=round_,
        person_id=seat.person_id,
        defaults={"role": seat.role, "outcome": outcome, "noted_by": by},
    )
    if overruling and not created and row.outcome != outcome:
        row.outcome, row.noted_by = outcome, by
        row.save(update_fields=["outcome", "noted_by", "updated_at"])
    return row


def dispute(*, attendance: Attendance, actor: User, reason: str) -> Attendance:
    """Say that one did come, or why it was not one's fault. Until it is settled it does not count.

    Args:
        attendance: a no-show.
        actor: the person it is about.
        reason: in their words, for the administrators alone.

    Raises:
        DomainError: code "not_yours", "came" unless it is a no-show, "late" after seven days, "settled" when
            an administrator has looked, "reason" without words.
    """
    with transaction.atomic():
        _loop, round_ = lock_round(attendance.round_id)
        row = Attendance.objects.select_for_update().get(pk=attendance.pk)
        if row.person_id != actor.pk:
            raise DomainError(_("Only the person it is about can dispute it."), code="not_yours")
        if row.outcome != NO_SHOW:
            raise DomainError(_("You are noted as present, so there is nothing to dispute."), code="came")
        if row.dispute == Attendance.Dispute.RAISED:
            return row
        if row.dispute:
            raise DomainError(_("An administrator has looked at this already."), code="settled")
        now = timezone.now()
        if now > disputable_until(row.created_at):
            raise DomainError(_("This can be disputed for seven days, which are over."), code="late")
        if not reason.strip():
            raise DomainError(_("Say in a sentence what happened."), code="reason")
        row.dispute, row.dispute_reason, row.disputed_at = (
            Attendance.Dispute.RAISED,
            reason.strip()[:500],
            now,
        )
        row.save(update_fields=["dispute", "dispute_reason", "disputed_at", "updated_at"])
        record(loop=round_.loop, round=round_, actor=actor, event="no_show_disputed")
        return row


def settle(*, attendance: Attendance, actor: User, granted: bool) -> Attendance:
    """Decide a dispute: granted, and it does not count, or upheld. Deciding twice the same changes nothing.

    Raises:
        DomainError: code "not_yours" for anybody but an administrator, or about oneself; "settled" when it
            was decided otherwise, "not_disputed".
    """
    wanted = Attendance.Dispute.GRANTED if granted else Attendance.Dispute.UPHELD
    with transaction.atomic():
        loop, round_ = lock_round(attendance.round_id)
        row = (
            Attendance.objects.select_for_update(of=("self",)).select_related("person").get(pk=attendance.pk)
        )
        if not actor.is_staff or actor.pk == row.person_id:
            raise DomainError(
                _("A dispute is settled by an administrator whom it is not about."), code="not_yours"
            )
        if row.dispute == wanted:
            return row
        if row.dispute == Attendance.Dispute.NONE:
            raise DomainError(_("Nobody disputes this."), code="not_disputed")
        if row.dispute != Attendance.Dispute.RAISED:
            raise DomainError(_("Another administrator has decided this already."), code="settled")
        row.dispute, row.settled_by, row.settled_at = wanted, actor, timezone.now()
        row.save(update_fields=["dispute", "settled_by", "settled_at", "updated_at"])
        record(loop=loop, round=round_, actor=actor, event=f"no_show_{wanted}")
        mails.owe_settled(round_, row)
        if granted and row.role == Seat.Role.CANDIDATE:
            refund(round=round_, person=row.person)
        return row
