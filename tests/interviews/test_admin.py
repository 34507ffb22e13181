"""The administrator looks rounds up, changes nothing and reads nobody's notes."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from interviews.credits.selectors import balance
from interviews.loops.services import set_round_state
from interviews.models import CreditEntry, HistoryEntry, Loop, Note, Qualification, Round, Seat
from tests.factories import make_loop, make_peer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.mark.parametrize("model", [Loop, Round, Seat, HistoryEntry])
def test_rows_are_read_only(administrator: Client, model: type[Loop | Round | Seat | HistoryEntry]) -> None:
    loop = make_loop()
    round_ = loop.rounds.all()[0]
    Note.objects.create(round=round_, author=loop.candidate, text="NOTESECRET")
    set_round_state(round=round_, new="live", actor=None)
    base = f"/admin/interviews/{model._meta.model_name}/"
    row = model._default_manager.all()[0]
    for url in (base, f"{base}{row.pk}/change/"):
        answer = administrator.get(url)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "NOTESECRET" not in html
        assert "STEPONE" not in html
        assert 'name="_save"' not in html
    assert administrator.get(f"{base}add/").status_code == 403
    assert administrator.post(f"{base}{row.pk}/change/", {"state": "cancelled"}).status_code == 403
    assert administrator.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    row.refresh_from_db()


class TestCredits:
    def test_a_gift_is_a_line_and_lines_stay(self, administrator: Client) -> None:
        person = make_user()
        add = "/admin/interviews/creditentry/add/"
        answer = administrator.post(add, {"person": person.pk, "amount": 3, "note": "For the talk."})
        assert answer.status_code == 302
        entry = CreditEntry.objects.get(person=person, amount=3)
        assert (entry.reason, entry.note, balance(person)) == ("given", "For the talk.", 7)
        assert administrator.post(f"{add[:-4]}{entry.pk}/delete/", {"post": "yes"}).status_code == 403
        assert administrator.post(f"{add[:-4]}{entry.pk}/change/", {"amount": 9}).status_code == 403

    @pytest.mark.parametrize("amount", [0, -5])
    def test_refuses_what_leaves_less_than_none(self, administrator: Client, amount: int) -> None:
        person = make_user()
        answer = administrator.post(
            "/admin/interviews/creditentry/add/", {"person": person.pk, "amount": amount, "note": ""}
        )
        assert answer.status_code == 200
        assert balance(person) == 4


def test_private_things_are_not_in_the_administration() -> None:
    names = {model.__name__ for model in admin.site._registry}
    assert not names & {"Note", "Board", "BoardElement", "BoardEvent", "Reveal", "Presence"}


class TestQualifications:
    ADD = "/admin/interviews/qualification/add/"

    def test_are_granted_with_a_note_that_stays(self, administrator: Client) -> None:
        peer = make_peer(qualified=False)
        until = timezone.now() + timedelta(days=90)
        asked = {
            "person": peer.pk,
            "kind": "recruiter",
            "until_0": f"{until:%Y-%m-%d}",
            "until_1": "12:00",
            "note": "Ran this round for years.",
        }
        assert administrator.post(self.ADD, {**asked, "note": ""}).status_code == 200
        assert not Qualification.objects.exists()
        assert administrator.post(self.ADD, asked).status_code == 302
        row = Qualification.objects.get()
        assert (row.person, row.kind, row.source) == (peer, "recruiter", "granted")
        assert row.until.date() == until.date()
        longer = asked | {"until_0": f"{until + timedelta(days=30):%Y-%m-%d}", "note": "Longer."}
        assert administrator.post(f"{self.ADD[:-4]}{row.pk}/change/", longer).status_code == 302
        row.refresh_from_db()
        assert row.until.date() == (until + timedelta(days=30)).date()
        said = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
        assert [each.split(" (")[0] for each in said] == ["Ran this round for years.", "Longer."]
        history = administrator.get(f"{self.ADD[:-4]}{row.pk}/history/").content.decode()
        assert "Ran this round for years." in history

    def test_that_are_over_are_refused_and_taking_away_is_deleting(self, administrator: Client) -> None:
        peer = make_peer()
        row = peer.qualifications.earliest("pk")
        past = {"until_0": "2020-01-01", "until_1": "12:00", "note": "Oops."}
        answer = administrator.post(f"{self.ADD[:-4]}{row.pk}/change/", past)
        assert "delete the row to take the leave away" in answer.content.decode()
        assert administrator.post(f"{self.ADD[:-4]}{row.pk}/delete/", {"post": "yes"}).status_code == 302
        assert not Qualification.objects.filter(pk=row.pk).exists()
