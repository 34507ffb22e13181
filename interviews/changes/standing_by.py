"""A standby steps back: nobody is bound by being named."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from interviews.booking.seating import lock_round
from interviews.changes.refilling import name_standby
from interviews.loops.services import record
from interviews.models import Round, Standby

EVENT = "stood_down"


@transaction.atomic
def stand_down(*, round: Round, actor: User) -> Standby | None:  # noqa: A002
    """Take a person off as standby of a round; the next who could is named. Twice changes nothing.

    They are not named for this round again, and it isn't given to them without being asked.

    Returns:
        The standby there is now, or None.
    """
    loop, round_ = lock_round(round.pk)
    standby = Standby.objects.filter(round=round_).first()
    if standby is None or standby.person_id != actor.pk:
        return standby
    standby.delete()
    record(loop=loop, round=round_, actor=actor, event=EVENT, old={"standby": actor.pk})
    if round_.state != Round.State.SCHEDULED:
        return None
    return name_standby(loop=loop, round=round_, now=timezone.now())
