"""Finding somebody at once for a candidate who waits in the room.

Peers who are online are asked; nobody is seated without having said yes. A named standby who is online is
asked first and alone for a minute, then everybody who could, also who comes online meanwhile. The first yes
gets the seat, and the round begins anew at this or the next quarter hour, under the same address. After three
minutes, or when all have said no, the round is missed and the candidate gets a priority pass.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.events import group_name, publish
from common.mail import drop
from common.retry import persistently
from interviews.attendance import mails
from interviews.attendance.online import absent_interviewer, stand_ins, standby_of, start_now
from interviews.attendance.rules import ALONE, SEARCH
from interviews.attendance.seen import here_now
from interviews.attendance.services import fail, interviewer_lacks
from interviews.booking.seating import CHANGED, lock_round, stand_in
from interviews.booking.services import is_claim, lock_schedules
from interviews.loops.services import record
from interviews.models import CoverAsk, CoverRequest, Loop, Round

OPEN = CoverRequest.State.OPEN


def begin(*, round: Round, actor: User) -> CoverRequest:  # noqa: A002
    """Ask those who are online to run a round whose interviewer did not come. Twice changes nothing.

    Raises:
        DomainError: code "not_yours" for anybody but the candidate, "over", "not_noted" while nobody said
            that the interviewer did not come, "nobody" when nobody who could is online, "elsewhere" when
            the candidate has another round too soon.
    """
    with transaction.atomic():
        loop, round_ = lock_round(round.pk)
        if loop.candidate_id != actor.pk:
            raise DomainError(_("Only the candidate can ask for somebody else."), code="not_yours")
        if round_.state != Round.State.SCHEDULED:
            raise DomainError(_("This round is over or has begun."), code="over")
        running = CoverRequest.objects.filter(round=round_, state=OPEN).first()
        if running is not None and running.live:
            return running
        if not interviewer_lacks(round_):
            raise DomainError(_("Say first that your interviewer did not come."), code="not_noted")
        start = start_now(round_, timezone.now())
        if start is None:
            raise DomainError(
                _("You are in another round too soon. You get a priority pass for this one."),
                code="elsewhere",
            )
        people = stand_ins(round_, start)
        if not people:
            raise DomainError(_("Nobody who can run this round is online now."), code="nobody")
        if running is not None:
            _close(running, CoverRequest.State.WITHDRAWN)
        made = CoverRequest.objects.create(round=round_, live=True)
        first = [person for person in people if person.pk == standby_of(round_)]
        _ask(made, round_, first or people)
        record(
            loop=loop, round=round_, actor=actor, event="search_began", new={"asked": len(first or people)}
        )
        publish(group_name("round", round_.pk), CHANGED)
        return made


def answer(*, ask: CoverAsk, person: User, yes: bool) -> Round:
    """Take a round whose candidate waits, or say no. Saying the same twice changes nothing.

    Returns:
        The round as it is now.

    Raises:
        DomainError: code "not_yours", "came" when the interviewer has come after all.
        Conflict: code "taken" when somebody was quicker or the search is over, "not_offered" when the person
            is not free any more.
    """
    try:
        return persistently(lambda: _answer(ask, person, yes), exhausted=_too_late)
    except IntegrityError as error:
        if not is_claim(error):
            raise
        raise _not_free() from None


def _answer(ask: CoverAsk, person: User, yes: bool) -> Round:
    request_id, round_id = CoverAsk.objects.values_list("request_id", "request__round_id").get(pk=ask.pk)
    loop, round_ = lock_round(round_id)
    schedules = lock_schedules([person.pk])
    request = CoverRequest.objects.select_for_update().get(pk=request_id)
    mine = CoverAsk.objects.select_for_update().get(pk=ask.pk)
    if mine.person_id != person.pk:
        raise DomainError(_("Somebody else was asked this."), code="not_yours")
    if mine.answer == CoverAsk.Answer.YES and yes:
        return round_
    if request.state != OPEN or round_.state != Round.State.SCHEDULED:
        raise _too_late()
    if not yes:
        _keep(mine, CoverAsk.Answer.NO)
        _widen(request, loop, round_)
        return round_
    absent = absent_interviewer(round_)
    if absent is not None and absent.pk in here_now(round_.pk):
        raise DomainError(
            _("%(name)s has come after all. Thank you for offering.") % {"name": absent.shown_name},
            code="came",
        )
    start = start_now(round_, timezone.now())
    if start is None or person.pk not in schedules or not stand_ins(round_, start, only=person.pk):
        raise _not_free()
    _keep(mine, CoverAsk.Answer.YES)
    _close(request, CoverRequest.State.FILLED)
    stand_in(loop=loop, round=round_, person=person, start=start, absent=absent)
    return round_


def advance(request_id: UUID) -> None:
    """Take a search on: end it when somebody came or the time is over, ask more people when it is time."""
    with transaction.atomic():
        round_id = CoverRequest.objects.values_list("round_id", flat=True).get(pk=request_id)
        loop, round_ = lock_round(round_id)
        request = CoverRequest.objects.select_for_update().get(pk=request_id)
        if request.state != OPEN:
            return
        if round_.state != Round.State.SCHEDULED or not interviewer_lacks(round_):
            _close(request, CoverRequest.State.WITHDRAWN)
            publish(group_name("round", round_.pk), CHANGED)
        elif timezone.now() - request.created_at >= SEARCH:
            _expire(request, loop, round_)
        else:
            _widen(request, loop, round_)


def _widen(request: CoverRequest, loop: Loop, round_: Round) -> None:
    """Ask whoever could and was not asked yet, once the standby had their minute or said no; give up when
    nobody is left who has not answered."""
    asks = list(request.asks.all())
    waiting = [ask for ask in asks if not ask.answer]
    alone = len(asks) == 1 and asks[0].person_id == standby_of(round_) and waiting
    if alone and timezone.now() - request.created_at < ALONE:
        return
    start = start_now(round_, timezone.now())
    known = {ask.person_id for ask in asks}
    more = [person for person in stand_ins(round_, start) if person.pk not in known] if start else []
    if more:
        _ask(request, round_, more)
        publish(group_name("round", round_.pk), CHANGED)
    elif not waiting:
        _expire(request, loop, round_)


def _expire(request: CoverRequest, loop: Loop, round_: Round) -> None:
    _close(request, CoverRequest.State.EXPIRED)
    fail(loop, round_, None)


def _ask(request: CoverRequest, round_: Round, people: Iterable[User]) -> None:
    for person in people:
        mails.owe_ask(round_, CoverAsk.objects.create(request=request, person=person))


def _keep(ask: CoverAsk, answer_: str) -> None:
    ask.answer, ask.answered_at = answer_, timezone.now()
    ask.save(update_fields=["answer", "answered_at", "updated_at"])


def _close(request: CoverRequest, state: str) -> None:
    request.state, request.closed_at = state, timezone.now()
    request.save(update_fields=["state", "closed_at", "updated_at"])
    drop(key_prefix=f"ask:{request.pk}:")


def _too_late() -> Conflict:
    return Conflict(
        _("It is settled already: somebody was quicker, or the search is over. Thank you."), "taken"
    )


def _not_free() -> Conflict:
    return Conflict(
        _("You are not free for it any more: you have another round, or your hours end before."),
        code="not_offered",
    )
