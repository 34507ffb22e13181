"""What a candidate can book: reading people's hours and claims, and asking the planner."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.availability.hours import DAY, MIDNIGHT, calendar_days, daily
from interviews.availability.intervals import Interval, intersection
from interviews.booking.openings import down, up, whole_quarters
from interviews.booking.planner import plan_loops
from interviews.booking.plans import Need, Outcome, Pace, Request
from interviews.booking.pool import claimed, pool
from interviews.models import Track

LOOK_AHEAD = timedelta(days=28)
"""How far behind the window to look for the first chance when nothing fits."""


@dataclass(frozen=True)
class Wishes:
    """When a candidate would like a loop: dates (both included) and hours of the day in their own zone.

    The same hour twice means any hour.
    """

    first: date
    last: date
    after: time
    before: time
    pace: Pace


@dataclass(frozen=True)
class Proposal:
    """What the planner found, with the people in it by id."""

    outcome: Outcome
    people: dict[int, User]


def current_tracks() -> QuerySet[Track]:
    """The tracks that can be booked, in the order of their titles."""
    return Track.objects.filter(is_current=True).order_by("title")


def propose(*, candidate: User, track: Track, wishes: Wishes, limit: int = 5) -> Proposal:
    """Up to `limit` plans for a candidate, or what stands in the way; queries don't grow with the pool."""
    now = timezone.now()
    zone = ZoneInfo(candidate.timezone)
    start = max(datetime.combine(wishes.first, MIDNIGHT, zone), now)
    window = (start, max(datetime.combine(wishes.last + DAY, MIDNIGHT, zone), start))
    taken = claimed([candidate.pk], window)[candidate.pk]

    def ask(horizon: Interval) -> tuple[Outcome, dict[int, User]]:
        found = pool(candidate=candidate, window=horizon)
        request = _request(candidate, track, wishes, window, taken)
        return plan_loops(request, found.peers, limit=limit), found.people

    outcome, people = ask(window)
    if not outcome.plans:
        outcome, people = ask((window[0], window[1] + LOOK_AHEAD))
    return Proposal(outcome, people)


def _request(candidate: User, track: Track, wishes: Wishes, window: Interval, busy: set[int]) -> Request:
    whole_day = wishes.after == wishes.before
    preferred = [] if whole_day else daily(candidate.timezone, wishes.after, wishes.before, window)
    days = [moments for _, moments in calendar_days(candidate.timezone, window)]
    return Request(
        candidate=candidate.pk,
        needs=tuple(Need(each["kind"], each["minutes"]) for each in track.body["rounds"]),
        window=(up(window[0]), down(window[1])),
        days=tuple((down(first), up(last)) for first, last in days),
        preferred=whole_quarters(intersection(preferred, [window])),
        busy=frozenset(busy),
        pace=wishes.pace,
    )
