"""What a saved offer comes to: how much a week, when one can be booked next, what the coming week holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from interviews.availability.hours import DAY, MIDNIGHT, calendar_days, weekly_length
from interviews.availability.intervals import Interval, intersection
from interviews.availability.statement import Statement
from interviews.booking.openings import Offer, around, openings
from interviews.booking.pool import busy_times, claimed
from interviews.loops.states import OPEN
from interviews.models import Round, Seat

LOOK_AHEAD = timedelta(days=28)
"""How far ahead to look for the next free time; from the end of a pause on."""
LONGEST_BUFFER = timedelta(hours=2)
DAYS = 7
_SHORTEST = 2
"""Quarters: no round is shorter, so less is not free time for anybody."""
WHOLE_DAY = 24 * 60
"""Minutes on the clock."""


@dataclass(frozen=True)
class Amounts:
    """What an offer comes to: how long in an ordinary week, and when somebody could begin a round next."""

    weekly: timedelta
    next_free: datetime | None


@dataclass(frozen=True)
class Mark:
    """Something in one day of the coming week, on the wall clock: minutes since midnight, up to 1440.

    `kind` is "round" (with its id and `round_kind`), "busy", "off" or "extra".
    """

    kind: str
    first: int
    last: int
    round_id: UUID | None = None
    round_kind: str = ""


@dataclass(frozen=True)
class Day:
    """A date of the coming week with what is different or taken in it, by the clock."""

    date: date
    marks: tuple[Mark, ...]


def today_in(zone: str) -> date:
    """The date that the calendar in a zone shows now."""
    return timezone.localdate(timezone=ZoneInfo(zone))


def amounts(*, person: User, statement: Statement) -> Amounts:
    """What a statement comes to for a person, by the rule that booking uses; four queries."""
    hours = statement.hours
    start = timezone.now() + timedelta(hours=statement.notice_hours)
    if statement.paused_until is not None:
        start = max(start, datetime.combine(statement.paused_until, MIDNIGHT, ZoneInfo(hours.zone)))
    window = (start, start + LOOK_AHEAD)
    counted = around(window)
    starts = Seat.objects.filter(
        person=person,
        role=Seat.Role.INTERVIEWER,
        round__starts_at__gte=counted[0],
        round__starts_at__lt=counted[1],
        round__state__in=[*OPEN, Round.State.COMPLETED],
    ).values_list("round__starts_at", flat=True)
    found = openings(
        hours,
        Offer(
            statement.buffer_minutes, statement.most_per_day, statement.most_per_week, statement.paused_until
        ),
        window,
        busy=busy_times([person.pk], window)[person.pk],
        taken=claimed([person.pk], (window[0] - LONGEST_BUFFER, window[1] + LONGEST_BUFFER))[person.pk],
        rounds=list(starts),
    )
    first = next((first for first, end in found.free if end - first >= _SHORTEST), None)
    return Amounts(
        weekly_length(hours.weekly),
        None if first is None else datetime.fromtimestamp(first * 900, start.tzinfo),
    )


def coming(*, person: User, statement: Statement) -> list[Day]:
    """The seven days from today: dates that differ, own rounds, times that are busy elsewhere; two queries.

    Only what is the person's own; times stand as the clock in the zone of the hours shows them.
    """
    zone = statement.hours.zone
    today = today_in(zone)
    start = datetime.combine(today, MIDNIGHT, ZoneInfo(zone))
    window = (start, datetime.combine(today + DAY * DAYS, MIDNIGHT, ZoneInfo(zone)))
    seats = (
        Seat.objects.filter(
            person=person,
            round__starts_at__lt=window[1],
            round__ends_at__gt=window[0],
            round__state__in=[*OPEN, Round.State.COMPLETED],
        )
        .select_related("round")
        .order_by("round__starts_at")
    )
    rounds = [seat.round for seat in seats]
    busy = busy_times([person.pk], window)[person.pk]
    days = []
    for day, moments in calendar_days(zone, window):
        marks = [
            Mark(each.kind, _minute(each.start or MIDNIGHT), _minute(each.end or MIDNIGHT) or WHOLE_DAY)
            for each in statement.hours.exceptions
            if each.date == day
        ]
        marks += [
            Mark("round", first, last, each.pk, each.kind)
            for each in rounds
            for first, last in _within(moments, (each.starts_at, each.ends_at), zone)
        ]
        marks += [Mark("busy", *span) for each in busy for span in _within(moments, each, zone)]
        days.append((day, tuple(sorted(marks, key=lambda mark: (mark.first, mark.last)))))
    return [Day(day, marks) for day, marks in days if today <= day < today + DAY * DAYS]


def _within(day: Interval, span: Interval, zone: str) -> Iterator[tuple[int, int]]:
    """The part of a span inside a day in minutes of its clock, never backwards where an hour comes twice."""
    info = ZoneInfo(zone)
    for start, end in intersection([day], [span]):
        first = _minute(start.astimezone(info).time())
        last = WHOLE_DAY if end == day[1] else _minute(end.astimezone(info).time())
        yield first, max(last, min(first + 15, WHOLE_DAY))


def clock_time(minute: int) -> time:
    """Minutes since midnight as a time of day; 1440 is midnight again."""
    return time(minute % WHOLE_DAY // 60, minute % 60)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
