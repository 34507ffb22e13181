"""The frame: places by role, the theme, the pages for what went wrong, the design page."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from mockloop.navigation import places
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("roles", "titles"),
    [
        ({"is_candidate": True}, ["Next", "Loops", "Prepare", "Debriefs", "Settings"]),
        ({"is_candidate": False, "is_peer": True}, ["Next", "Loops", "Hours", "Scoring", "Settings"]),
        ({"is_candidate": False, "is_coach": True}, ["Next", "Debriefs", "Rubrics", "Scoring", "Settings"]),
        (
            {"is_peer": True, "is_coach": True},
            ["Next", "Loops", "Prepare", "Hours", "Debriefs", "Rubrics", "Scoring", "Settings"],
        ),
        ({"is_candidate": False, "is_staff": True}, ["Next", "Rubrics", "Scoring", "Load", "Settings"]),
    ],
)
def test_places_follow_the_roles(client_for: Any, roles: dict[str, Any], titles: list[str]) -> None:
    places = client_for(make_user(**roles)).get("/").context["places"]
    assert [str(place["title"]) for place in places] == titles
    assert [place["title"] for place in places if place["here"]] == ["Next"]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/", "Next"),
        ("/loops/", "Loops"),
        ("/loops/book/", "Loops"),
        ("/rounds/6f1e/scorecard/", "Loops"),
        ("/prepare/plan.csv", "Prepare"),
        ("/hours/", "Hours"),
        ("/debriefs/", "Debriefs"),
        ("/loops/6f1e/debrief/", "Debriefs"),
        ("/rubrics/fintech-settlement/recruiter/", "Rubrics"),
        ("/scoring/raters/", "Scoring"),
        ("/settings/coaches/", "Settings"),
        ("/accounts/email/", "Settings"),
    ],
)
def test_every_path_lies_under_one_place(rf: RequestFactory, path: str, title: str) -> None:
    request = rf.get(path)
    request.user = make_user(is_peer=True, is_coach=True)
    assert [str(place["title"]) for place in places(request)["places"] if place["here"]] == [title]


def test_visitor_has_no_places_but_a_way_in(client: Client) -> None:
    response = client.get("/")
    assert response.context["places"] == []
    assert "/accounts/signup/" in response.content.decode()


@pytest.mark.parametrize(
    ("cookie", "expected"),
    [("dark", '<html lang="en" data-theme="dark">'), ("light", '<html lang="en" data-theme="light">')],
)
def test_chosen_theme_is_rendered_by_the_server(client: Client, cookie: str, expected: str) -> None:
    client.cookies["theme"] = cookie
    assert expected in client.get("/design/").content.decode()


def test_unknown_theme_is_ignored(client: Client) -> None:
    client.cookies["theme"] = '"><script>'
    assert '<html lang="en">' in client.get("/design/").content.decode()


def test_zone_is_always_printed(client: Client, client_for: Any) -> None:
    client.cookies["tz"] = "Asia/Tokyo"
    assert "Asia/Tokyo" in client.get("/").content.decode()
    assert "Asia/Kolkata" in client_for(make_user(timezone="Asia/Kolkata")).get("/").content.decode()


def test_address_that_leads_nowhere_says_what_to_do(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is nothing here for you" in response.content.decode()


def test_page_for_a_broken_server_needs_neither_request_nor_database() -> None:
    assert "What was saved before is safe" in render_to_string("500.html")


def test_stale_form_is_told_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.example"})
    assert response.status_code == 403
    assert "The form was too old" in response.content.decode()


def test_design_page_is_open_and_shows_every_state_of_a_station(client: Client) -> None:
    html = client.get("/design/").content.decode()
    for state in ("pending", "settled", "break", "live"):
        assert f"station--{state}" in html
