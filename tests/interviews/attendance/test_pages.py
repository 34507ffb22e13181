"""The pages of who came: the record, an ask, the notice in the room, and what a missed round leaves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interviews.attendance import rematch
from interviews.attendance.services import claim_no_show, let_go
from interviews.models import Attendance, CoverRequest, Schedule
from tests.factories import make_loop, make_round, make_user
from tests.interviews.attendance.making import ago, interviewer_of, online_peer, waiting_round, was_here

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Any], Client]


def test_record_costs_the_same_however_long(client_for: ClientFor) -> None:
    person = make_user(is_peer=True)
    counts = []
    for more in (1, 12):
        for _ in range(more):
            number = Attendance.objects.count()
            round_ = make_round(
                make_loop(rounds=False), interviewer=person, starts_at=ago(1440 * (number + 1))
            )
            Attendance.objects.create(round=round_, person=person, role="interviewer", outcome="present")
        client = client_for(person)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/rounds/record/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_credits_are_shown_only_where_they_are_required(client_for: ClientFor, settings: Any) -> None:
    client = client_for(make_user())
    assert 'id="credits"' not in client.get("/rounds/record/").content.decode()
    settings.CREDITS_REQUIRED = True
    html = client.get("/rounds/record/").content.decode()
    assert 'id="credits"' in html
    assert "Running one and handing in its scorecard earns one" in html


def test_a_peer_can_choose_not_to_be_asked(client_for: ClientFor) -> None:
    peer = online_peer()
    client = client_for(peer)
    client.post("/rounds/asked/willing/", {"asked_live": "off"})
    assert not Schedule.objects.get(person=peer).asked_live
    assert "You are not asked to step in" in client.get("/rounds/record/").content.decode()


class TestRoom:
    def test_says_since_when_it_can_be_said_and_lets_wait_longer(self, client_for: ClientFor) -> None:
        round_ = waiting_round()
        client = client_for(round_.loop.candidate)
        html = client.get(f"/rounds/{round_.pk}/").content.decode()
        assert 'data-waiting="due"' in html
        client.post(f"/rounds/{round_.pk}/absence/", {"action": "wait"})
        assert 'data-waiting="longer"' in client.get(f"/rounds/{round_.pk}/").content.decode()

    def test_before_the_grace_time_there_is_no_button(self, client_for: ClientFor) -> None:
        round_ = waiting_round(began=3)
        html = client_for(round_.loop.candidate).get(f"/rounds/{round_.pk}/").content.decode()
        assert 'data-waiting="soon"' in html
        assert 'value="absent"' not in html

    def test_says_nothing_about_somebody_who_is_here(self, client_for: ClientFor) -> None:
        round_ = waiting_round()
        was_here(round_, interviewer_of(round_), since=1, still=True)
        html = client_for(round_.loop.candidate).get(f"/rounds/{round_.pk}/").content.decode()
        assert 'data-waiting="' not in html

    def test_without_anybody_online_one_press_misses_the_round(self, client_for: ClientFor) -> None:
        round_ = waiting_round()
        client = client_for(round_.loop.candidate)
        url = f"/rounds/{round_.pk}/absence/"
        answer = client.post(url, {"action": "absent"}, HTTP_HX_REQUEST="true")
        assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/rounds/{round_.pk}/")
        html = client.get(f"/rounds/{round_.pk}/").content.decode()
        assert "Jordan did not come" in html
        assert "/loops/book/?rounds=system_design" in html

    def test_who_was_missed_reads_how_to_dispute_it(self, client_for: ClientFor) -> None:
        round_ = waiting_round()
        claim_no_show(round=round_, actor=round_.loop.candidate)
        client = client_for(interviewer_of(round_))
        assert 'data-waiting="accused"' in client.get(f"/rounds/{round_.pk}/").content.decode()
        let_go(round=round_, actor=round_.loop.candidate)
        html = client.get(f"/rounds/{round_.pk}/").content.decode()
        assert "You were missed" in html
        assert "/rounds/record/" in html

    def test_a_refusal_is_said_in_its_place(self, client_for: ClientFor) -> None:
        round_ = waiting_round(began=1)
        url = f"/rounds/{round_.pk}/absence/"
        answer = client_for(round_.loop.candidate).post(url, {"action": "absent"}, HTTP_HX_REQUEST="true")
        assert answer.status_code == 409
        assert "Give them ten minutes" in answer.content.decode()


class TestAsk:
    def ask(self) -> tuple[Any, CoverRequest]:
        peer, round_ = online_peer("Maya"), waiting_round()
        was_here(round_, round_.loop.candidate, since=14, still=True)
        claim_no_show(round=round_, actor=round_.loop.candidate)
        return peer, rematch.begin(round=round_, actor=round_.loop.candidate)

    def test_yes_leads_to_the_room(self, client_for: ClientFor) -> None:
        peer, request = self.ask()
        client = client_for(peer)
        assert "waits for an interviewer" in client.get("/rounds/asked/").content.decode()
        answer = client.post(f"/rounds/asked/{request.asks.get().pk}/", {"answer": "yes"})
        assert (answer.status_code, answer["Location"]) == (302, f"/rounds/{request.round_id}/")
        assert client.get("/rounds/asked/").status_code == 204

    def test_too_late_is_said_and_what_to_do(self, client_for: ClientFor) -> None:
        peer, request = self.ask()
        let_go(round=request.round, actor=request.round.loop.candidate)
        answer = client_for(peer).post(f"/rounds/asked/{request.asks.get().pk}/", {"answer": "yes"})
        assert answer.status_code == 409
        assert "settled already" in answer.content.decode()
