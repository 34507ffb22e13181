"""Finding who steps in, and seating them: steps inside a transaction that holds loop and round.

Begin it with `booking.seating.lock_round`. Another feature that takes somebody's place in a round uses
`selectors.stand_ins` to see who could, `assign` to seat one, and `seat_best` to seat the best.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict
from interviews.booking.pool import blocked_with
from interviews.booking.seating import seat_interviewer
from interviews.booking.services import is_claim, lock_schedules
from interviews.changes import covering
from interviews.changes.selectors import StandIn, stand_ins
from interviews.models import CoverRequest, Loop, Round, Seat, Standby
from interviews.qualifying.selectors import is_qualified

AT_ONCE = 8
"""So many of the best are locked and looked at again before one of them is seated."""


def assign(
    *,
    loop: Loop,
    round: Round,  # noqa: A002
    person: User,
    actor: User | None,
    now: datetime,
    reason: str = "",
    event: str = "interviewer_replaced",
    asked: bool = False,
) -> Seat:
    """Seat this person as interviewer, close an open request for cover, and name who stands by from now on.

    Whoever sat there before is freed and told (`booking.seating.seat_interviewer`).

    Args:
        loop: locked.
        round: locked, scheduled.
        person: who interviews from now on.
        actor: who decided; None for the product itself.
        now: the moment at hand.
        reason: in the actor's words.
        event: for the history.
        asked: the person said yes to this very round, so their hours, notice, buffers and caps don't stand
            in the way, calibration does; else they must be free for it by the rule of openings.

    Raises:
        Conflict: code "not_free" when they can't any more.
        IntegrityError: they took another round in the same moment.
    """
    lock_schedules({person.pk})
    if asked:
        may = _may_be_asked(loop, round, person)
    else:
        may = bool(stand_ins(loop, round, now=now, only=[person.pk]))
    if not may:
        raise Conflict(
            _("%(name)s is not free for this round any more. Nothing was changed.")
            % {"name": person.shown_name},
            code="not_free",
        )
    seat = seat_interviewer(loop=loop, round=round, person=person, actor=actor, reason=reason, event=event)
    _after(loop, round, person, now)
    return seat


def seat_best(
    *,
    loop: Loop,
    round: Round,  # noqa: A002
    actor: User | None,
    now: datetime,
    reason: str = "",
    event: str = "interviewer_replaced",
    without: Collection[int] = (),
) -> Seat | None:
    """Seat the best of those who could step in: the standby if still free, else by `stand_ins`.

    Args:
        loop: locked.
        round: locked, scheduled.
        actor: who caused it; None for the product itself.
        now: the moment at hand.
        reason: in the actor's words.
        event: for the history.
        without: ids of people to leave out, beside those whom `stand_ins` leaves out.

    Returns:
        The new seat; None, with nothing changed, when nobody can.
    """
    ranked = [each for each in stand_ins(loop, round, now=now) if each.person.pk not in without][:AT_ONCE]
    if not ranked:
        return None
    ids = {each.person.pk for each in ranked}
    lock_schedules(ids)
    for each in stand_ins(loop, round, now=now, only=ids):
        seat = _try(loop, round, each, actor, reason, event)
        if seat is not None:
            _after(loop, round, each.person, now)
            return seat
    return None


def name_standby(*, loop: Loop, round: Round, now: datetime) -> Standby | None:  # noqa: A002
    """Name who steps in first should the interviewer fall out, where anybody could; nobody is bound by it."""
    Standby.objects.filter(round=round).delete()
    ranked = stand_ins(loop, round, now=now)
    return Standby.objects.create(round=round, person=ranked[0].person) if ranked else None


def _try(
    loop: Loop, round_: Round, found: StandIn, actor: User | None, reason: str, event: str
) -> Seat | None:
    try:
        with transaction.atomic():
            return seat_interviewer(
                loop=loop, round=round_, person=found.person, actor=actor, reason=reason, event=event
            )
    except IntegrityError as error:
        # They booked a round of their own in the same moment: the next one then.
        if not is_claim(error):
            raise
        round_.refresh_from_db(fields=["sequence", "updated_at"])
        return None


def _after(loop: Loop, round_: Round, person: User, now: datetime) -> None:
    covering.close_request(round_, CoverRequest.State.FILLED, but=person)
    name_standby(loop=loop, round=round_, now=now)


def _may_be_asked(loop: Loop, round_: Round, person: User) -> bool:
    """Whether somebody who says yes can be seated: an active peer, calibrated, not put apart from them."""
    person.refresh_from_db(fields=["is_active", "is_peer"])
    return (
        person.is_active
        and person.is_peer
        and person.pk != loop.candidate_id
        and person.pk not in blocked_with(loop.candidate)
        and is_qualified(person.pk, round_.kind, at=round_.starts_at)
    )
