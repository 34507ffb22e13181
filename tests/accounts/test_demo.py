"""Demo people: who they are, who may be them, and that production never has them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.demo.selectors import demo_people
from accounts.demo.services import make_demo_people
from accounts.models import CoachGrant, User
from common.models import OutgoingMail
from interviews.kinds import LOOP_KINDS
from interviews.models import Schedule, WeeklyInterval
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SIGN_IN = "/demo/sign-in/"


@pytest.fixture
def people(settings):
    settings.DEMO = True
    return make_demo_people()


def named(people, email):
    return next(person for person in people if person.email == f"{email}@demo.example")


class TestCommand:
    def test_makes_the_whole_cast_with_hours_and_grants(self, settings, capsys):
        settings.DEMO = True
        call_command("demo", address="http://127.0.0.1:8765/")
        printed = capsys.readouterr().out
        assert User.objects.filter(is_demo=True, is_candidate=True).count() == 2
        assert User.objects.filter(is_demo=True, is_peer=True).count() == 6
        assert User.objects.filter(is_demo=True, is_staff=True, is_superuser=True).count() == 1
        coach = User.objects.get(is_demo=True, is_coach=True)
        assert CoachGrant.objects.filter(coach=coach, revoked_at=None).count() == 2
        assert EmailAddress.objects.filter(verified=True, primary=True).count() == 10
        assert not any(person.has_usable_password() for person in demo_people())
        assert "Priya Raman" in printed
        assert printed.rstrip().endswith("http://127.0.0.1:8765/")

    def test_every_kind_of_round_has_several_peers_and_hours_are_in_their_own_zone(self, settings, capsys):
        settings.DEMO = True
        call_command("demo")
        schedules = list(Schedule.objects.select_related("person"))
        assert len(schedules) == 6
        assert len({schedule.timezone for schedule in schedules}) == 6
        for kind in LOOP_KINDS:
            assert sum(kind in schedule.round_kinds for schedule in schedules) >= 3
        for schedule in schedules:
            assert schedule.timezone == schedule.person.timezone
            schedule.full_clean()

    def test_a_second_run_changes_nothing_that_people_changed(self, settings, capsys):
        settings.DEMO = True
        call_command("demo")
        counts = [m.objects.count() for m in (User, EmailAddress, Schedule, WeeklyInterval, CoachGrant)]
        User.objects.filter(email="maya@demo.example").update(name="Maya changed", timezone="Asia/Tokyo")
        grant = CoachGrant.objects.get(candidate__email="maya@demo.example")
        CoachGrant.objects.filter(pk=grant.pk).update(revoked_at=grant.granted_at)
        Schedule.objects.filter(person__email="oliver@demo.example").get().weekly.all().delete()
        emptied = WeeklyInterval.objects.count()
        call_command("demo")
        assert [m.objects.count() for m in (User, EmailAddress, Schedule, WeeklyInterval, CoachGrant)] == [
            *counts[:3],
            emptied,
            counts[4],
        ]
        assert User.objects.get(email="maya@demo.example").name == "Maya changed"
        assert CoachGrant.objects.filter(revoked_at=None).count() == 1

    @pytest.mark.parametrize(("name", "value"), [("DEMO", False), ("PRODUCTION", True)])
    def test_refuses_where_there_is_no_demo(self, settings, name, value):
        settings.DEMO = True
        setattr(settings, name, value)
        with pytest.raises(CommandError, match="never in production"):
            call_command("demo")
        assert not User.objects.exists()

    def test_refuses_to_take_a_real_account_over(self, settings):
        settings.DEMO = True
        User.objects.create_user("elena@demo.example", "a long password")
        with pytest.raises(CommandError, match="no demo person"):
            call_command("demo")
        assert User.objects.count() == 1


class TestSignIn:
    def test_one_click(self, client, people):
        priya = named(people, "priya")
        answer = client.post(SIGN_IN, {"person": priya.pk})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert client.session["_auth_user_id"] == str(priya.pk)

    def test_goes_on_to_a_page_of_ours_and_to_no_other(self, client, people):
        person = people[0].pk
        assert client.post(SIGN_IN, {"person": person, "next": "/loops/"})["Location"] == "/loops/"
        assert client.post(SIGN_IN, {"person": person, "next": "https://evil.example/"})["Location"] == "/"
        assert client.post(SIGN_IN, {"person": person, "next": "//evil.example/"})["Location"] == "/"

    @pytest.mark.parametrize("posted", ["", "x", "0", "99999999999999999999999", "-1"])
    def test_nonsense_is_404(self, client, people, posted):
        assert client.post(SIGN_IN, {"person": posted}).status_code == 404

    def test_a_real_person_is_404(self, client, people):
        assert client.post(SIGN_IN, {"person": make_user().pk}).status_code == 404
        assert "_auth_user_id" not in client.session

    def test_an_inactive_demo_person_is_404(self, client, people):
        User.objects.filter(pk=people[0].pk).update(is_active=False)
        assert client.post(SIGN_IN, {"person": people[0].pk}).status_code == 404

    def test_only_by_post(self, client, people):
        assert client.get(SIGN_IN).status_code == 405

    def test_needs_the_token_of_our_own_page(self, people):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True)
        assert strict.post(SIGN_IN, {"person": people[0].pk}).status_code == 403

    def test_without_the_demo_nothing_is_there(self, client, people, settings):
        settings.DEMO = False
        for method in (client.get, client.post):
            assert method(SIGN_IN, {"person": people[0].pk}).status_code == 404
        assert demo_people() == []

    def test_a_running_session_ends_with_the_demo(self, client, people, settings):
        client.post(SIGN_IN, {"person": people[0].pk})
        page = reverse("accounts:profile")
        assert client.get(page).status_code == 200
        settings.DEMO = False
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/")

    def test_a_password_set_for_a_demo_person_is_worth_nothing_without_the_demo(
        self, client, people, settings
    ):
        people[0].set_password("a long password")
        people[0].save()
        assert client.login(email=people[0].email, password="a long password")
        settings.DEMO = False
        client.logout()
        assert not client.login(email=people[0].email, password="a long password")


class TestMail:
    @pytest.fixture
    def mails(self, people):
        for number in range(25):
            OutgoingMail.objects.create(
                key=f"k{number}",
                to="maya@demo.example" if number % 2 else "oliver@demo.example",
                subject=f"Subject {number:02}",
                text=f"<b>Hello</b>\nhttp://testserver/accounts/confirm-email/abc{number}/\nbye",
                calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if number == 24 else "",
                method="REQUEST" if number == 24 else "",
            )

    def test_newest_first_in_pages_with_links_to_click(self, client, mails):
        page = client.get("/demo/mail/").content.decode()
        assert page.index("Subject 24") < page.index("Subject 23")
        assert "Subject 04" not in page
        assert 'href="http://testserver/accounts/confirm-email/abc24/"' in page
        assert "<b>Hello</b>" not in page
        assert "Subject 04" in client.get("/demo/mail/?page=2").content.decode()

    def test_narrowed_to_one_address(self, client, mails):
        page = client.get("/demo/mail/", {"to": " MAYA@demo.example"}).content.decode()
        assert "Subject 23" in page
        assert "Subject 24" not in page

    def test_an_empty_mailbox_says_what_will_be_here(self, client, people):
        assert "No letter" in client.get("/demo/mail/").content.decode()

    def test_the_calendar_part_comes_as_a_file(self, client, mails):
        mail = OutgoingMail.objects.get(key="k24")
        answer = client.get(f"/demo/mail/{mail.pk}/invitation.ics")
        assert answer["Content-Type"].startswith("text/calendar; method=REQUEST")
        assert answer.content.startswith(b"BEGIN:VCALENDAR")
        without = OutgoingMail.objects.get(key="k1")
        assert client.get(f"/demo/mail/{without.pk}/invitation.ics").status_code == 404

    def test_one_query_for_a_page_however_many_mails(self, client, mails, django_assert_max_num_queries):
        with django_assert_max_num_queries(2):
            client.get("/demo/mail/")

    def test_without_the_demo_nothing_is_there(self, client, mails, settings):
        settings.DEMO = False
        administrator = make_user(is_staff=True, is_superuser=True)
        for sign_in in (lambda: None, lambda: client.force_login(administrator)):
            sign_in()
            assert client.get("/demo/mail/").status_code == 404
            mail = OutgoingMail.objects.get(key="k24")
            assert client.get(f"/demo/mail/{mail.pk}/invitation.ics").status_code == 404


def test_production_settings_have_no_demo_whatever_the_environment_says(tmp_path):
    script = "import mockloop.settings as s; print(s.PRODUCTION, s.DEMO, s.DEBUG)"
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
        "MOCKLOOP_VAR": str(tmp_path),
        "ALLOWED_HOSTS": "mockloop.example",
        "SECRET_KEY": "only for this test",
        "DEMO": "1",
        "DEBUG": "1",
    }
    said = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert said.stdout.split() == ["True", "False", "False"]
    refused = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "demo"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert refused.returncode != 0
    assert "never in production" in refused.stderr
