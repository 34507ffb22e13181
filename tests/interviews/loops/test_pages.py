"""The pages of loops: who sees what, in how many queries."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from interviews.kinds import LOOP_KINDS
from interviews.loops.services import set_round_state
from interviews.models import Loop, Round, Standby
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def interviewer_of(round_: Round) -> User:
    return round_.seats.get(role="interviewer").person


def test_list_shows_own_loops_and_rounds_to_run() -> None:
    peer = make_user("Paula Peer", is_peer=True)
    own = make_loop(peer)
    other = make_loop(make_user("Carl Candidate"), rounds=False)
    run = make_round(other, interviewer=peer, starts_at=timezone.now() + timedelta(days=5))
    html = signed_in(peer).get("/loops/").content.decode()
    assert f'href="/loops/{own.pk}/"' in html
    assert f'href="/rounds/{run.pk}/"' in html
    assert "Carl Candidate" in html
    assert f'href="/rounds/{run.pk}/decline/"' in html
    assert f'href="/loops/{other.pk}/"' not in html


def test_list_of_a_new_candidate_gives_the_next_step() -> None:
    html = signed_in(make_user()).get("/loops/").content.decode()
    assert "No loop yet" in html
    assert html.count('href="/loops/book/"') == 2


def test_list_of_a_new_peer_points_to_the_hours() -> None:
    html = signed_in(make_peer()).get("/loops/").content.decode()
    assert "Nobody has booked you yet." in html
    assert 'href="/hours/"' in html


def test_list_of_an_observer_shows_what_they_watch() -> None:
    loop = make_loop()
    watcher = make_user("Wanda", is_candidate=False)
    seat_person(loop.rounds.all()[0], watcher, "observer")
    html = signed_in(watcher).get("/loops/").content.decode()
    assert "Rounds you watch" in html
    assert interviewer_of(loop.rounds.all()[0]).shown_name in html


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_list_queries_do_not_grow() -> None:
    counts = []
    for number in (1, 5):
        person = make_user(is_peer=True)
        for place in range(1, number + 1):
            day = (timezone.now() + timedelta(days=place)).replace(minute=0, second=0, microsecond=0)
            own = make_loop(person, rounds=False)
            for position, kind in enumerate(LOOP_KINDS):
                make_round(own, kind, starts_at=day + timedelta(hours=position))
            make_round(make_loop(rounds=False), interviewer=person, starts_at=day + timedelta(hours=6))
            ran = day - timedelta(days=90)
            make_round(make_loop(rounds=False), interviewer=person, starts_at=ran, state="completed")
            watched = make_round(make_loop(rounds=False), starts_at=day)
            watched.seats.create(person=person, role="observer")
            Standby.objects.create(round=make_round(make_loop(rounds=False), starts_at=day), person=person)
        counts.append(queries(signed_in(person), "/loops/"))
    assert counts[0] == counts[1] <= 15


def test_loop_queries_do_not_grow_with_history() -> None:
    loop = make_loop()
    client = signed_in(loop.candidate)
    before = queries(client, f"/loops/{loop.pk}/")
    for round_ in loop.rounds.all():
        set_round_state(round=round_, new="live", actor=loop.candidate)
        set_round_state(round=round_, new="completed", actor=loop.candidate)
    assert queries(client, f"/loops/{loop.pk}/") == before <= 10


def test_loop_page_tells_the_candidate_everything() -> None:
    loop = make_loop()
    set_round_state(round=loop.rounds.all()[0], new="live", actor=interviewer_of(loop.rounds.all()[0]))
    html = signed_in(loop.candidate).get(f"/loops/{loop.pk}/").content.decode()
    for round_ in loop.rounds.all():
        assert f'href="/rounds/{round_.pk}/"' in html
        assert interviewer_of(round_).shown_name in html
    assert "(Europe/Berlin)" in html
    assert "Recruiter screen began" in html
    assert "Live now" in html
    assert f'href="/loops/{loop.pk}/cancel/"' not in html


def test_interviewer_sees_the_loop_but_opens_only_their_round() -> None:
    loop = make_loop()
    first, second = loop.rounds.all()[:2]
    html = signed_in(interviewer_of(first)).get(f"/loops/{loop.pk}/").content.decode()
    assert f'href="/rounds/{first.pk}/"' in html
    assert f'href="/rounds/{second.pk}/"' not in html
    assert f'href="/rounds/{second.pk}/calendar.ics"' not in html


def test_reason_of_another_round_is_not_shown_to_an_interviewer() -> None:
    loop = make_loop()
    first, second = loop.rounds.all()[:2]
    set_round_state(round=second, new="cancelled", actor=interviewer_of(second), reason="PRIVATEREASON")
    page = f"/loops/{loop.pk}/"
    assert "PRIVATEREASON" not in signed_in(interviewer_of(first)).get(page).content.decode()
    assert "PRIVATEREASON" in signed_in(loop.candidate).get(page).content.decode()


def pages(loop: Loop) -> dict[str, str]:
    round_ = loop.rounds.all()[0]
    return {
        "loop": f"/loops/{loop.pk}/",
        "cancel": f"/loops/{loop.pk}/cancel/",
        "decline": f"/rounds/{round_.pk}/decline/",
        "calendar": f"/rounds/{round_.pk}/calendar.ics",
    }


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("candidate", {"loop": 200, "cancel": 200, "decline": 404, "calendar": 200}),
        ("interviewer", {"loop": 200, "cancel": 404, "decline": 200, "calendar": 200}),
        ("other interviewer", {"loop": 200, "cancel": 404, "decline": 404, "calendar": 404}),
        ("observer", {"loop": 200, "cancel": 404, "decline": 404, "calendar": 200}),
        ("coach", {"loop": 200, "cancel": 404, "decline": 404, "calendar": 200}),
        ("coach of another", {"loop": 404, "cancel": 404, "decline": 404, "calendar": 404}),
        ("stranger", {"loop": 404, "cancel": 404, "decline": 404, "calendar": 404}),
        ("administrator", {"loop": 404, "cancel": 404, "decline": 404, "calendar": 404}),
        ("nobody", {"loop": 302, "cancel": 302, "decline": 302, "calendar": 302}),
    ],
)
def test_who_may_open_what(who: str, expected: dict[str, int]) -> None:
    loop = make_loop()
    first, second = loop.rounds.all()[:2]
    watcher = make_user()
    seat_person(first, watcher, "observer")
    people = {
        "candidate": loop.candidate,
        "interviewer": interviewer_of(first),
        "other interviewer": interviewer_of(second),
        "observer": watcher,
        "coach": make_coach(loop.candidate),
        "coach of another": make_coach(make_user()),
        "stranger": make_user(is_peer=True),
        "administrator": make_user(is_staff=True, is_superuser=True),
    }
    client = Client() if who == "nobody" else signed_in(people[who])
    assert {name: client.get(url).status_code for name, url in pages(loop).items()} == expected
    refused = {name for name, status in expected.items() if status != 200} - {"loop", "calendar"}
    for name in refused:
        assert client.post(pages(loop)[name]).status_code == expected[name]
    assert not loop.history.exists()


def test_what_is_not_there_is_not_found() -> None:
    client = signed_in(make_user())
    for url in ("/loops/{}/", "/loops/{}/cancel/", "/rounds/{}/decline/", "/rounds/{}/calendar.ics"):
        assert client.get(url.format(uuid.uuid4())).status_code == 404


def test_cancelling_asks_first_then_does_it() -> None:
    loop = make_loop()
    client = signed_in(loop.candidate)
    url = f"/loops/{loop.pk}/cancel/"
    assert "Cancel this loop?" in client.get(url).content.decode()
    loop.refresh_from_db()
    assert loop.state == "booked"
    answer = client.post(url, {"reason": "A cold"}, follow=True)
    assert "Your loop is cancelled. Everybody in it gets a mail." in answer.content.decode()
    assert "The loop was cancelled" in answer.content.decode()
    loop.refresh_from_db()
    assert loop.state == "cancelled"


def test_cancelling_too_late_says_why() -> None:
    loop = make_loop()
    set_round_state(round=loop.rounds.all()[0], new="live", actor=None)
    answer = signed_in(loop.candidate).post(f"/loops/{loop.pk}/cancel/")
    assert answer.status_code == 422
    assert "A round of this loop has begun" in answer.content.decode()


def test_prompts_are_nowhere_on_the_pages_of_loops() -> None:
    loop = make_loop()
    round_ = loop.rounds.all()[0]
    for person in (loop.candidate, interviewer_of(round_)):
        client = signed_in(person)
        for url in ("/loops/", f"/loops/{loop.pk}/", f"/rounds/{round_.pk}/calendar.ics"):
            html = client.get(url).content.decode()
            for secret in ("Prompt test", "TEASER", "STEPONE", "HINTSECRET", "PROBESECRET"):
                assert secret not in html
