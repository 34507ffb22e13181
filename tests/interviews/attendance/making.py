"""A round whose candidate waits: it began in the past, so that no test has to sleep."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from interviews.models import Presence, Round
from tests.factories import make_loop, make_peer, make_round


def ago(minutes: float) -> datetime:
    """A moment so many minutes before now."""
    return timezone.now() - timedelta(minutes=minutes)


def waiting_round(
    interviewer: User | None = None, *, began: float = 12, kind: str = "system_design", **fields: Any
) -> Round:
    """A scheduled round that began so many minutes ago; its only loop-mate is tomorrow's recruiter round."""
    loop = make_loop(rounds=False)
    start = ago(began).replace(second=0, microsecond=0)
    round_ = make_round(
        loop,
        kind,
        interviewer=interviewer or make_peer("Jordan", hours=False),
        starts_at=start,
        arranged_at=ago(60 * 24),
        **fields,
    )
    make_round(loop, "recruiter")
    return round_


def interviewer_of(round_: Round) -> User:
    """Who interviews."""
    return round_.seats.get(role="interviewer").person


def was_here(
    round_: Round, person: User, *, since: float, until: float | None = None, still: bool = False
) -> Presence:
    """The person was in the room from so many minutes ago on: until then, or `still`."""
    last = timezone.now() if still else ago(0 if until is None else until)
    made = Presence.objects.create(round=round_, person=person, seen_at=last, left_at=None if still else last)
    Presence.objects.filter(pk=made.pk).update(joined_at=ago(since))
    return made


def online_peer(name: str = "", **fields: Any) -> User:
    """A peer with hours around the clock who was seen this moment."""
    return make_peer(name, seen_at=timezone.now(), **fields)
