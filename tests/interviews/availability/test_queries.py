"""The hours page costs the same however many hours and dates there are."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.models import BusySource, BusyTime, DateException, Schedule, WeeklyInterval
from tests.factories import make_loop, make_peer, make_round


@pytest.mark.django_db
def test_queries_do_not_grow_with_hours_and_dates(client_for):
    counts = []
    for amount in (1, 6):
        peer = make_peer(hours=False)
        schedule = Schedule.objects.create(person=peer, timezone="Europe/London")
        WeeklyInterval.objects.bulk_create(
            WeeklyInterval(schedule=schedule, weekday=day, start=time(hour * 3), end=time(hour * 3 + 2))
            for day in range(7)
            for hour in range(amount)
        )
        DateException.objects.bulk_create(
            DateException(schedule=schedule, date=date.today() + timedelta(days=number), kind="off")
            for number in range(amount)
        )
        loop = make_loop(rounds=False)
        source = BusySource.objects.create(person=peer, kind=BusySource.Kind.FILE, name="Work")
        for number in range(amount):
            start = timezone.now() + timedelta(hours=12 + 3 * number)
            make_round(loop, interviewer=peer, starts_at=start, position=number)
            BusyTime.objects.create(source=source, starts_at=start, ends_at=start + timedelta(hours=1))
        client = client_for(peer)
        client.get("/hours/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = client.get("/hours/")
        templates = 7 + 1
        assert page.content.decode().count('type="time"') == 2 * (7 * amount + amount + templates)
        assert page.content.decode().count('data-mark="round"') >= amount
        counts.append(len(captured))
    assert counts == [11, 11]
