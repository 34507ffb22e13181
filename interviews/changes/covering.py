"""Asking people to take a round over: steps inside a transaction that holds loop and round."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from common.mail import drop
from common.models import OutgoingMail
from interviews.changes import mails
from interviews.changes.policy import ASKED_AT_ONCE
from interviews.changes.selectors import stand_ins
from interviews.loops.services import record
from interviews.models import CoverAsk, CoverRequest, Loop, Round

OPEN = CoverRequest.State.OPEN


def ask(*, loop: Loop, round: Round, now: datetime) -> int:  # noqa: A002
    """Ask whoever could take a vacant round, the best first, up to `ASKED_AT_ONCE` who have not answered.

    Everybody is asked once; whoever is free but wants longer notice may say yes all the same. Called again it
    asks those who became free, and one more for each who said no.

    Args:
        loop: locked.
        round: locked, scheduled, without an interviewer.
        now: the moment at hand.

    Returns:
        How many were asked now.
    """
    request = CoverRequest.objects.filter(round=round, state=OPEN).first()
    if request is not None and request.live:
        return 0
    fresh = request is None
    if request is None:
        request = CoverRequest.objects.create(round=round)
    known = dict(request.asks.values_list("person_id", "answer"))
    room = ASKED_AT_ONCE - sum(answer == CoverAsk.Answer.NONE for answer in known.values())
    people = [each for each in stand_ins(loop, round, now=now, notice=False) if each.person.pk not in known]
    # Who has the notice that they want is asked before who has not; else the order stays.
    people.sort(key=lambda each: (not each.standby, not each.in_notice))
    chosen = people[: max(room, 0)]
    for each in chosen:
        CoverAsk.objects.create(request=request, person=each.person)
        mails.owe_cover_ask(request, round, each.person)
    if fresh or chosen:
        record(loop=loop, round=round, actor=None, event="cover_asked", new={"asked": len(chosen)})
    return len(chosen)


def close_request(round_: Round, state: str, *, but: User | None = None) -> None:
    """Close a request for cover that is open, and tell those who were asked and have not said no.

    Mails that are still waiting to go out are let go of instead. One that asks who is online now is not
    touched: it has a life of its own.

    Args:
        round_: locked.
        state: what it becomes: filled, expired or withdrawn.
        but: who took the round, if somebody did: they know.
    """
    request = CoverRequest.objects.select_for_update().filter(round=round_, state=OPEN, live=False).first()
    if request is None:
        return
    request.state, request.closed_at = state, timezone.now()
    request.save(update_fields=["state", "closed_at", "updated_at"])
    drop(key_prefix=f"cover:{request.pk}:ask:")
    unsent = set(
        OutgoingMail.objects.filter(
            key__startswith=f"cover:{request.pk}:ask:", state=OutgoingMail.State.DROPPED
        ).values_list("key", flat=True)
    )
    waiting = request.asks.filter(answer=CoverAsk.Answer.NONE).select_related("person")
    for each in waiting.order_by("person_id"):
        told = mails.ask_key(request, each.person) not in unsent
        if told and (but is None or each.person_id != but.pk):
            mails.owe_cover_closed(request, round_, each.person, state)
