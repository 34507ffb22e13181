"""Reading schedules as what the pure module understands."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from interviews.availability.hours import Differing, Hours, Weekly
from interviews.models import DateException, Schedule, WeeklyInterval


def hours_of(schedules: Iterable[Schedule]) -> dict[int, Hours]:
    """Person id → their hours; two queries for any number of schedules."""
    rows = list(schedules)
    prefetch_related_objects(rows, "weekly", "exceptions")
    return {row.person_id: as_hours(row.timezone, row.weekly.all(), row.exceptions.all()) for row in rows}


def as_hours(zone: str, weekly: Iterable[WeeklyInterval], exceptions: Iterable[DateException]) -> Hours:
    """Rows, saved or not, as hours."""
    return Hours(
        zone,
        tuple(Weekly(each.weekday, each.start, each.end) for each in weekly),
        tuple(Differing(each.date, each.kind, each.start, each.end) for each in exceptions),  # type: ignore[arg-type]
    )
