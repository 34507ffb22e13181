"""Reading schedules as what the pure module understands."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from accounts.models import User
from interviews.availability.hours import Differing, Hours, Weekly
from interviews.availability.statement import Statement
from interviews.models import DateException, Schedule, WeeklyInterval


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


def statement_of(person: User, schedule: Schedule | None) -> Statement:
    """What a peer has stated; before that, what the page begins with: no hours, in their own zone."""
    said = schedule or Schedule(person=person, timezone=person.timezone)
    return Statement(
        as_hours(said.timezone, schedule.weekly.all(), schedule.exceptions.all())
        if schedule
        else Hours(said.timezone),
        tuple(said.round_kinds),
        said.notice_hours,
        said.buffer_minutes,
        said.most_per_day,
        said.most_per_week,
        said.paused_until,
    )
