"""Requests to try a pool with: those of the last loops, moved to begin today, then typical ones."""

from datetime import datetime, time, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from accounts.models import User
from interviews.availability.hours import DAY, MIDNIGHT, calendar_days, daily
from interviews.availability.intervals import intersection
from interviews.booking.openings import down, up, whole_quarters
from interviews.booking.plans import Need, Pace, Request
from interviews.load.thin import Sample
from interviews.models import Loop, Round, Track

MANY = 30
"""How many requests are tried."""
WINDOW = 14
"""Days that a request looks ahead."""
LONGEST_WINDOW = 28
# What people ask for of whom nothing is known: evenings mostly, lunch, mornings, any hour, all on one day.
_WISHES: list[tuple[tuple[int, int], Pace]] = [
    ((18, 21), "spread"),
    ((18, 21), "spread"),
    ((12, 14), "spread"),
    ((8, 11), "spread"),
    ((8, 21), "spread"),
    ((8, 21), "one_day"),
]


def samples(now: datetime) -> list[Sample]:
    """The last loops as requests from now on, and typical ones where there were fewer than `MANY`.

    Empty without a track that can be booked. What was asked for in vain leaves no loop, so it is not here.
    """
    track = Track.objects.filter(is_current=True).order_by("title").first()
    if track is None:
        return []
    loops = Loop.objects.select_related("candidate").prefetch_related("rounds").order_by("-created_at", "pk")
    found = [_replayed(loop, now) for loop in loops[:MANY]]
    needs = tuple(Need(each["kind"], each["minutes"]) for each in track.body["rounds"])
    return found + _typical(needs, now, MANY - len(found))


def _replayed(loop: Loop, now: datetime) -> Sample:
    """What the loop's candidate must have asked for: its rounds, their hours of the day, its pace."""
    rounds: list[Round] = sorted(loop.rounds.all(), key=lambda each: each.position)
    zone = ZoneInfo(loop.candidate.timezone)
    starts = [each.starts_at.astimezone(zone) for each in rounds]
    first = min(start.hour for start in starts)
    # Until the full hour after the last one, and three hours at least.
    over = max(
        start.hour * 60 + start.minute + _minutes(each) for start, each in zip(starts, rounds, strict=True)
    )
    last = min(24, max(-(-over // 60), first + 3))
    first = min(first, last - 3)
    dates = {start.date() for start in starts}
    days = (max(dates) - loop.created_at.astimezone(zone).date()).days + 1
    return Sample(
        _request(
            loop.candidate_id,
            loop.candidate.timezone,
            tuple(Need(each.kind, _minutes(each)) for each in rounds),
            now,
            (first, last),
            min(LONGEST_WINDOW, max(WINDOW, days)),
            "one_day" if len(dates) == 1 and len(rounds) > 1 else "spread",
        ),
        replayed=True,
    )


def _minutes(round_: Round) -> int:
    return int((round_.ends_at - round_.starts_at).total_seconds()) // 60


def _typical(needs: tuple[Need, ...], now: datetime, many: int) -> list[Sample]:
    """Requests of nobody in particular, from the zones in which candidates live."""
    people = User.objects.filter(is_candidate=True, is_active=True).order_by("-date_joined", "-pk")
    zones = list(people.values_list("timezone", flat=True)[:MANY]) or ["UTC"]
    # Sixes and sevens have no common factor, so that everything meets everything.
    given = zip(range(many), cycle(zones), cycle(_WISHES), cycle(range(7)), strict=False)
    return [
        Sample(_request(0, zone, needs, now + DAY * ahead, hours, WINDOW, pace))
        for _, zone, (hours, pace), ahead in given
    ]


def _request(
    candidate: int,
    zone: str,
    needs: tuple[Need, ...],
    start: datetime,
    hours: tuple[int, int],
    days: int,
    pace: Pace,
) -> Request:
    """A request from `start` over so many dates of the zone, for hours of the day on its clock."""
    info = ZoneInfo(zone)
    last = datetime.combine(start.astimezone(info).date() + timedelta(days=days), MIDNIGHT, info)
    window = (start, last)
    liked = daily(zone, time(hours[0]), time(hours[1] % 24), window)
    return Request(
        candidate=candidate,
        needs=needs,
        window=(up(start), down(last)),
        days=tuple((down(first), up(end)) for _, (first, end) in calendar_days(zone, window)),
        preferred=whole_quarters(intersection(liked, [window])),
        pace=pace,
    )
