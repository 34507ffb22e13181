"""Answering a request for cover: the first yes gets the round."""

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.retry import persistently
from interviews.booking.seating import interviewer_seat, lock_round
from interviews.booking.services import is_claim
from interviews.changes import covering, policy
from interviews.changes.refilling import assign
from interviews.changes.services import taken
from interviews.models import CoverAsk, CoverRequest, Loop, Round


def take_cover(*, ask: CoverAsk, actor: User) -> Round:
    """Say yes: the round is theirs, the others who were asked are told. Twice changes nothing.

    A yes after a no counts while the request is open.

    Args:
        ask: only its key is trusted.
        actor: whom it asks.

    Returns:
        The round as it is now.

    Raises:
        DomainError: code "not_yours".
        Conflict: code "covered" when somebody was quicker, "closed" when it is not needed any more, "busy"
            when they are in another round then, "not_free" when they can't be seated in it.
    """

    def act() -> Round:
        loop, round_, found = _lock(ask, actor)
        if found.answer == CoverAsk.Answer.YES:
            return round_
        now = timezone.now()
        _check_open(found, round_, now)
        _answer(found, CoverAsk.Answer.YES, now)
        assign(loop=loop, round=round_, person=actor, actor=actor, now=now, event="cover_taken", asked=True)
        return round_

    try:
        return persistently(act, exhausted=taken)
    except IntegrityError as error:
        if not is_claim(error):
            raise
        raise Conflict(
            _("You are in another round at that time, so this one stays open. Nothing was changed."),
            code="busy",
        ) from None


def refuse_cover(*, ask: CoverAsk, actor: User) -> CoverAsk:
    """Say no: somebody else is asked. Twice changes nothing, nor does a no when it is settled already.

    Raises:
        DomainError: code "not_yours"; "is_yours" when they took it: then they give it back instead.
    """

    def act() -> CoverAsk:
        loop, round_, found = _lock(ask, actor)
        if found.answer == CoverAsk.Answer.YES:
            raise DomainError(
                _("You said yes, and the round is yours. If you can’t make it, give it back."),
                code="is_yours",
            )
        now = timezone.now()
        if found.answer == CoverAsk.Answer.NO:
            return found
        _answer(found, CoverAsk.Answer.NO, now)
        if found.request.state == CoverRequest.State.OPEN and interviewer_seat(round_) is None:
            covering.ask(loop=loop, round=round_, now=now)
        return found

    return persistently(act, exhausted=taken)


def _lock(ask: CoverAsk, actor: User) -> tuple[Loop, Round, CoverAsk]:
    """Loop and round under lock, then what was asked."""
    round_id = CoverRequest.objects.values_list("round_id", flat=True).get(asks=ask.pk)
    loop, round_ = lock_round(round_id)
    found = CoverAsk.objects.select_for_update(of=("self",)).select_related("request").get(pk=ask.pk)
    if found.person_id != actor.pk:
        raise DomainError(_("Only who was asked can answer."), code="not_yours")
    return loop, round_, found


def _check_open(found: CoverAsk, round_: Round, now: datetime) -> None:
    if found.request.state == CoverRequest.State.FILLED or (
        round_.state == Round.State.SCHEDULED and interviewer_seat(round_) is not None
    ):
        raise Conflict(
            _("Somebody else was quicker and has the round. Thank you for being there."), code="covered"
        )
    if (
        found.request.state != CoverRequest.State.OPEN
        or round_.state != Round.State.SCHEDULED
        or round_.starts_at - now <= policy.COVER_CLOSES
    ):
        raise Conflict(
            _("This round was moved or called off meanwhile, so nobody is needed any more."), code="closed"
        )


def _answer(found: CoverAsk, answer: str, now: datetime) -> None:
    found.answer, found.answered_at = answer, now
    found.save(update_fields=["answer", "answered_at", "updated_at"])
