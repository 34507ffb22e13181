"""`manage.py demo`: people to try the product with."""

from argparse import ArgumentParser
from datetime import time, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.demo.services import make_demo_people
from accounts.models import User
from accounts.roles import role_words
from common.errors import DomainError
from interviews.kinds import LOOP_KINDS
from interviews.models import Qualification, Schedule, WeeklyInterval
from interviews.qualifying.services import qualify

WEEKDAYS = range(5)
WEEKEND = (5, 6)
EVERY_DAY = range(7)
RECRUITER, PRODUCT, DESIGN, BEHAVIOURAL = LOOP_KINDS


class Hours(NamedTuple):
    """A demo peer's offer: kinds of round, notice in hours, and (weekdays, start, end) on their own clock."""

    kinds: list[str]
    notice_hours: int
    weekly: list[tuple[tuple[int, ...] | range, time, time]]


# Together they cover the clock around, so that somebody who tries the product at any hour finds a loop soon.
HOURS = {
    "oliver@demo.example": Hours(
        [RECRUITER, PRODUCT, BEHAVIOURAL],
        0,
        [
            (WEEKDAYS, time(7), time(9)),
            (WEEKDAYS, time(12), time(14)),
            (WEEKDAYS, time(17), time(22)),
            (WEEKEND, time(9), time(18)),
        ],
    ),
    "marcus@demo.example": Hours(
        [RECRUITER, PRODUCT, DESIGN, BEHAVIOURAL],
        0,
        [(WEEKDAYS, time(8), time(13)), (WEEKDAYS, time(16), time(22)), (WEEKEND, time(10), time(19))],
    ),
    "sofia@demo.example": Hours(
        [PRODUCT, DESIGN, BEHAVIOURAL],
        0,
        [(WEEKDAYS, time(7), time(12)), (WEEKDAYS, time(15), time(22, 30)), (WEEKEND, time(9), time(17))],
    ),
    "priya@demo.example": Hours(
        [RECRUITER, PRODUCT, DESIGN],
        0,
        [(WEEKDAYS, time(7), time(11)), (WEEKDAYS, time(14), time(22, 30)), (WEEKEND, time(10), time(20))],
    ),
    "elena@demo.example": Hours(
        [RECRUITER, DESIGN, BEHAVIOURAL],
        2,
        [(WEEKDAYS, time(8), time(11)), (WEEKDAYS, time(13), time(20)), (WEEKEND, time(11), time(17))],
    ),
    "weilin@demo.example": Hours(
        [RECRUITER, PRODUCT, DESIGN, BEHAVIOURAL],
        0,
        [(EVERY_DAY, time(7), time(12)), (EVERY_DAY, time(14), time(23))],
    ),
}


class Command(BaseCommand):
    """Creates the demo people that are missing; safe to run again."""

    help = "Creates people to try the product with. Refuses in production and with DEMO=0."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--address`: where the product runs, for the printed line."""
        parser.add_argument("--address", default=settings.SITE_URL, help="address to print")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and print who they are and where to sign in."""
        try:
            with transaction.atomic():
                people = make_demo_people()
                for person in people:
                    if person.email in HOURS:
                        set_hours(person, HOURS[person.email])
                        calibrate(person, HOURS[person.email])
        except DomainError as error:
            raise CommandError(error.message) from error
        width = max(len(person.name) for person in people)
        for person in people:
            self.stdout.write(f"  {person.name:<{width}}  {role_words(person):<13}  {person.timezone}")
        self.stdout.write(f"Sign in as any of them with one click at {options['address'].rstrip('/')}/")


def calibrate(person: User, hours: Hours) -> None:
    """Let a demo peer be offered for what they run, as if they had scored samples; each run renews it."""
    until = timezone.now() + timedelta(days=max(settings.CALIBRATION_VALID_DAYS, 1))
    held = {each.kind: each for each in Qualification.objects.filter(person=person)}
    for kind in hours.kinds:
        # What somebody earned or was granted while trying the product stays.
        if kind not in held or held[kind].source == Qualification.Source.DEMO:
            qualify(person=person, kind=kind, until=until, source=Qualification.Source.DEMO)


def set_hours(person: User, hours: Hours) -> None:
    """Give a demo peer their hours unless they have some already."""
    schedule, created = Schedule.objects.get_or_create(
        person=person,
        defaults={
            "timezone": person.timezone,
            "round_kinds": hours.kinds,
            "notice_hours": hours.notice_hours,
        },
    )
    if created:
        WeeklyInterval.objects.bulk_create(
            WeeklyInterval(schedule=schedule, weekday=day, start=start, end=end)
            for days, start, end in hours.weekly
            for day in days
        )
