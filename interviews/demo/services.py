"""Moving a booked round to this very quarter hour, on a machine where the demo is on."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.events import group_name, publish
from interviews.booking.services import moment
from interviews.calendar.mails import owe_invitations
from interviews.loops.services import record
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
        DomainError: code "transition" when the round is over or cancelled.
        Conflict: code "taken" when one of the people is in another round now.
    """
    if not settings.DEMO:
        raise Http404
    try:
        with transaction.atomic():
            loop = Loop.objects.select_for_update().get(pk=round.loop_id)
            return _move(loop, Round.objects.select_for_update().get(pk=round.pk), actor)
    except IntegrityError:
        raise Conflict(
            _("One of you is in another round now. Finish or cancel that one first."), code="taken"
        ) from None


def _move(loop: Loop, round_: Round, actor: User) -> Round:
    first = int(timezone.now().timestamp()) // 900
    start = moment(first)
    if round_.state == Round.State.LIVE or round_.starts_at == start:
        return round_
    if round_.state != Round.State.SCHEDULED:
        raise DomainError(_("Only a round that is still to come can be moved."), code="transition")
    old = round_.starts_at
    round_.ends_at = start + (round_.ends_at - round_.starts_at)
    round_.starts_at = start
    round_.sequence += 1
    round_.save(update_fields=["starts_at", "ends_at", "sequence", "updated_at"])
    wanted = quarters(start, round_.ends_at)
    seats = list(round_.seats.order_by("person_id"))
    Claim.objects.filter(seat__in=seats).delete()
    Claim.objects.filter(
        person__in=[seat.person_id for seat in seats],
        quarter__in=wanted,
        seat__round__state=Round.State.COMPLETED,
    ).delete()
    Claim.objects.bulk_create(
        Claim(person_id=seat.person_id, quarter=quarter, seat=seat) for seat in seats for quarter in wanted
    )
    record(
        loop=loop,
        round=round_,
        actor=actor,
        event="round_moved",
        old={"starts_at": old.isoformat()},
        new={"starts_at": start.isoformat()},
    )
    owe_invitations(round_)
    publish(group_name("round", round_.pk), {"type": "round.changed"})
    return round_
