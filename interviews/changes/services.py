"""Changing a round after booking: move it, call it off, give it back, ask for somebody else.

Each act is one transaction: lock (loop, round, schedules by person), check, write. Whoever comes second is
told what happened meanwhile; nothing of theirs is done then.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.retry import persistently
from interviews.booking.openings import down
from interviews.booking.seating import interviewer_seat, lock_round, set_time, vacate
from interviews.booking.services import is_claim, lock_schedules, moment
from interviews.changes import covering, policy
from interviews.changes.refilling import assign, name_standby, seat_best
from interviews.changes.times import starts
from interviews.loops.selectors import latest_change
from interviews.loops.services import set_round_state
from interviews.loops.words import told
from interviews.models import CoverRequest, Loop, Round, Seat

T = TypeVar("T")


def move_round(*, round: Round, actor: User, start: int, sequence: int, reason: str = "") -> Round:  # noqa: A002
    """Give a round another time: by its candidate, or by who interviews in it.

    A vacant round is given to the best of who is free at the new time.

    Args:
        round: only its key is trusted.
        actor: its candidate or interviewer.
        start: the quarter hour (since 1970) at which it is to begin.
        sequence: the round's `sequence` as the person saw it.
        reason: in their words.

    Returns:
        The round as it is now; asking for the time that it has changes nothing.

    Raises:
        DomainError: code "not_yours", "too_late" (begun, over, or less than the notice before it).
        Conflict: code "stale" when it was changed meanwhile, "not_free" when that time is not to be had any
            more, "taken" when somebody was quicker by a moment.
    """

    def act() -> Round:
        loop, round_ = lock_round(round.pk)
        now = timezone.now()
        role = _role(loop, round_, actor)
        if down(round_.starts_at) == start and round_.state == Round.State.SCHEDULED:
            return round_
        _check_sequence(round_, sequence, actor)
        _check_changeable(round_, now)
        seat = interviewer_seat(round_)
        lock_schedules({seat.person_id} if seat else set())
        begin = _moment(start)
        if (
            begin is None
            or not now <= begin <= now + policy.AHEAD
            or start not in starts(loop, round_, role, now=now, window=(begin, begin + _length(round_)))
        ):
            raise Conflict(
                _("That time is not free any more. The round stays where it is. Here is what is free now."),
                code="not_free",
            )
        covering.close_request(round_, CoverRequest.State.WITHDRAWN)
        set_time(loop=loop, round=round_, start=begin, actor=actor, reason=reason)
        if seat is not None:
            name_standby(loop=loop, round=round_, now=now)
        elif seat_best(loop=loop, round=round_, actor=actor, now=now) is None:
            raise Conflict(
                _("Nobody is free then any more. The round stays where it is. Here is what is free now."),
                code="not_free",
            )
        return round_

    return at_once(act)


def cancel_round(*, round: Round, actor: User, sequence: int, reason: str = "") -> Round:  # noqa: A002
    """Call one round of a loop off. Its candidate's alone; twice changes nothing.

    Raises:
        DomainError: code "not_yours", "too_late" once it has begun.
        Conflict: code "stale" when it was changed meanwhile.
    """

    def act() -> Round:
        loop, round_ = lock_round(round.pk)
        if loop.candidate_id != actor.pk:
            raise DomainError(_("Only the candidate can cancel a round."), code="not_yours")
        if round_.state == Round.State.CANCELLED:
            return round_
        _check_sequence(round_, sequence, actor)
        if not policy.may_leave(round_, timezone.now()):
            raise DomainError(_("This round has begun, so it can’t be cancelled any more."), code="too_late")
        return set_round_state(round=round_, new=Round.State.CANCELLED, actor=actor, reason=reason)

    return at_once(act)


def decline_round(*, round: Round, actor: User, sequence: int | None = None, reason: str = "") -> Round:  # noqa: A002
    """Give back a round that one was to interview in. The round stands, and somebody else is found.

    Up to 48 hours before, the standby or the best of who is free takes it at once. From then on, or where
    nobody is free, it is vacant: people are asked, and it is looked at again as hours change.

    Args:
        round: only its key is trusted.
        actor: its interviewer.
        sequence: the round's `sequence` as the person saw it; None where they saw no page.
        reason: in their words.

    Returns:
        The round as it is now; giving it back twice changes nothing.

    Raises:
        DomainError: code "not_yours" unless `actor` is its interviewer, "too_late" once it has begun.
        Conflict: code "stale" when it was changed meanwhile.
    """

    def act() -> Round:
        loop, round_ = lock_round(round.pk)
        now = timezone.now()
        seat = interviewer_seat(round_)
        if seat is None or seat.person_id != actor.pk:
            entry = round_.history.filter(old__interviewer=actor.pk).order_by("-at", "-pk").first()
            if entry is None:
                raise DomainError(_("Only the interviewer can give a round back."), code="not_yours")
            if entry.actor_id == actor.pk:
                return round_
            raise _stale(round_, actor)
        if round_.state == Round.State.CANCELLED:
            return round_
        if sequence is not None:
            _check_sequence(round_, sequence, actor)
        if not policy.may_leave(round_, now):
            raise DomainError(_("This round has begun, so you can’t give it back."), code="too_late")
        taken_over = round_.starts_at - now > policy.REFILL_UNTIL and seat_best(
            loop=loop, round=round_, actor=actor, now=now, reason=reason, event="interviewer_handed_over"
        )
        if not taken_over:
            vacate(loop=loop, round=round_, actor=actor, reason=reason)
            tend(loop=loop, round=round_, now=now)
        return round_

    return at_once(act)


def replace_interviewer(
    *,
    round: Round,  # noqa: A002
    actor: User,
    sequence: int,
    person: User | None = None,
    reason: str = "",
) -> Round:
    """Ask for somebody else at the same time: somebody in particular, or the best of who is free.

    Args:
        round: only its key is trusted.
        actor: its candidate.
        sequence: the round's `sequence` as the person saw it.
        person: who shall interview; None for anyone, the standby first.
        reason: for the one who is freed, in the candidate's words.

    Returns:
        The round as it is now; asking for who interviews already changes nothing.

    Raises:
        DomainError: code "not_yours", "too_late", "too_often" (see `policy.MOST_REPLACEMENTS`).
        Conflict: code "stale", "not_free" when that person can't any more, "nobody" when no one else is
            free; the interviewer stays then.
    """

    def act() -> Round:
        loop, round_ = lock_round(round.pk)
        now = timezone.now()
        if loop.candidate_id != actor.pk:
            raise DomainError(_("Only the candidate can ask for somebody else."), code="not_yours")
        seat = interviewer_seat(round_)
        if person is not None and seat is not None and seat.person_id == person.pk:
            return round_
        _check_sequence(round_, sequence, actor)
        _check_changeable(round_, now)
        asked = round_.history.filter(event="interviewer_replaced", actor=actor)
        if seat is not None and asked.count() >= policy.MOST_REPLACEMENTS:
            raise DomainError(
                _("You asked for somebody else three times in this round. You can still move or cancel it."),
                code="too_often",
            )
        if person is not None:
            assign(loop=loop, round=round_, person=person, actor=actor, now=now, reason=reason)
        elif seat_best(loop=loop, round=round_, actor=actor, now=now, reason=reason) is None:
            raise Conflict(
                _("Nobody else is free at this time. Nothing was changed. You can move the round instead."),
                code="nobody",
            )
        return round_

    return at_once(act)


def tend(*, loop: Loop, round: Round, now: datetime) -> bool:  # noqa: A002
    """Look after a vacant round, inside a transaction that holds loop and round; called again and again.

    More than 48 hours before it is given to the best of who is free. Then people are asked. When the room
    would open and nobody has taken it, it is cancelled and the candidate told how to book it again.

    Returns:
        Whether anything was changed.
    """
    if round.state != Round.State.SCHEDULED or interviewer_seat(round) is not None:
        return False
    left = round.starts_at - now
    if left <= policy.COVER_CLOSES:
        covering.close_request(round, CoverRequest.State.EXPIRED)
        set_round_state(
            round=round,
            new=Round.State.CANCELLED,
            actor=None,
            reason=_("Nobody could take it over in time."),
        )
        round.refresh_from_db(fields=["state", "sequence", "closed_at"])
        return True
    if left > policy.REFILL_UNTIL:
        return seat_best(loop=loop, round=round, actor=None, now=now) is not None
    return covering.ask(loop=loop, round=round, now=now) > 0


def taken() -> Conflict:
    """The answer to who was second by a moment."""
    return Conflict(
        _("Somebody was quicker: that hour was just taken. Nothing was changed. Here is what is free now."),
        code="taken",
    )


def at_once(act: Callable[[], T]) -> T:
    """Run an act in one transaction; begin it again where the database broke it off.

    Raises:
        Conflict: code "taken", when one of the quarter hours went to somebody else.
    """
    try:
        return persistently(act, exhausted=taken)
    except IntegrityError as error:
        if not is_claim(error):
            raise
        raise taken() from None


def _role(loop: Loop, round_: Round, actor: User) -> str:
    if loop.candidate_id == actor.pk:
        return Seat.Role.CANDIDATE
    seat = interviewer_seat(round_)
    if seat is not None and seat.person_id == actor.pk:
        return Seat.Role.INTERVIEWER
    raise DomainError(_("Only the candidate and the interviewer can move a round."), code="not_yours")


def _check_sequence(round_: Round, sequence: int, actor: User) -> None:
    if round_.sequence != sequence:
        raise _stale(round_, actor)


def _stale(round_: Round, actor: User) -> Conflict:
    """The answer to who was second: what the first one did."""
    entry = latest_change(round_)
    happened = told(entry, actor) if entry else ""
    return Conflict(
        _("Somebody was quicker: %(happened)s Nothing of yours was done. Here is how it stands now.")
        % {"happened": happened},
        code="stale",
    )


def _check_changeable(round_: Round, now: datetime) -> None:
    if round_.state != Round.State.SCHEDULED or now >= round_.starts_at:
        raise DomainError(_("This round has begun or is over, so it stays as it is."), code="too_late")
    if not policy.may_change(round_, now):
        raise DomainError(policy.late_words(), code="too_late")


def _length(round_: Round) -> timedelta:
    return round_.ends_at - round_.starts_at


def _moment(start: int) -> datetime | None:
    """The moment of a quarter that a form sent, None when there is no such moment."""
    try:
        return moment(start)
    except (OverflowError, ValueError, OSError):
        return None
