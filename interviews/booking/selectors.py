"""What a candidate can book: reading people's hours and claims, and asking the planner."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.availability.hours import DAY, MIDNIGHT, calendar_days, daily, free
from interviews.availability.intervals import Interval, intersection
from interviews.availability.selectors import hours_of
from interviews.booking.planner import plan_loops
from interviews.booking.plans import Need, Outcome, Pace, Peer, Range, Request
from interviews.loops.states import OPEN
from interviews.models import Claim, Schedule, Seat, Track

LOOK_AHEAD = timedelta(days=28)
"""How far behind the window to look for the first chance when nothing fits."""
LOAD_AROUND = timedelta(days=7)
"""Rounds of a peer that lie this near to the window count as load."""


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
    schedules = list(_offering(candidate))
    ids = [schedule.person_id for schedule in schedules]
    load = _load(ids, window)
    taken = _taken([*ids, candidate.pk], (window[0], window[1] + LOOK_AHEAD))

    def ask(horizon: Interval) -> Outcome:
        hours = hours_of(schedules)
        peers = [
            Peer(
                key=schedule.person_id,
                kinds=frozenset(schedule.round_kinds),
                free=_without(_ranges(free(hours[schedule.person_id], horizon)), taken[schedule.person_id]),
                load=load[schedule.person_id],
                earliest=_up(now + timedelta(hours=schedule.notice_hours)),
            )
            for schedule in schedules
        ]
        return plan_loops(_request(candidate, track, wishes, window, taken[candidate.pk]), peers, limit=limit)

    outcome = ask(window)
    if not outcome.plans:
        outcome = ask((window[0], window[1] + LOOK_AHEAD))
    return Proposal(outcome, {schedule.person_id: schedule.person for schedule in schedules})


def _offering(candidate: User) -> QuerySet[Schedule]:
    return (
        Schedule.objects.filter(person__is_peer=True, person__is_active=True)
        .exclude(person=candidate)
        .select_related("person")
        .order_by("person_id")
    )


def _load(ids: list[int], window: Interval) -> Counter[int]:
    """Rounds that each person is to run around the window."""
    seats = Seat.objects.filter(
        person__in=ids,
        role=Seat.Role.INTERVIEWER,
        round__state__in=OPEN,
        round__starts_at__gte=window[0] - LOAD_AROUND,
        round__starts_at__lt=window[1] + LOAD_AROUND,
    )
    return Counter(seats.values_list("person_id", flat=True))


def _taken(ids: list[int], window: Interval) -> defaultdict[int, set[int]]:
    """The quarters that each person has given away already."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    claims = Claim.objects.filter(
        person__in=ids, quarter__gte=_down(window[0]), quarter__lt=_up(window[1])
    ).values_list("person_id", "quarter")
    for person, quarter in claims:
        taken[person].add(quarter)
    return taken


def _request(candidate: User, track: Track, wishes: Wishes, window: Interval, busy: set[int]) -> Request:
    whole_day = wishes.after == wishes.before
    preferred = [] if whole_day else daily(candidate.timezone, wishes.after, wishes.before, window)
    days = [moments for _, moments in calendar_days(candidate.timezone, window)]
    return Request(
        candidate=candidate.pk,
        needs=tuple(Need(each["kind"], each["minutes"]) for each in track.body["rounds"]),
        window=(_up(window[0]), _down(window[1])),
        days=tuple((_down(first), _up(last)) for first, last in days),
        preferred=_ranges(intersection(preferred, [window])),
        busy=frozenset(busy),
        pace=wishes.pace,
    )


def _ranges(intervals: Iterable[Interval]) -> tuple[Range, ...]:
    """Intervals as the whole quarters inside them."""
    ranges = ((_up(start), _down(end)) for start, end in intervals)
    return tuple((first, last) for first, last in ranges if first < last)


def _without(ranges: Iterable[Range], taken: set[int]) -> tuple[Range, ...]:
    """The ranges cut where a quarter is taken."""
    rest = []
    for first, last in ranges:
        for quarter in sorted(each for each in taken if first <= each < last):
            if first < quarter:
                rest.append((first, quarter))
            first = quarter + 1
        if first < last:
            rest.append((first, last))
    return tuple(rest)


def _down(moment: datetime) -> int:
    """The quarter in which a moment lies."""
    return int(moment.timestamp() // 900)


def _up(moment: datetime) -> int:
    """The first quarter that begins at a moment or after it."""
    return int(-(-moment.timestamp() // 900))
