"""Stating one's hours."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.availability.hours import Differing, Weekly
from interviews.availability.week import cut_at_midnight, tidy
from interviews.models import DateException, Schedule, WeeklyInterval


def set_hours(
    *,
    person: User,
    timezone: str,
    round_kinds: Sequence[str],
    notice_hours: int,
    weekly: Iterable[Weekly],
    exceptions: Iterable[Differing],
    version: int,
) -> Schedule:
    """Replace everything that a peer has said about when they interview.

    Rounds that are booked already stay: hours decide what can be booked from now on.

    Args:
        person: the peer.
        timezone: IANA name in which the times are meant.
        round_kinds: kinds of round they are willing to run.
        notice_hours: how long before its start a round can still be booked.
        weekly: may overlap and cross midnight; it is cut and joined.
        exceptions: dates that differ.
        version: the version that was on the page; 0 before the first time.

    Returns:
        The schedule, one version later.

    Raises:
        Conflict: code "stale", when the hours were changed since the page was loaded.
        DomainError: code "not_peer" for a person who is not a peer.
    """
    if not person.is_peer:
        raise DomainError(_("Switch on “peer” in your settings, then state your hours."), code="not_peer")
    with transaction.atomic():
        Schedule.objects.get_or_create(person=person, defaults={"timezone": timezone})
        schedule = Schedule.objects.select_for_update().get(person=person)
        if schedule.version != version:
            raise Conflict(
                _(
                    "Your hours were changed in another tab meanwhile. What you typed is still here: "
                    "save again to replace them, or reload the page to see them."
                ),
                code="stale",
            )
        schedule.timezone = timezone
        schedule.round_kinds = list(round_kinds)
        schedule.notice_hours = notice_hours
        schedule.version += 1
        schedule.save()
        schedule.weekly.all().delete()
        schedule.exceptions.all().delete()
        WeeklyInterval.objects.bulk_create(
            WeeklyInterval(schedule=schedule, weekday=each.weekday, start=each.start, end=each.end)
            for each in tidy(weekly).weekly
        )
        DateException.objects.bulk_create(
            DateException(schedule=schedule, date=each.date, kind=each.kind, start=each.start, end=each.end)
            for each in cut_at_midnight(exceptions)
        )
        return schedule
