"""One's own settings: name, zone, roles."""

import re
import zoneinfo
from datetime import UTC, datetime

import pytest
from django.contrib.messages import get_messages

from accounts.models import User
from accounts.zones import browser_zone, meant_zone, zone_choices
from tests.factories import make_peer, make_user

PAGE = "/settings/"


@pytest.fixture
def person(db):
    return make_user("Ada", timezone="Europe/Berlin")


def save(client, **changes):
    return client.post(
        PAGE,
        {"name": "Ada", "timezone": "Europe/Berlin", "clock": "24", "roles": ["is_candidate"], **changes},
    )


def said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_stranger_is_led_to_sign_in(client, db):
    assert client.get(PAGE)["Location"] == "/accounts/login/?next=/settings/"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        ("america/new york", "America/New_York"),
        (" kolkata ", "Asia/Kolkata"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_meant_in_many_ways(client, person, typed, zone):
    client.force_login(person)
    answer = save(client, timezone=typed)
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.timezone == zone
    assert "Times are now shown in your new zone. It is " in said(answer)
    assert f"({zone})" in said(answer)
    assert zone in client.get(PAGE).content.decode()


@pytest.mark.parametrize("typed", ["Berlinn", "Mars/Olympus", "../etc/passwd", "<b>x</b>", "x" * 65, ""])
def test_a_wrong_zone_is_refused_and_what_was_typed_stays(client, person, typed):
    client.force_login(person)
    answer = save(client, name="Ada changed", timezone=typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="Ada changed"' in page
    assert "<b>x</b>" not in page
    if typed.isalpha() and len(typed) < 65:
        assert f'value="{typed}"' in page
        assert "is not a time zone we know" in page
    person.refresh_from_db()
    assert (person.name, person.timezone) == ("Ada", "Europe/Berlin")


def test_saving_the_same_zone_says_nothing_about_it(client, person):
    client.force_login(person)
    assert "new zone" not in said(save(client, name="Ada  Byron"))
    person.refresh_from_db()
    assert person.name == "Ada Byron"


def test_roles_are_taken_and_given_back(client, person):
    client.force_login(person)
    save(client, roles=["is_peer", "is_coach"])
    person.refresh_from_db()
    assert (person.is_candidate, person.is_peer, person.is_coach) == (False, True, True)
    answer = save(client, roles=[])
    assert answer.status_code == 422
    assert "Tick at least one." in answer.content.decode()


def test_nobody_makes_themselves_an_administrator(client, person):
    client.force_login(person)
    assert save(client, roles=["is_candidate", "is_staff"]).status_code == 422
    save(client, is_staff="on", is_superuser="on", email="x@example.org")
    person.refresh_from_db()
    assert not person.is_staff
    assert not person.is_superuser
    assert person.email != "x@example.org"


def test_an_administrator_needs_no_other_part(client, db):
    administrator = make_user(is_staff=True, is_candidate=False)
    client.force_login(administrator)
    assert save(client, roles=[]).status_code == 302


def test_a_traveller_is_offered_the_zone_of_the_computer(client, person):
    client.force_login(person)
    client.cookies["tz"] = "Asia/Calcutta"
    assert "Show times in Asia/Kolkata" in client.get(PAGE).content.decode()
    client.post(PAGE, {"use_zone": "Asia/Kolkata"})
    person.refresh_from_db()
    assert (person.timezone, person.name, person.is_candidate) == ("Asia/Kolkata", "Ada", True)
    assert "Show times in" not in client.get(PAGE).content.decode()


def test_a_zone_with_the_same_clock_is_not_worth_a_word(client, person):
    client.force_login(person)
    client.cookies["tz"] = "Europe/Paris"
    assert "Show times in" not in client.get(PAGE).content.decode()


def test_a_forged_use_zone_is_refused(client, person):
    client.force_login(person)
    assert client.post(PAGE, {"use_zone": "Mars/Olympus"}).status_code == 422


def test_a_peer_reads_that_hours_keep_their_own_zone(client, db):
    peer = make_peer()
    client.force_login(peer)
    assert "keep their own zone" in client.get(PAGE).content.decode()
    save(client, timezone="Asia/Tokyo", roles=["is_peer"])
    peer.schedule.refresh_from_db()
    assert peer.schedule.timezone == "Europe/Berlin"


def test_the_page_costs_the_same_with_every_zone_listed(client, person, django_assert_max_num_queries):
    client.force_login(person)
    with django_assert_max_num_queries(4):
        client.get(PAGE)


class TestZones:
    def test_every_choice_is_understood_and_is_a_zone(self):
        for name, offset in zone_choices(datetime(2026, 1, 15, tzinfo=UTC)):
            zoneinfo.ZoneInfo(name)
            assert meant_zone(name) == name
            assert offset.startswith("UTC")

    def test_offsets_are_those_of_the_day(self):
        winter = dict(zone_choices(datetime(2026, 1, 15, tzinfo=UTC)))
        summer = dict(zone_choices(datetime(2026, 7, 15, tzinfo=UTC)))
        assert (winter["Europe/Berlin"], summer["Europe/Berlin"]) == ("UTC+01:00", "UTC+02:00")
        assert winter["Asia/Kolkata"] == "UTC+05:30"
        assert winter["America/St_Johns"] == "UTC-03:30"

    def test_a_city_that_several_zones_have_is_not_guessed(self):
        assert meant_zone("Indianapolis") == "America/Indiana/Indianapolis"
        assert meant_zone("Louisville") is None
        assert meant_zone("") is None

    def test_old_names_of_browsers_become_the_ones_of_today(self):
        assert browser_zone("Europe/Kiev") == "Europe/Kyiv"
        assert browser_zone("nonsense") == "UTC"
        assert User(timezone=browser_zone("Asia/Saigon")).timezone == "Asia/Ho_Chi_Minh"


def test_times_are_read_on_the_chosen_clock(client, db):
    person = make_user(timezone="Europe/Berlin")
    client.force_login(person)
    save(client, clock="12")
    person.refresh_from_db()
    assert person.clock == "12"
    shown = client.get(PAGE).content.decode()
    assert re.search(r"\d{1,2}:\d\d (am|pm) \(Europe/Berlin\)", shown)


def test_zone_and_clock_are_changed_in_place_and_the_page_comes_back(client, db):
    person = make_user(timezone="Europe/Berlin")
    client.force_login(person)
    asked = {"timezone": "kolkata", "clock": "12", "next": "/loops/book/?pace=one_day"}
    answer = client.post("/settings/reading/", asked)
    assert answer["Location"] == "/loops/book/?pace=one_day"
    person.refresh_from_db()
    assert (person.timezone, person.clock) == ("Asia/Kolkata", "12")


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_changing_in_place_never_leads_elsewhere(client, db, back):
    client.force_login(make_user())
    answer = client.post("/settings/reading/", {"timezone": "UTC", "clock": "24", "next": back})
    assert answer["Location"] == PAGE


def test_a_zone_that_is_none_changes_nothing_in_place(client, db):
    person = make_user(timezone="Europe/Berlin")
    client.force_login(person)
    answer = client.post("/settings/reading/", {"timezone": "Mars/Base", "clock": "12", "next": "/loops/"})
    assert "“Mars/Base” is not a time zone we know" in said(answer)
    person.refresh_from_db()
    assert (person.timezone, person.clock) == ("Europe/Berlin", "24")
