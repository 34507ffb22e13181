"""The private calendar address: what it tells, to whom, and how it dies; files; and their page."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from interviews.calendar.selectors import choice_of
from interviews.calendar.services import close_feed, open_feed, renew_feed
from interviews.loops.services import set_round_state
from interviews.models import CalendarFeed, Loop, Round
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person
from tests.interviews.calendar.reading import Read, read, read_all

pytestmark = pytest.mark.django_db
PAGE = "/settings/calendar/"
CHANGE = "/settings/calendar/address/"


@pytest.fixture
def candidate() -> User:
    return make_user("Cara")


def booked(candidate: User, days: int = 2, **fields: Any) -> Round:
    loop = make_loop(candidate, rounds=False)
    start = (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    return make_round(loop, starts_at=start, **fields)


def address(person: User) -> str:
    return f"/calendar/{open_feed(person=person).token}.ics"


def events(person: User) -> list[Read]:
    return read_all(Client().get(address(person)).content.decode())


def test_it_holds_rounds_in_every_role_and_nobody_elses(candidate: User) -> None:
    own = booked(candidate)
    run = booked(make_user("Else"), 3, interviewer=candidate)
    watched = booked(make_user("Other"), 4)
    seat_person(watched, candidate, "observer")
    booked(make_user("Stranger"), 5)
    found = events(candidate)
    assert [event.uid for event in found] == [f"{each.pk}@mockloop" for each in (own, run, watched)]
    assert {event.method for event in found} == {"PUBLISH"}
    assert {event.attendees for event in found} == {()}
    assert {event.status for event in found} == {"CONFIRMED"}


def test_it_tells_neither_prompts_nor_addresses(candidate: User) -> None:
    round_ = booked(candidate)
    text = Client().get(address(candidate)).content.decode().replace("\r\n ", "")
    for secret in (round_.prompt.title, "TEASER", "STEPONE", "HINTSECRET", "@example.org"):
        assert secret not in text


def test_it_goes_back_a_month_and_keeps_what_was_cancelled_for_a_while(candidate: User) -> None:
    recent = booked(candidate, -20, state=Round.State.COMPLETED)
    booked(candidate, -40, state=Round.State.COMPLETED)
    gone = booked(candidate, 3)
    long_gone = booked(candidate, 4)
    for each in (gone, long_gone):
        set_round_state(round=each, new="cancelled", actor=None)
    Round.objects.filter(pk=long_gone.pk).update(closed_at=timezone.now() - timedelta(days=15))
    found = events(candidate)
    assert [(e.uid.partition("@")[0], e.status, e.sequence) for e in found] == [
        (str(recent.pk), "CONFIRMED", 0),
        (str(gone.pk), "CANCELLED", 1),
    ]
    assert found[0].alarms == ()


def test_what_did_not_change_is_not_sent_again(candidate: User) -> None:
    round_ = booked(candidate)
    client, url = Client(), address(candidate)
    first = client.get(url)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    set_round_state(round=round_, new="cancelled", actor=None)
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_it_needs_no_cookie_and_sets_none(candidate: User) -> None:
    answer = Client().get(address(candidate))
    assert not answer.cookies
    assert Client().head(address(candidate)).status_code == 200
    assert Client().post(address(candidate)).status_code == 405


def test_the_old_address_dies_at_once(candidate: User) -> None:
    old = address(candidate)
    token = renew_feed(person=candidate).token
    assert len(token) == 32
    assert Client().get(old).status_code == 404
    assert Client().get(f"/calendar/{token}.ics").status_code == 200
    close_feed(person=candidate)
    close_feed(person=candidate)
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_who_may_not_sign_in_has_no_feed(candidate: User) -> None:
    url = address(candidate)
    User.objects.filter(pk=candidate.pk).update(is_active=False)
    assert Client().get(url).status_code == 404


def test_who_asks_without_end_is_told_to_wait(candidate: User) -> None:
    client, url = Client(), address(candidate)
    # Twice the limit, in case a new window begins meanwhile.
    statuses = [client.get(url).status_code for _ in range(125)]
    assert statuses[:60] == [200] * 60
    assert statuses[-1] == 429
    assert client.get(url)["Retry-After"] == "1800"
    assert client.get(address(make_user())).status_code == 200


def test_many_rounds_cost_no_more_queries_than_one(candidate: User) -> None:
    client, url = Client(), address(candidate)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    booked(candidate)
    one = cost()
    for day in range(3, 12):
        booked(candidate, day)
    assert cost() == one <= 4


def ticked(answer: Any) -> list[str]:
    return re.findall(r'name="(\w+)"[^>]* checked', answer.content.decode())


class TestFiles:
    def test_candidate_and_coach_save_the_whole_loop(self, candidate: User, client_for: Callable) -> None:
        loop = make_loop(candidate)
        for person in (candidate, make_coach(candidate)):
            answer = client_for(person).get(f"/loops/{loop.pk}/calendar.ics")
            assert answer["Content-Disposition"] == 'attachment; filename="mockloop-loop.ics"'
            found = read_all(answer.content.decode())
            assert [e.uid.partition("@")[0] for e in found] == [
                str(pk) for pk in loop.rounds.order_by("position").values_list("pk", flat=True)
            ]

    def test_who_runs_a_round_saves_that_one(self, candidate: User, client_for: Callable) -> None:
        loop: Loop = make_loop(candidate)
        round_ = loop.rounds.get(position=2)
        peer = round_.seats.get(role="interviewer").person
        answer = client_for(peer).get(f"/loops/{loop.pk}/calendar.ics")
        assert read(answer.content.decode()).uid == f"{round_.pk}@mockloop"

    def test_a_cancelled_round_is_saved_as_cancelled(self, candidate: User, client_for: Callable) -> None:
        round_ = booked(candidate)
        set_round_state(round=round_, new="cancelled", actor=None)
        event = read(client_for(candidate).get(f"/rounds/{round_.pk}/calendar.ics").content.decode())
        assert (event.method, event.status, event.sequence) == ("PUBLISH", "CANCELLED", 1)


class TestPage:
    def test_the_address_is_made_shown_renewed_and_taken_away(
        self, candidate: User, client_for: Callable
    ) -> None:
        client = client_for(candidate)
        assert b"Make my address" in client.get(PAGE).content
        assert not CalendarFeed.objects.exists()
        client.post(CHANGE, {"do": "open"})
        token = CalendarFeed.objects.get().token
        page = client.get(PAGE).content.decode()
        for part in (
            f"http://127.0.0.1:8000/calendar/{token}.ics",
            f"webcal://127.0.0.1:8000/calendar/{token}.ics",
            "https://calendar.google.com/calendar/render?cid=webcal%3A%2F%2F",
            "https://outlook.live.com/calendar/0/addfromweb?",
        ):
            assert part in page
        # Twice is the same address.
        client.post(CHANGE, {"do": "open"})
        assert CalendarFeed.objects.get().token == token
        # Asking alone changes nothing.
        assert b"dies at once" in client.get(CHANGE, {"do": "renew"}).content
        assert CalendarFeed.objects.get().token == token
        client.post(CHANGE, {"do": "renew"})
        assert CalendarFeed.objects.get().token != token
        client.post(CHANGE, {"do": "close"})
        assert not CalendarFeed.objects.exists()

    @pytest.mark.parametrize("query", [{}, {"do": "x"}, {"do": "renew"}])
    def test_nothing_to_confirm_leads_back(self, candidate: User, client_for: Callable, query: Any) -> None:
        answer = client_for(candidate).get(CHANGE, query)
        assert (answer.status_code, answer["Location"]) == (302, PAGE)

    def test_reminders_are_chosen(self, candidate: User, client_for: Callable) -> None:
        client = client_for(candidate)
        assert ticked(client.get(PAGE)) == ["day", "hour", "opening"]
        answer = client.post(PAGE, {"hour": "on"}, follow=True)
        assert b"Your reminders are saved." in answer.content
        choice = choice_of(candidate)
        assert (choice.day, choice.hour, choice.opening) == (False, True, False)
        assert ticked(answer) == ["hour"]

    def test_a_peer_without_a_loop_has_the_page_too(self, client_for: Callable) -> None:
        assert client_for(make_peer()).get(PAGE).status_code == 200
