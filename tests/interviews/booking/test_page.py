"""The booking page: plans for wishes, picking one, being second."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from interviews.booking.signed import unseal
from interviews.kinds import LOOP_KINDS
from interviews.loops.services import cancel_loop
from interviews.models import BusySource, BusyTime, Loop, Qualification, Standby
from tests.factories import make_peer, make_prompt, make_track, make_user

pytestmark = pytest.mark.django_db
URL = "/loops/book/"


@pytest.fixture
def peers() -> list[User]:
    make_track()
    for kind in LOOP_KINDS:
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
        ({"last": "2199-01-01"}, "Ask for eight weeks at most at a time."),
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


def test_without_a_calibrated_peer_the_page_says_so(peers: list[User]) -> None:
    Qualification.objects.filter(kind="recruiter").delete()
    html = signed_in(make_user()).get(URL).content.decode()
    assert "no calibrated peer for this round yet" in html
    assert "personal link" in html


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
    assert counts[0] == counts[1] <= 22


def test_one_round_alone_is_offered_and_booked(peers: list[User]) -> None:
    client = signed_in(make_user())
    html = client.get(URL, {"rounds": "system_design"}).content.decode()
    assert "Book this round" in html
    plan, key = sealed(html)[0]
    assert client.post(URL, {"plan": plan, "booking_key": key}).status_code == 302
    assert list(Loop.objects.get().rounds.values_list("kind", flat=True)) == ["system_design"]


def test_unticking_every_round_is_a_mistake_and_an_address_without_any_means_all(peers: list[User]) -> None:
    client = signed_in(make_user())
    assert "Tick at least one round." in client.get(URL, {"asked": "1"}).content.decode()
    assert "Book this loop" in client.get(URL).content.decode()


def test_mode_and_standbys_travel_with_the_plan(peers: list[User]) -> None:
    client = signed_in(make_user())
    html = client.get(URL, {"mode": "stress", "pace": "one_day"}).content.decode()
    assert "Standby: " in html
    plan, key = sealed(html)[0]
    client.post(URL, {"plan": plan, "booking_key": key})
    loop = Loop.objects.get()
    assert loop.mode == "stress"
    assert Standby.objects.filter(round__loop=loop).count() == html.split("</article>")[0].count("Standby: ")


def days_of(html: str, css: str) -> list[str]:
    """The dates of the calendar's links that have this class."""
    return re.findall(rf'<a class="day[^"]*{css}[^"]*"[^>]*data-day="([^"]+)"', html)


def test_a_chosen_day_is_the_first_of_every_plan(peers: list[User]) -> None:
    client = signed_in(make_user(timezone="Asia/Kolkata"))
    html = client.get(URL).content.decode()
    last = days_of(html, "")[-9]
    chosen = client.get(URL, {"day": last}).content.decode()
    assert sealed(chosen)
    assert days_of(chosen, "day--plans") == [last]
    assert re.search(rf'data-day="{last}" aria-current="date"', chosen)


def test_a_day_on_which_nothing_can_begin_is_dim(peers: list[User]) -> None:
    for peer in peers:
        peer.schedule.weekly.exclude(weekday=0).delete()
        peer.schedule.timezone = "UTC"
        peer.schedule.save()
    html = signed_in(make_user(timezone="UTC")).get(URL, {"pace": "one_day"}).content.decode()
    days = [date.fromisoformat(day) for day in days_of(html, "")]
    assert days
    assert {day.weekday() for day in days} == {0}


def test_what_one_has_anyway_lies_under_the_days_and_beside_the_plans(peers: list[User]) -> None:
    candidate = make_user(timezone="Asia/Kolkata", clock="12")
    start = (timezone.now() + timedelta(days=3)).replace(hour=9, minute=30, second=0, microsecond=0)
    source = BusySource.objects.create(person=candidate, kind="file", name="mine", state="ready")
    BusyTime.objects.create(source=source, starts_at=start, ends_at=start + timedelta(hours=2))
    day = (start + timedelta(hours=5, minutes=30)).date()
    html = signed_in(candidate).get(URL, {"day": day.isoformat(), "pace": "one_day"}).content.decode()
    assert "you have busy 3:00 pm–5:00 pm" in html
    assert "busy 3:00 pm–5:00 pm</p>" in html
    first, last = int(start.timestamp()) // 900, int((start + timedelta(hours=2)).timestamp()) // 900
    for text, _key in sealed(html):
        for slot in unseal(text, candidate=candidate).plan.slots:
            assert slot.end <= first or slot.start >= last


def test_without_a_plan_there_are_ways_out(peers: list[User]) -> None:
    today = timezone.localdate()
    for peer in peers:
        peer.schedule.notice_hours = 5 * 24
        peer.schedule.save()
    asked = {"last": (today + timedelta(days=2)).isoformat()}
    html = signed_in(make_user(timezone="UTC")).get(URL, asked).content.decode()
    wider = re.search(r'href="([^"]+)">[^<]*<svg[^>]*>.*?</svg>Look a week further', html)
    assert wider is not None
    assert f"last={(today + timedelta(days=9)).isoformat()}" in wider[1]


def test_get_books_nothing(peers: list[User]) -> None:
    client = signed_in(make_user())
    plan, _ = sealed(client.get(URL).content.decode())[0]
    client.get(URL, {"plan": plan, "booking_key": str(uuid.uuid4())})
    assert Loop.objects.count() == 0
