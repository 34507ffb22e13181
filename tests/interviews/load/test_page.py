"""The heat map: what counts, in which week, and for whose eyes."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from interviews.load.heat import PAST
from interviews.load.selectors import load_of
from interviews.load.services import ask_forecast, compute
from interviews.loops.services import record
from interviews.models import Attendance, PoolForecast, Round
from tests.clock import stopped
from tests.factories import make_loop, make_peer, make_round, make_user

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Any], Client]
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def administrator() -> User:
    return make_user("Ad Min", is_staff=True, timezone="UTC", is_candidate=False)


def ran(peer: User, at: datetime, kind: str = "system_design", **fields: Any) -> Round:
    return make_round(make_loop(rounds=False), kind, interviewer=peer, starts_at=at, **fields)


def test_rounds_count_in_the_week_of_the_peers_own_calendar() -> None:
    with stopped(WEDNESDAY):
        berlin, kolkata = make_peer(timezone="Europe/Berlin"), make_peer(timezone="Asia/Kolkata")
        # Sunday, 20:00 UTC: Sunday still in Berlin, Monday already in Kolkata.
        for peer in (berlin, kolkata):
            ran(peer, datetime(2026, 11, 29, 20, tzinfo=UTC))
        rows = {row.person: row for row in load_of().rows}
        assert [cell.rounds for cell in rows[berlin].cells[PAST : PAST + 2]] == [1, 0]
        assert [cell.rounds for cell in rows[kolkata].cells[PAST : PAST + 2]] == [0, 1]


def test_what_did_not_take_place_does_not_count() -> None:
    with stopped(WEDNESDAY):
        peer = make_peer()
        for number, state in enumerate(Round.State.values):
            ran(peer, WEDNESDAY + timedelta(hours=number), state=state)
        load = load_of()
        assert load.rows[0].cells[PAST].rounds == 3
        assert load.rounds[PAST] == 3
        assert [line.rounds[PAST] for line in load.by_kind] == [0, 0, 3, 0]


def test_hours_are_offered_hours_without_pauses() -> None:
    with stopped(WEDNESDAY):
        peer = make_peer()
        peer.schedule.weekly.exclude(weekday=0).delete()
        peer.schedule.weekly.update(start=time(9), end=time(17))
        peer.schedule.paused_until = date(2026, 12, 8)
        peer.schedule.save()
        cells = load_of().rows[0].cells
        assert [cell.hours for cell in cells[: PAST + 4]] == [None] * PAST + [0, 0, 0, 8]


def test_gave_back_and_missed_are_counted() -> None:
    with stopped(WEDNESDAY):
        peer = make_peer()
        round_ = ran(peer, WEDNESDAY + timedelta(days=1))
        facts: dict[str, Any] = {"loop": round_.loop, "round": round_}
        record(**facts, actor=peer, event="interviewer_left", old={"interviewer": peer.pk})
        record(**facts, actor=peer, event="round_cancelled", old={"state": "scheduled"})
        record(
            **facts, actor=round_.loop.candidate, event="interviewer_replaced", old={"interviewer": peer.pk}
        )
        record(**facts, actor=round_.loop.candidate, event="round_cancelled")
        for number, dispute in enumerate(["", "raised", "granted", "upheld"]):
            Attendance.objects.create(
                round=ran(peer, WEDNESDAY - timedelta(days=1 + number)),
                person=peer,
                role="interviewer",
                outcome="no_show",
                dispute=dispute,
            )
        [row] = load_of().rows
        assert (row.gave_back, row.no_shows) == (2, 2)


def test_kind_and_order_are_parameters(client_for: ClientFor, administrator: User) -> None:
    idle, busy = make_peer("Idle"), make_peer("Busy")
    idle.schedule.round_kinds = ["recruiter"]
    idle.schedule.save()
    ran(busy, timezone.now() + timedelta(days=7))
    client = client_for(administrator)

    def names(query: str) -> list[str]:
        page = client.get(f"/load/{query}").content.decode()
        return re.findall(r'<th scope="row">(Idle|Busy)', page)

    assert names("") == names("?sort=nonsense&kind=nonsense") == ["Busy", "Idle"]
    assert names("?sort=name") == ["Busy", "Idle"]
    assert names("?sort=free") == ["Idle", "Busy"]
    assert names("?kind=system_design") == ["Busy"]
    assert names("?kind=recruiter") == ["Busy", "Idle"]
    assert names("?kind=behavioural&sort=name") == ["Busy"]
    busy.schedule.round_kinds = []
    busy.schedule.save()
    assert "Nobody runs this kind of round" in client.get("/load/?kind=behavioural").content.decode()


def test_nobody_yet_is_said(client_for: ClientFor, administrator: User) -> None:
    page = client_for(administrator).get("/load/").content.decode()
    assert "No peer has stated hours yet" in page
    assert "Nothing is known yet" in page


def test_fragment_for_the_filter_is_the_heat_map_alone(client_for: ClientFor, administrator: User) -> None:
    make_peer()
    page = client_for(administrator).get("/load/", headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div id="heat"')
    assert "<html" not in page


def test_page_waits_while_it_is_computed_and_shows_what_was(
    client_for: ClientFor, administrator: User, track: Any
) -> None:
    make_peer()
    client = client_for(administrator)
    page = client.post("/load/forecast/", follow=True).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert "waiting for its turn" in page
    pending = PoolForecast.objects.get()
    assert pending.asked_by == administrator
    compute(forecast_id=pending.pk)
    page = client.get("/load/forecast/", headers={"HX-Request": "true"}).content.decode()
    assert "every 2s" not in page
    assert "First-try rate now: 0 %" in page
    assert "What is thin" in page


def test_what_failed_is_said_and_what_was_known_stays(
    client_for: ClientFor, administrator: User, track: Any
) -> None:
    make_peer()
    compute(forecast_id=ask_forecast().pk)
    PoolForecast.objects.create(state="failed", error="ValueError: no")
    page = client_for(administrator).get("/load/").content.decode()
    assert "The pool could not be looked at" in page
    assert "First-try rate now" in page


def test_place_is_for_administrators(client_for: ClientFor, administrator: User) -> None:
    assert 'href="/load/"' in client_for(administrator).get("/").content.decode()
    assert 'href="/load/"' not in client_for(make_peer()).get("/").content.decode()


def test_queries_do_not_grow_with_the_pool(client_for: ClientFor, administrator: User) -> None:
    client = client_for(administrator)
    counted = []
    for many in (1, 12):
        for number in range(many):
            peer = make_peer()
            ran(peer, timezone.now() + timedelta(days=number + 1))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/load/").status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 14
