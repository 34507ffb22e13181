"""Reading schedules as what the pure module understands, and what they amount to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import User
from interviews.availability.hours import Differing, Hours, Weekly, free, weekly_length
from interviews.availability.intervals import subtraction
from interviews.models import Claim, DateException, Schedule, WeeklyInterval

LOOK_AHEAD = timedelta(days=28)
"""How far ahead to look for the next free hour."""
_QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Amounts:
    """What hours come to: how long in an ordinary week, and when the next unbooked time begins."""

    weekly: timedelta
    next_free: datetime | None


def hours_of(schedules: Iterable[Schedule]) -> dict[int, Hours]:
    """Person id → their hours; two queries for any number of schedules."""
    rows = list(schedules)
    prefetch_related_objects(rows, "weekly", "exceptions")
    return {row.person_id: as_hours(row.timezone, row.weekly.all(), row.exceptions.all()) for row in rows}


def as_hours(zone: str, weekly: Iterable[WeeklyInterval], exceptions: Iterable[DateException]) -> Hours:
    """Rows as hours."""
    return Hours(
        zone,
        tuple(Weekly(each.weekday, each.start, each.end) for each in weekly),
        tuple(Differing(each.date, each.kind, each.start, each.end) for each in exceptions),  # type: ignore[arg-type]
    )


def schedule_of(person: User) -> Schedule | None:
    """A peer's schedule, if they have stated one."""
    return Schedule.objects.filter(person=person).prefetch_related("weekly", "exceptions").first()


def amounts(*, person: User, hours: Hours, notice_hours: int) -> Amounts:
    """What these hours, stated or still being typed, come to for a person."""
    now = timezone.now()
    start = now + timedelta(hours=notice_hours)
    window = (start, start + LOOK_AHEAD)
    first, last = (int(moment.timestamp()) // 900 for moment in window)
    quarters = Claim.objects.filter(person=person, quarter__gte=first, quarter__lte=last)
    taken = [
        (begin, begin + _QUARTER)
        for begin in (
            datetime.fromtimestamp(quarter * 900, start.tzinfo)
            for quarter in quarters.values_list("quarter", flat=True)
        )
    ]
    rest = subtraction(free(hours, window), taken)
    # Rounds begin on quarter hours, so that is when free time begins as well.
    begins = (_next_quarter(begin) for begin, end in rest if _next_quarter(begin) + _QUARTER <= end)
    return Amounts(weekly_length(hours.weekly), next(begins, None))


def _next_quarter(moment: datetime) -> datetime:
    return datetime.fromtimestamp(-(-moment.timestamp() // 900) * 900, moment.tzinfo)
