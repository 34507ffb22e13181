"""Moving a booked round to this very quarter hour, on a machine where the demo is on."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.booking.seating import interviewer_seat, lock_round, set_time
from interviews.booking.services import moment
from interviews.models import Claim, Loop, Round
from interviews.quarters import quarters


def bring_forward(*, round: Round, actor: User) -> Round:  # noqa: A002
    """Move a scheduled round so that it begins in the quarter hour that is running.

    Claims, calendar sequence, mails and history follow as with any move. Quarters that a finished round of
    the same people still holds are released, since those people are free.

    Args:
        round: the round; read again under lock.
        actor: a person with a seat in it.

    Returns:
        The round as it is now; a round that has begun or begins in this quarter already is left alone.

    Raises:
        Http404: when the demo is off.
        DomainError: code "transition" when the round is over or cancelled, "vacant" while nobody interviews.
        Conflict: code "taken" when one of the people is in another round now.
    """
    if not settings.DEMO:
        raise Http404
    try:
        with transaction.atomic():
            loop, round_ = lock_round(round.pk)
            return _move(loop, round_, actor)
    except IntegrityError:
        raise Conflict(
            _("One of you is in another round now. Finish or cancel that one first."), code="taken"
        ) from None


def _move(loop: Loop, round_: Round, actor: User) -> Round:
    start = moment(int(timezone.now().timestamp()) // 900)
    if round_.state == Round.State.LIVE or round_.starts_at == start:
        return round_
    if round_.state != Round.State.SCHEDULED:
        raise DomainError(_("Only a round that is still to come can be moved."), code="transition")
    if interviewer_seat(round_) is None:
        raise DomainError(
            _("Nobody interviews in this round yet. Bring it forward once somebody does."), code="vacant"
        )
    Claim.objects.filter(
        person__in=round_.seats.values("person"),
        quarter__in=quarters(start, start + (round_.ends_at - round_.starts_at)),
        seat__round__state=Round.State.COMPLETED,
    ).delete()
    return set_time(loop=loop, round=round_, start=start, actor=actor)
