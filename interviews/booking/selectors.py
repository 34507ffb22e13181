"""What a candidate can book: reading people's hours and claims, and asking the planner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.attendance.passes import unused
from interviews.availability.hours import DAY, MIDNIGHT, calendar_days, daily
from interviews.availability.intervals import Interval, intersection, union
from interviews.booking.days import days_to_begin
from interviews.booking.openings import down, up, whole_quarters
from interviews.booking.planner import plan_loops
from interviews.booking.plans import Mode, Need, Order, Outcome, Pace, Request
from interviews.booking.pool import busy_times, claimed, pool
from interviews.kinds import rounds_of
from interviews.loops.states import OPEN
from interviews.models import Round, Seat, Track

LOOK_AHEAD = timedelta(days=28)
"""How far behind the window to look for the first chance when nothing fits."""


@dataclass(frozen=True)
class Wishes:
    """What a candidate would like: dates (both included) and hours of the day in their own zone.

    The same hour twice means any hour. `kinds` are the rounds that are wanted; all of the track when empty.
    `begin` is the day on which the first of them should be.
    """

    first: date
    last: date
    after: time
    before: time
    pace: Pace
    order: Order = "kept"
    mode: Mode = "learning"
    kinds: tuple[str, ...] = ()
    begin: date | None = None


@dataclass(frozen=True)
class Commitments:
    """A candidate's own rounds, and when they are busy elsewhere."""

    rounds: list[Round]
    busy: list[Interval]


@dataclass(frozen=True)
class Proposal:
    """What the planner found, with the people in it by id, and the dates on which a loop could begin."""

    outcome: Outcome
    people: dict[int, User]
    possible: frozenset[date]


def current_tracks() -> QuerySet[Track]:
    """The tracks that can be booked, in the order of their titles."""
    return Track.objects.filter(is_current=True).order_by("title")


def propose(*, candidate: User, track: Track, wishes: Wishes, limit: int = 5) -> Proposal:
    """Up to `limit` plans for a candidate, or what stands in the way; queries don't grow with the pool."""
    window = window_of(candidate, wishes)
    busy = busy_times([candidate.pk], window)[candidate.pk]
    taken = claimed([candidate.pk], window)[candidate.pk] | _touched(busy)
    request = _request(candidate, track, wishes, window, taken)
    # With a priority pass the earliest hours come before an even load over those who give them.
    eager = unused(candidate.pk).filter(kind__in=[need.kind for need in request.needs]).exists()
    found = pool(candidate=candidate, window=window)
    peers = [replace(peer, load=0) for peer in found.peers] if eager else found.peers
    days = [day for day, _ in calendar_days(candidate.timezone, window)]
    possible = frozenset(days[number] for number in days_to_begin(request, found.peers))
    asked = _beginning(request, days, wishes.begin)
    outcome = plan_loops(asked, peers, limit=limit)
    if eager:
        plans = sorted(outcome.plans, key=lambda plan: max(slot.end for slot in plan.slots))
        outcome = replace(outcome, plans=type(outcome.plans)(plans))
    if not outcome.plans:
        # Beyond the window too, to say when the first chance is.
        found = pool(candidate=candidate, window=(window[0], window[1] + LOOK_AHEAD))
        outcome = plan_loops(asked, found.peers, limit=limit)
    return Proposal(_begun(outcome, asked), found.people, possible)


def window_of(candidate: User, wishes: Wishes) -> Interval:
    """The moments that the wishes are about, from now on."""
    zone = ZoneInfo(candidate.timezone)
    start = max(datetime.combine(wishes.first, MIDNIGHT, zone), timezone.now())
    return start, max(datetime.combine(wishes.last + DAY, MIDNIGHT, zone), start)


def _beginning(request: Request, days: Sequence[date], begin: date | None) -> Request:
    """The request for plans that begin on one of its days; as it is without one."""
    if begin not in days:
        return request
    first, end = request.days[days.index(begin)]
    last = end if request.pace == "one_day" else request.window[1]
    window = (max(first, request.window[0]), last)
    return replace(
        request,
        window=window,
        days=tuple(day for day in request.days if first <= day[0] < last),
        begin=request.days[days.index(begin)],
    )


def _begun(outcome: Outcome, asked: Request) -> Outcome:
    """What begins where it should: in a free order the planner does not hold that itself."""
    if asked.begin is None:
        return outcome
    first, end = asked.begin
    return replace(outcome, plans=tuple(plan for plan in outcome.plans if first <= plan.slots[0].start < end))


def own_commitments(candidate: User, window: Interval) -> Commitments:
    """What a candidate has in the window anyway: two queries."""
    seats = (
        Seat.objects.filter(
            person=candidate,
            round__state__in=OPEN,
            round__ends_at__gt=window[0],
            round__starts_at__lt=window[1],
        )
        .select_related("round")
        .order_by("round__starts_at")
    )
    return Commitments(
        [seat.round for seat in seats], union(busy_times([candidate.pk], window)[candidate.pk])
    )


def _touched(times: Iterable[Interval]) -> set[int]:
    """The quarters that any of these times touches."""
    return {quarter for start, end in times for quarter in range(down(start), up(end))}


def _request(candidate: User, track: Track, wishes: Wishes, window: Interval, busy: set[int]) -> Request:
    whole_day = wishes.after == wishes.before
    preferred = [] if whole_day else daily(candidate.timezone, wishes.after, wishes.before, window)
    days = [moments for _, moments in calendar_days(candidate.timezone, window)]
    return Request(
        candidate=candidate.pk,
        needs=tuple(
            Need(each["kind"], each["minutes"])
            for each in (rounds_of(track.body) if wishes.kinds else track.body["rounds"])
            if not wishes.kinds or each["kind"] in wishes.kinds
        ),
        window=(up(window[0]), down(window[1])),
        days=tuple((down(first), up(last)) for first, last in days),
        preferred=whole_quarters(intersection(preferred, [window])),
        busy=frozenset(busy),
        pace=wishes.pace,
        order=wishes.order,
        mode=wishes.mode,
    )
