"""The booking page: plans for wishes, picking one, being second."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from interviews.kinds import RoundKind
from interviews.loops.services import cancel_loop
from interviews.models import Loop
from tests.factories import make_peer, make_prompt, make_track, make_user

pytestmark = pytest.mark.django_db
URL = "/loops/book/"


@pytest.fixture
def peers() -> list[User]:
    make_track()
    for kind in RoundKind.values:
        make_prompt(kind)
    return [make_peer() for _ in range(5)]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sealed(html: str) -> list[tuple[str, str]]:
    """(plan, booking key) of every plan on the page."""
    return list(
        zip(
            re.findall(r'name="plan" value="([^"]+)"', html),
            re.findall(r'name="booking_key" value="([^"]+)"', html),
            strict=True,
        )
    )


def test_page_offers_five_plans_in_own_zone(peers: list[User]) -> None:
    html = signed_in(make_user(timezone="Asia/Kolkata")).get(URL).content.decode()
    assert len(sealed(html)) == 5
    assert "(Asia/Kolkata)" in html
    assert html.startswith("\n\n<!doctype html>") or "<!doctype html>" in html


def test_htmx_gets_the_plans_alone(peers: list[User]) -> None:
    answer = signed_in(make_user()).get(URL, {"pace": "one_day"}, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "<!doctype html>" not in html
    assert html.count("All on one day") == 5
    assert "HX-Request" in answer["Vary"]


def test_picking_books_and_picking_again_finds_the_same_loop(peers: list[User]) -> None:
    client = signed_in(make_user())
    plan, key = sealed(client.get(URL).content.decode())[0]
    for _ in range(2):
        answer = client.post(URL, {"plan": plan, "booking_key": key})
        assert answer.status_code == 302
    loop = Loop.objects.get()
    assert answer["Location"] == f"/loops/{loop.pk}/"
    assert loop.rounds.count() == 4
    assert (
        len({seat.person_id for r in loop.rounds.all() for seat in r.seats.filter(role="interviewer")}) == 4
    )


def test_plan_that_was_booked_and_cancelled_is_not_called_booked(peers: list[User]) -> None:
    candidate = make_user()
    client = signed_in(candidate)
    plan, key = sealed(client.get(URL).content.decode())[0]
    client.post(URL, {"plan": plan, "booking_key": key})
    cancel_loop(loop=Loop.objects.get(), actor=candidate)
    answer = client.post(URL, {"plan": plan, "booking_key": key})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "You booked this plan and cancelled it." in html
    assert sealed(html)


def test_second_candidate_sees_fresh_plans_for_the_same_wishes(peers: list[User]) -> None:
    first, second = signed_in(make_user()), signed_in(make_user())
    address = URL + "?pace=one_day&after=10:00"
    mine = sealed(first.get(address).content.decode())[0]
    theirs = sealed(second.get(address).content.decode())[0]
    first.post(address, {"plan": mine[0], "booking_key": mine[1]})
    answer = second.post(address, {"plan": theirs[0], "booking_key": theirs[1]})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "One of these hours was just taken." in html
    assert 'value="10:00"' in html
    assert Loop.objects.count() == 1
    fresh = sealed(html)
    assert fresh
    assert second.post(address, {"plan": fresh[0][0], "booking_key": fresh[0][1]}).status_code == 302


@pytest.mark.parametrize("how", ["other person", "changed", "missing", "bad key"])
def test_forged_plan_is_refused(peers: list[User], how: str) -> None:
    client = signed_in(make_user())
    source = signed_in(make_user()) if how == "other person" else client
    plan, key = sealed(source.get(URL).content.decode())[0]
    data = {"plan": plan, "booking_key": key}
    if how == "changed":
        data["plan"] = plan[:5] + ("A" if plan[5] != "A" else "B") + plan[6:]
    if how == "missing":
        del data["plan"]
    if how == "bad key":
        data["booking_key"] = "nonsense"
    answer = client.post(URL, data)
    assert answer.status_code == 422
    assert "This plan could not be read. Nothing was booked. Choose another." in answer.content.decode()
    assert Loop.objects.count() == 0


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"last": "2020-01-01"}, "This is before the first day. Choose a later one."),
        ({"last": "2199-01-01"}, "Look at eight weeks at most at a time."),
        ({"first": "yesterday"}, "Enter a valid date."),
        ({"pace": "never"}, "Select a valid choice."),
    ],
)
def test_wishes_that_make_no_sense_are_marked(peers: list[User], wishes: dict[str, str], words: str) -> None:
    html = signed_in(make_user()).get(URL, wishes).content.decode()
    assert words in html
    assert sealed(html) == []


def test_without_peers_the_page_says_what_is_missing() -> None:
    make_track()
    html = signed_in(make_user()).get(URL).content.decode()
    assert html.count("no peer offers this round yet.") == 4


def test_peer_without_hours_in_the_window_is_named_with_the_first_chance(peers: list[User]) -> None:
    for peer in peers:
        peer.schedule.notice_hours = 14 * 24
        peer.schedule.save()
    html = signed_in(make_user()).get(URL, {"last": "2000-01-01"}).content.decode()
    assert "Choose a later one" in html
    first = re.search(r'name="first" value="([^"]+)"', html)
    assert first is not None
    html = signed_in(make_user()).get(URL, {"last": first[1]}).content.decode()
    assert "no peer before" in html
    assert "want longer notice" in html


def test_who_is_no_candidate_is_told_how_to_become_one(peers: list[User]) -> None:
    answer = signed_in(peers[0]).get(URL)
    assert "Loops are booked by candidates" in answer.content.decode()


def test_without_track_the_page_says_so() -> None:
    assert "Nothing to book yet" in signed_in(make_user()).get(URL).content.decode()


def test_anonymous_is_sent_to_sign_in() -> None:
    assert Client().get(URL)["Location"] == "/accounts/login/?next=/loops/book/"


def test_queries_do_not_grow_with_peers(peers: list[User]) -> None:
    client = signed_in(make_user())
    counts = []
    for more in (0, 20):
        for _ in range(more):
            make_peer()
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_get_books_nothing(peers: list[User]) -> None:
    client = signed_in(make_user())
    plan, _ = sealed(client.get(URL).content.decode())[0]
    client.get(URL, {"plan": plan, "booking_key": str(uuid.uuid4())})
    assert Loop.objects.count() == 0
