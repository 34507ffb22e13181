"""What there is in a week: one's rounds in every role, when one is busy elsewhere, what one offers."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from interviews.availability.hours import free
from interviews.availability.intervals import Interval
from interviews.availability.selectors import hours_of
from interviews.booking.pool import busy_times
from interviews.loops.selectors import rounds_of
from interviews.models import Round, Schedule


@dataclass(frozen=True)
class Week:
    """Rounds by time, busy times and offered hours, all of them within or reaching into the week."""

    rounds: list[Round]
    busy: list[Interval]
    offered: list[Interval]


def week_of(person: User, window: tuple[datetime, datetime]) -> Week:
    """A person's week; a fixed number of queries, however much there is.

    Args:
        person: whose.
        window: the moments of the week.
    """
    rounds = rounds_of(person).filter(ends_at__gt=window[0], starts_at__lt=window[1])
    schedules = Schedule.objects.filter(person=person) if person.is_peer else Schedule.objects.none()
    hours = hours_of(schedules)
    return Week(
        rounds=list(rounds),
        busy=busy_times([person.pk], window)[person.pk],
        offered=free(hours[person.pk], window) if person.pk in hours else [],
    )
