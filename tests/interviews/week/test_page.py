"""The week view."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.models import BusySource, BusyTime
from tests.factories import make_loop, make_peer, make_round, make_user, seat_person

pytestmark = pytest.mark.django_db
THURSDAY = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
WEEK = "/rounds/week/?w=2026-W48"


def rounds_on(html: str, day: int) -> list[str]:
    """The words of each round in the column of a day (0 is Monday)."""
    column = html.split('<section class="week__day')[day + 1]
    found = column.split('<a class="week__round')[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


def test_rounds_stand_on_the_readers_day_in_every_role(client_for: Callable[[Any], Any]) -> None:
    person, peer = make_user(timezone="Asia/Tokyo", clock="12"), make_peer("Petra")
    own = make_round(make_loop(person, rounds=False), interviewer=peer, starts_at=THURSDAY)
    watched = make_round(make_loop(make_user("Cara"), rounds=False), starts_at=THURSDAY + timedelta(hours=5))
    seat_person(watched, person, "observer")
    html = client_for(person).get(WEEK).content.decode()
    [on_thursday], [on_friday] = rounds_on(html, 3), rounds_on(html, 4)
    assert "11:00 pm –11:45 pm Design Petra You are interviewed" in on_thursday
    assert "4:00 am –4:45 am Design Cara You watch" in on_friday
    assert f"/rounds/{own.pk}/" in html
    assert "Times in Asia/Tokyo" in html


def test_other_weeks_are_a_step_away_and_a_bad_name_is_this_week(client_for: Callable[[Any], Any]) -> None:
    client = client_for(make_user())
    html = client.get(WEEK).content.decode()
    assert "?w=2026-W47" in html
    assert "?w=2026-W49" in html
    assert "No rounds in this week." in html
    assert client.get("/rounds/week/?w=nonsense").status_code == 200


def test_busy_times_and_offered_hours_lie_under_the_rounds(client_for: Callable[[Any], Any]) -> None:
    peer = make_peer()
    source = BusySource.objects.create(person=peer, kind="file", name="secret name", state="ready")
    BusyTime.objects.create(source=source, starts_at=THURSDAY, ends_at=THURSDAY + timedelta(hours=1))
    html = client_for(peer).get(WEEK).content.decode()
    assert html.split('<section class="week__day')[4].count("week__under--busy") == 1
    assert "week__under--offered" in html
    assert "secret name" not in html


def test_what_others_have_is_not_there(client_for: Callable[[Any], Any]) -> None:
    make_round(make_loop(make_user("Somebody Else"), rounds=False), starts_at=THURSDAY)
    assert "Somebody Else" not in client_for(make_user()).get(WEEK).content.decode()


def test_queries_do_not_grow_with_rounds(client_for: Callable[[Any], Any]) -> None:
    peer = make_peer()
    client = client_for(peer)
    counts = []
    for number in (1, 6):
        for place in range(number):
            start = THURSDAY + timedelta(hours=place + 10 * number)
            round_ = make_round(make_loop(rounds=False), interviewer=peer, starts_at=start)
            seat_person(round_, make_user(), "observer")
        with CaptureQueriesContext(connection) as queries:
            client.get(WEEK)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13
