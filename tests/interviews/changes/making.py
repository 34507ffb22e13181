"""What the tests of changes begin with."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from interviews.models import Claim, Loop, Round, Seat
from interviews.quarters import quarters
from tests.factories import make_loop, make_peer, make_round, make_user

HOUR = timedelta(hours=1)


def noon(days: float) -> datetime:
    """12:00 UTC in so many days."""
    return (timezone.now() + timedelta(days=days)).replace(hour=12, minute=0, second=0, microsecond=0)


def quarter(at: datetime) -> int:
    return int(at.timestamp()) // 900


def booked(
    days: float = 5, *, candidate: User | None = None, peer: User | None = None, **fields: Any
) -> Round:
    """A round of 45 minutes at noon in so many days, whose interviewer has hours around the clock."""
    loop = make_loop(candidate or make_user("Cand"), rounds=False)
    return make_round(loop, interviewer=peer or make_peer("Bo"), starts_at=noon(days), **fields)


def soon(hours: float, *, candidate: User | None = None, peer: User | None = None) -> Round:
    """A round that begins in so many hours, on a quarter hour."""
    at = timezone.now() + timedelta(hours=hours)
    at = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0) + timedelta(minutes=15)
    loop = make_loop(candidate or make_user("Cand"), rounds=False)
    return make_round(loop, interviewer=peer or make_peer("Bo"), starts_at=at)


def interviewer(round_: Round) -> User:
    """Who interviews in it now."""
    return Seat.objects.select_related("person").get(round=round_, role="interviewer").person


def vacant(round_: Round) -> bool:
    """Whether nobody does."""
    return not Seat.objects.filter(round=round_, role="interviewer").exists()


def events(loop: Loop) -> list[str]:
    """What happened, in order."""
    return list(loop.history.order_by("at", "pk").values_list("event", flat=True))


def assert_whole() -> None:
    """Every claim is of a seat and its time; every seat of an open round has all its claims."""
    for claim in Claim.objects.select_related("seat__round"):
        assert claim.person_id == claim.seat.person_id
        assert claim.quarter in quarters(claim.seat.round.starts_at, claim.seat.round.ends_at)
        assert claim.seat.round.state in {"scheduled", "live", "completed"}
    for seat in Seat.objects.filter(round__state__in=["scheduled", "live"]).select_related("round"):
        wanted = list(quarters(seat.round.starts_at, seat.round.ends_at))
        assert sorted(seat.claims.values_list("quarter", flat=True)) == wanted
