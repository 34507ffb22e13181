"""Who could run a round at this moment: online, free within their own hours, and willing to be asked."""

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from interviews.attendance.rules import JUST_BEGUN, ONLINE
from interviews.booking.openings import down, up
from interviews.booking.pool import pool
from interviews.booking.services import moment
from interviews.models import Attendance, Claim, Round, Seat
from interviews.quarters import quarters


def start_now(round_: Round, now: datetime) -> datetime | None:
    """When a round whose candidate waits could begin, so that its room is open at once.

    A quarter hour that began less than five minutes ago, else the next one; the other of the two when the
    candidate is in another round at the first, None when they are at both.
    """
    size = round_.ends_at - round_.starts_at
    fresh = now - moment(down(now)) < JUST_BEGUN
    for quarter in (down(now), up(now)) if fresh else (up(now), down(now)):
        start = moment(quarter)
        taken = Claim.objects.filter(
            person=round_.loop.candidate_id, quarter__in=quarters(start, start + size)
        ).exclude(seat__round=round_)
        if not taken.exists():
            return start
    return None


def stand_ins(round_: Round, start: datetime, *, only: int | None = None) -> list[User]:
    """Peers who could begin this round at `start`: the named standby first, then by name.

    They are online, said that they may be asked, offer this kind of round, have the time within their
    hours, buffers and caps, and are not blocked with the candidate. How much notice they want does not
    matter: they are asked, not booked.

    Args:
        round_: with its loop and candidate.
        start: a UTC moment on a quarter hour.
        only: a person to look at alone, who said yes and need not be online any more.
    """
    if only is None:
        asked = User.objects.filter(
            is_peer=True,
            is_active=True,
            schedule__asked_live=True,
            seen_at__gt=timezone.now() - ONLINE,
        ).values_list("pk", flat=True)
        ids = set(asked)
    else:
        ids = {only}
    ids -= set(round_.seats.values_list("person_id", flat=True))
    ids -= set(
        Attendance.objects.filter(round=round_, outcome=Attendance.Outcome.NO_SHOW).values_list(
            "person_id", flat=True
        )
    )
    if not ids:
        return []
    end = start + (round_.ends_at - round_.starts_at)
    found = pool(
        candidate=round_.loop.candidate,
        window=(start, end),
        kinds=[round_.kind],
        only=ids,
        ignoring=round_.pk,
    )
    first, last = down(start), up(end)
    free = [
        found.people[peer.key]
        for peer in found.peers
        if any(begin <= first and last <= until for begin, until in peer.free)
    ]
    standby = standby_of(round_)
    return sorted(free, key=lambda person: (person.pk != standby, person.shown_name, person.pk))


def standby_of(round_: Round) -> int | None:
    """The id of who was named to step in, None without."""
    standby = getattr(round_, "standby", None)
    return standby.person_id if standby else None


def absent_interviewer(round_: Round) -> User | None:
    """Who has the interviewer's seat of a round and did not come; None where the seat is empty."""
    seat = round_.seats.select_related("person").filter(role=Seat.Role.INTERVIEWER).first()
    return seat.person if seat else None
