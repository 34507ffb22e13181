"""Signing up, confirming, signing in, a forgotten password."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from common import mail
from common.models import OutgoingMail
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SIGN_UP = "/accounts/signup/"
FORM = {
    "name": "  Ada   Byron ",
    "email": "Ada@Example.org",
    "password1": "a long password",
    "roles": ["is_candidate", "is_coach"],
}


def link_in(owed: OutgoingMail) -> str:
    found = re.search(r"http://testserver(/\S+)", owed.text)
    assert found
    return found[1]


def confirmed(person: User) -> User:
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


class TestSignUp:
    def test_the_whole_way_in_one_browser(self, client):
        client.cookies["tz"] = "Asia/Calcutta"
        answer = client.post(SIGN_UP, FORM)
        assert answer["Location"] == reverse("account_email_verification_sent")
        ada = User.objects.get()
        assert (ada.email, ada.name, ada.timezone) == ("ada@example.org", "Ada Byron", "Asia/Kolkata")
        assert (ada.is_candidate, ada.is_peer, ada.is_coach, ada.is_staff) == (True, False, True, False)
        assert "_auth_user_id" not in client.session

        owed = OutgoingMail.objects.get()
        assert (owed.to, owed.state) == ("ada@example.org", OutgoingMail.State.QUEUED)
        assert owed.subject == "Confirm your address at Mockloop"
        assert "Hello Ada Byron," in owed.text
        page = client.get(link_in(owed))
        assert "ada@example.org" in page.content.decode()
        assert not EmailAddress.objects.get().verified
        answer = client.post(link_in(owed))
        assert answer["Location"] == "/"
        assert client.session["_auth_user_id"] == str(ada.pk)
        assert EmailAddress.objects.get().verified

    def test_the_letter_goes_out_once_and_survives_a_mail_server_that_is_down(self, client, monkeypatch):
        client.post(SIGN_UP, FORM)
        owed = OutgoingMail.objects.get()
        monkeypatch.setattr("common.mail._message", lambda mail: (_ for _ in ()).throw(OSError("down")))
        assert not mail.deliver(owed.pk)
        monkeypatch.undo()
        OutgoingMail.objects.update(not_before=None)
        assert mail.due() == [owed.pk]
        assert mail.deliver(owed.pk)
        assert not mail.deliver(owed.pk)
        assert [letter.to for letter in outbox.outbox] == [["ada@example.org"]]

    def test_in_another_browser_one_is_led_to_sign_in(self, client):
        from django.test import Client

        client.post(SIGN_UP, FORM)
        other = Client()
        answer = other.post(link_in(OutgoingMail.objects.get()))
        assert answer["Location"].startswith("/accounts/login/")
        answer = other.post("/accounts/login/", {"login": "ada@example.org", "password": "a long password"})
        assert answer["Location"] == "/"

    def test_without_confirming_nobody_gets_in(self, client):
        client.post(SIGN_UP, FORM)
        answer = client.post("/accounts/login/", {"login": "ada@example.org", "password": "a long password"})
        assert answer["Location"] == reverse("account_email_verification_sent")
        assert "_auth_user_id" not in client.session
        assert client.get("/settings/").status_code == 302

    @pytest.mark.parametrize("cookie", ["", "Mars/Olympus", "<script>", "Europe"])
    def test_a_zone_that_is_none_becomes_utc(self, client, cookie):
        client.cookies["tz"] = cookie
        client.post(SIGN_UP, FORM)
        assert User.objects.get().timezone == "UTC"

    def test_at_least_one_role_and_what_was_typed_stays(self, client):
        answer = client.post(SIGN_UP, {**FORM, "roles": []})
        page = answer.content.decode()
        assert "Tick at least one." in page
        assert "Ada   Byron" in page
        assert 'value="Ada@Example.org"' in page
        assert not User.objects.exists()

    @pytest.mark.parametrize("role", ["is_staff", "is_superuser", "is_demo", "is_active"])
    def test_nobody_makes_themselves_an_administrator(self, client, role):
        client.post(SIGN_UP, {**FORM, "roles": ["is_candidate", role]})
        client.post(SIGN_UP, {**FORM, role: "on"})
        assert not User.objects.filter(is_staff=True).exists()
        assert not User.objects.filter(is_superuser=True).exists()
        assert not User.objects.filter(is_demo=True).exists()

    @pytest.mark.parametrize("password", ["short", "password1234", "0123456789012", ""])
    def test_a_weak_password_is_refused(self, client, password):
        client.post(SIGN_UP, {**FORM, "password1": password})
        assert not User.objects.exists()

    def test_an_address_that_is_taken_looks_the_same_from_outside(self, client):
        confirmed(User.objects.create_user("ada@example.org", "another password", name="Ada"))
        answer = client.post(SIGN_UP, FORM)
        assert answer["Location"] == reverse("account_email_verification_sent")
        assert User.objects.count() == 1
        owed = OutgoingMail.objects.get()
        assert owed.subject == "You have an account at Mockloop already"
        assert "/accounts/password/reset/" in owed.text

    def test_each_letter_has_a_key_of_its_own(self, client):
        client.post(SIGN_UP, FORM)
        client.post(SIGN_UP, {**FORM, "email": "other@example.org"})
        assert OutgoingMail.objects.values("key").distinct().count() == 2


class TestSignIn:
    def test_a_wrong_password_and_an_unknown_address_say_the_same(self, client):
        known = confirmed(make_user())
        said = []
        for address in (known.email, "nobody@example.org"):
            page = client.post("/accounts/login/", {"login": address, "password": "a wrong password"})
            assert page.status_code == 200
            said.append(page.content.decode().count("fit together. Try again"))
        assert said == [1, 1]

    def test_tries_are_limited(self, client):
        person = confirmed(make_user())
        for _ in range(5):
            client.post("/accounts/login/", {"login": person.email, "password": "a wrong password"})
        page = client.post("/accounts/login/", {"login": person.email, "password": "a long password"})
        assert "Too many tries" in page.content.decode()
        assert "_auth_user_id" not in client.session

    def test_the_address_in_any_case(self, client):
        person = confirmed(make_user())
        client.post("/accounts/login/", {"login": person.email.upper(), "password": "a long password"})
        assert client.session["_auth_user_id"] == str(person.pk)

    def test_administration_has_no_second_way_in(self, client):
        answer = client.get("/admin/login/?next=/admin/")
        assert answer["Location"].startswith("/accounts/login/")


class TestReset:
    def test_a_new_password_by_letter(self, client):
        person = confirmed(make_user())
        answer = client.post("/accounts/password/reset/", {"email": person.email})
        assert answer["Location"] == reverse("account_reset_password_done")
        owed = OutgoingMail.objects.get()
        assert owed.subject == "Set a new password at Mockloop"
        form = client.get(link_in(owed))["Location"]
        answer = client.post(form, {"password1": "quite another one", "password2": "quite another one"})
        assert answer.status_code == 302
        person.refresh_from_db()
        assert person.check_password("quite another one")
        notice = OutgoingMail.objects.exclude(pk=owed.pk).get()
        assert notice.subject == "Your password was set anew"
        assert client.get(link_in(owed)).status_code == 200, "the link works once"

    def test_an_unknown_address_looks_the_same_from_outside(self, client):
        answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
        assert answer["Location"] == reverse("account_reset_password_done")
        assert OutgoingMail.objects.get().subject == "No account at Mockloop with this address"

    def test_too_many_requests_are_stopped_in_words(self, client):
        answers = [client.post("/accounts/password/reset/", {"email": "a@example.org"}) for _ in range(6)]
        assert answers[-1].status_code == 429
        assert "Wait a minute" in answers[-1].content.decode()


class TestAddresses:
    PAGE = "/accounts/email/"

    @pytest.fixture
    def person(self, client):
        person = confirmed(make_user())
        client.post("/accounts/login/", {"login": person.email, "password": "a long password"})
        return person

    def prove(self, client, answer):
        """Give the password that is asked for; what was posted before goes on by itself."""
        assert answer["Location"].startswith("/accounts/reauthenticate/")
        return client.post(answer["Location"], {"password": "a long password"})

    def test_another_address_is_confirmed_by_letter_and_taken_into_use(self, client, person):
        answer = client.post(self.PAGE, {"action_add": "", "email": "second@example.org"})
        assert not OutgoingMail.objects.exists(), "not before the password is given"
        self.prove(client, answer)
        owed = OutgoingMail.objects.get(to="second@example.org")
        client.post(self.PAGE, {"action_primary": "", "email": "second@example.org"})
        person.refresh_from_db()
        assert person.email != "second@example.org", "not before it is confirmed"
        client.post(link_in(owed))
        client.post(self.PAGE, {"action_primary": "", "email": "second@example.org"})
        person.refresh_from_db()
        assert person.email == "second@example.org"
        assert OutgoingMail.objects.filter(subject="Your address at Mockloop was changed").exists()

    def test_an_address_that_somebody_signed_up_with_and_never_confirmed(self, client, person):
        from django.test import Client

        Client().post(SIGN_UP, FORM)
        kept = User.objects.create_user("made@example.org", name="Made by an administrator")
        answer = client.post(self.PAGE, {"action_add": "", "email": FORM["email"]})
        cache.clear()
        self.prove(client, answer)
        owed = OutgoingMail.objects.filter(to="ada@example.org").latest("pk")
        client.post(link_in(owed))
        client.post(self.PAGE, {"action_primary": "", "email": "ada@example.org"})
        person.refresh_from_db()
        assert person.email == "ada@example.org"
        assert set(User.objects.all()) == {person, kept}

    def test_an_address_of_somebody_else_is_never_confirmed_twice(self, client, person):
        other = confirmed(make_user())
        self.prove(client, client.post(self.PAGE, {"action_add": "", "email": other.email}))
        client.post(link_in(OutgoingMail.objects.get(to=other.email)))
        assert EmailAddress.objects.get(email=other.email, verified=True).user == other
        assert User.objects.filter(pk=other.pk).exists()
