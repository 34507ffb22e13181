"""Reading invitations, and when the two could meet."""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.availability.hours import DAY, MIDNIGHT, daily
from interviews.availability.intervals import Interval
from interviews.booking.openings import up
from interviews.booking.plans import BREAK
from interviews.booking.pool import blocked_with, busy_times, claimed
from interviews.invites.times import EARLIEST, Given, starts
from interviews.kinds import rounds_of
from interviews.models import RoundInvite, Schedule

State = Literal["open", "accepted", "declined", "withdrawn", "expired"]
_MARGIN = timedelta(hours=2)  # the longest buffer


def invites_of(candidate: User) -> QuerySet[RoundInvite]:
    """A candidate's invitations, the newest first, with who answered and what came of it."""
    return (
        RoundInvite.objects.filter(candidate=candidate)
        .select_related("track", "answered_by", "loop")
        .order_by("-created_at", "-pk")
    )


def open_invites(candidate: User) -> QuerySet[RoundInvite]:
    """Those that can still be taken up."""
    return RoundInvite.objects.filter(
        candidate=candidate, state=RoundInvite.State.OPEN, expires_at__gt=timezone.now()
    )


def state_of(invite: RoundInvite) -> State:
    """Where the invitation stands now; one that nobody answered in time is expired."""
    if invite.state == RoundInvite.State.OPEN and invite.expires_at <= timezone.now():
        return "expired"
    return invite.state  # type: ignore[return-value]


def minutes_of(invite: RoundInvite) -> int:
    """How long the round is, as its track says."""
    return int(next(each["minutes"] for each in rounds_of(invite.track.body) if each["kind"] == invite.kind))


def kept_apart(invite: RoundInvite, person: User) -> bool:
    """Whether candidate and person are not put together, whichever of them said so."""
    return person.pk in blocked_with(invite.candidate)


def window_of(invite: RoundInvite) -> Interval:
    """From when until when the candidate asks for the round: whole days in the zone of the invitation."""
    zone = ZoneInfo(invite.timezone)
    return (
        datetime.combine(invite.first, MIDNIGHT, zone),
        datetime.combine(invite.last + DAY, MIDNIGHT, zone),
    )


def possible_starts(invite: RoundInvite, person: User) -> list[int]:
    """The quarters at which the round could begin, with both people free, in a fixed number of queries.

    The candidate's hours and window count; of the person only what stands against a time: their rounds with
    the buffer they keep, and their calendars. They pick the time, so they need not have stated hours.
    """
    now = timezone.now()
    first, last = window_of(invite)
    window = (max(first, now), max(last, now))
    pair = [invite.candidate_id, person.pk]
    buffer = Schedule.objects.filter(person=person).values_list("buffer_minutes", flat=True).first()
    taken = claimed(pair, (window[0] - _MARGIN, window[1] + _MARGIN))
    busy = busy_times(pair, window)
    any_hour = invite.after == invite.before
    wanted = [window] if any_hour else daily(invite.timezone, invite.after, invite.before, window)
    return starts(
        wanted,
        [
            Given(taken[invite.candidate_id], BREAK, busy[invite.candidate_id]),
            Given(taken[person.pk], BREAK if buffer is None else -(-buffer // 15), busy[person.pk]),
        ],
        length=-(-minutes_of(invite) // 15),
        earliest=up(now + EARLIEST),
    )
