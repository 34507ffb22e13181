"""Stating one's hours."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.availability.statement import Statement
from interviews.availability.week import cut_at_midnight, tidy
from interviews.models import DateException, Schedule, WeeklyInterval


def set_hours(*, person: User, statement: Statement, version: int) -> Schedule:
    """Replace everything that a peer has said about when they interview.

    Rounds that are booked already stay: hours decide what can be booked from now on.

    Args:
        person: the peer.
        statement: what they say; weekly hours may overlap and cross midnight, they are cut and joined.
        version: the version that was on the page; 0 before the first time.

    Returns:
        The schedule, one version later.

    Raises:
        Conflict: code "stale", when the hours were changed since the page was loaded.
        DomainError: code "not_peer" for a person who is not a peer.
    """
    if not person.is_peer:
        raise DomainError(_("Switch on “peer” in your settings, then state your hours."), code="not_peer")
    hours = statement.hours
    with transaction.atomic():
        Schedule.objects.get_or_create(person=person, defaults={"timezone": hours.zone})
        schedule = Schedule.objects.select_for_update().get(person=person)
        if schedule.version != version:
            raise Conflict(
                _(
                    "Your hours were changed in another tab meanwhile. What you typed is still here: "
                    "save again to replace them, or reload the page to see them."
                ),
                code="stale",
            )
        schedule.timezone = hours.zone
        schedule.round_kinds = list(statement.round_kinds)
        schedule.notice_hours = statement.notice_hours
        schedule.buffer_minutes = statement.buffer_minutes
        schedule.most_per_day = statement.most_per_day
        schedule.most_per_week = statement.most_per_week
        schedule.paused_until = statement.paused_until
        schedule.version += 1
        schedule.save()
        schedule.weekly.all().delete()
        schedule.exceptions.all().delete()
        WeeklyInterval.objects.bulk_create(
            WeeklyInterval(schedule=schedule, weekday=each.weekday, start=each.start, end=each.end)
            for each in tidy(hours.weekly).weekly
        )
        DateException.objects.bulk_create(
            DateException(schedule=schedule, date=each.date, kind=each.kind, start=each.start, end=each.end)
            for each in cut_at_midnight(hours.exceptions)
        )
        return schedule


def resume(*, person: User) -> Schedule | None:
    """End a peer's pause now; nothing happens when they don't pause.

    Returns:
        The schedule, a version later when a pause was ended; None before any hours were stated.
    """
    with transaction.atomic():
        schedule = Schedule.objects.select_for_update().filter(person=person).first()
        if schedule is not None and schedule.paused_until is not None:
            schedule.paused_until = None
            schedule.version += 1
            schedule.save(update_fields=["paused_until", "version", "updated_at"])
        return schedule
