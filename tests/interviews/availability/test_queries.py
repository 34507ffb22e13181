"""The hours page costs the same however many hours and dates there are."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.models import DateException, Schedule, WeeklyInterval
from tests.factories import make_peer


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
        client = client_for(peer)
        client.get("/hours/")
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = client.get("/hours/")
        templates = 7 + 1
        assert page.content.decode().count('type="time"') == 2 * (7 * amount + amount + templates)
        counts.append(len(captured))
    assert counts[0] == counts[1]
