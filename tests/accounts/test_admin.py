"""The administrator's view of people and grants."""

import pytest

from accounts.models import CoachGrant, User
from tests.factories import make_coach, make_user


@pytest.fixture
def admin_client_(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def test_people_are_listed_with_roles_and_found(admin_client_):
    make_user("Findable Person")
    page = admin_client_.get("/admin/accounts/user/", {"q": "Findable", "is_candidate__exact": 1})
    assert "Findable Person" in page.content.decode()
    assert "Mockloop" in page.content.decode()


def test_a_person_is_added_and_changed(admin_client_):
    answer = admin_client_.post(
        "/admin/accounts/user/add/",
        {
            "email": "new@example.org",
            "name": "New",
            "timezone": "Europe/Berlin",
            "is_coach": "on",
            "usable_password": "true",
            "password1": "a long password",
            "password2": "a long password",
        },
    )
    made = User.objects.get(email="new@example.org")
    assert answer.status_code == 302
    assert made.is_coach
    page = admin_client_.get(f"/admin/accounts/user/{made.pk}/change/")
    assert page.status_code == 200


def test_an_unknown_zone_is_refused(admin_client_):
    person = make_user()
    answer = admin_client_.post(
        f"/admin/accounts/user/{person.pk}/change/", {"email": person.email, "timezone": "Mars/Olympus"}
    )
    assert "is not a time zone we know" in answer.content.decode()


def test_grants_are_read_and_not_made_there(admin_client_):
    candidate = make_user("Cand")
    coach = make_coach(candidate)
    assert coach.email.partition("@")[0]
    assert "Cand" in admin_client_.get("/admin/accounts/coachgrant/").content.decode()
    assert admin_client_.get("/admin/accounts/coachgrant/add/").status_code == 403
    grant = CoachGrant.objects.get()
    assert admin_client_.post(f"/admin/accounts/coachgrant/{grant.pk}/change/", {}).status_code == 403


def test_nobody_else_comes_in(client, db):
    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    client.force_login(make_user())
    assert client.get("/admin/accounts/user/").status_code in (302, 403)
    assert client.get("/admin/login/").status_code == 403
