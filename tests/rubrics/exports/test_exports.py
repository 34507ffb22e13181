"""Exports of the list of debriefs: whose rows are in them, small at once, large once whatever happens."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from accounts.grants.services import revoke_grant
from accounts.models import AccessEntry, CoachGrant, User
from common.models import OutgoingMail
from rubrics.exports import leases, services, table
from rubrics.models import Export, ExportFile
from tests.factories import make_coach, make_user
from tests.rubrics.history.making import listed_debrief
from tests.rubrics.making import make_rubrics

pytestmark = pytest.mark.django_db
SCORES = {"recruiter": {"recruiter_first": [5, 6, 6], "recruiter_second": [7]}}


class Killed(BaseException):
    """As a kill: no handler sees it."""


@pytest.fixture
def coach() -> User:
    """A coach of Maya, who has two debriefs, and of somebody whose name is a formula."""
    make_rubrics()
    maya, formula = make_user("Maya"), make_user('=HYPERLINK("http://x","y")')
    listed_debrief(maya, days_ago=1, scores=SCORES)
    listed_debrief(maya, days_ago=9, scores=SCORES, apart=1)
    listed_debrief(formula, days_ago=5, scores=SCORES)
    return make_coach(maya, formula, name="Co Ach")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is large, and read in pieces of one row."""
    monkeypatch.setattr(services, "AT_ONCE", 0)
    monkeypatch.setattr(table, "PIECE", 1)


def rows_of(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def ask(coach: User, query: str = "", format_: str = "csv") -> Export:
    return services.ask_export(user=coach, query=query, format=format_, zone="Europe/Berlin")


def let_lease_run_out() -> None:
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_small_list_is_the_answer(client_for: Callable[[Any], Any], coach: User) -> None:
    client = client_for(coach)
    answer = client.post("/debriefs/export/", {"format": "csv", "query": "sort=held"})
    assert answer["Content-Disposition"].startswith('attachment; filename="debriefs-')
    first, second, third = rows_of(answer.content)
    assert [each["Candidate"] for each in (first, second, third)] == [
        "Maya",
        '\'=HYPERLINK("http://x","y")',
        "Maya",
    ]
    assert (first["Lowest"], first["Criterion"], first["Mean of all criteria"]) == (
        "2.83",
        "Recruiter First",
        "3.17",
    )
    assert (first["Raters far apart"], first["Recruiter: calls"], first["Design: calls"]) == ("1", "yes", "")
    assert (first["Zone"], first["Track"], first["State"]) == ("Europe/Berlin", "Test track", "ready")
    assert first["Held"][-6:] in {"+01:00", "+02:00"}
    answer = client.post("/debriefs/export/", {"format": "xlsx", "query": "flag=apart"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book["Debriefs"].max_row == 2
    assert book["About"]["B1"].value == "1 debrief, raters far apart"
    assert client.post("/debriefs/export/", {"format": "doc", "query": ""}).status_code == 404
    nothing = client.post("/debriefs/export/", {"format": "csv", "query": "q=nobody"}, follow=True)
    assert "there is nothing to export" in nothing.content.decode()
    assert not Export.objects.exists()


def test_candidates_read_that_they_were_exported(client_for: Callable[[Any], Any], coach: User) -> None:
    client_for(coach).post("/debriefs/export/", {"format": "csv", "query": "q=maya"})
    entry = AccessEntry.objects.get(what="export")
    assert (entry.candidate.name, entry.actor) == ("Maya", coach)
    maya = User.objects.get(name="Maya")
    client_for(maya).post("/debriefs/export/", {"format": "csv", "query": ""})
    assert AccessEntry.objects.filter(what="export").count() == 1, "nobody looks over their own shoulder"
    client_for(coach).get("/debriefs/?q=maya&view=")
    assert AccessEntry.objects.get(what="history").candidate == maya


@pytest.mark.usefixtures("small")
def test_a_large_list_is_made_in_the_background(
    client_for: Callable[[Any], Any], coach: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_for(coach)
    answer = client.post("/debriefs/export/", {"format": "xlsx", "query": "sort=held&nonsense=1"})
    export = Export.objects.get()
    assert answer["Location"] == f"/exports/{export.pk}/"
    assert (export.query, export.zone, export.state) == ("sort=held", "Europe/Berlin", "queued")
    client.post("/debriefs/export/", {"format": "xlsx", "query": "sort=held"})
    assert Export.objects.count() == 1, "the same asked twice is one export"
    assert "hx-get" in client.get(f"/exports/{export.pk}/").content.decode()
    assert client.get(f"/exports/{export.pk}/file/").status_code == 302
    assert services.sweep() == 1
    assert services.sweep() == 0
    export.refresh_from_db()
    assert (export.state, export.done, export.total) == ("ready", 3, 3)
    mail = OutgoingMail.objects.get(key=f"export:{export.pk}:ready")
    assert (mail.to, f"/exports/{export.pk}/" in mail.text) == (coach.email, True)
    page = client.get(f"/exports/{export.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "3 debriefs are in the file." in page
    assert "hx-get" not in page
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/exports/{export.pk}/file/").content))
    assert [cell.value for cell in book["Debriefs"]["A"]][1:] == [
        "Maya",
        '=HYPERLINK("http://x","y")',
        "Maya",
    ]
    assert sorted(AccessEntry.objects.filter(what="export").values_list("candidate__name", flat=True)) == [
        '=HYPERLINK("http://x","y")',
        "Maya",
    ]
    assert str(export.pk) in client.get("/exports/").content.decode()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("at", [0, 1, 3])
def test_killed_anywhere_it_makes_exactly_one_good_file(
    at: int, coach: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, advance, calls = ask(coach), leases.advance, iter(range(99))

    def die(*arguments: Any, **fields: Any) -> None:
        if next(calls) == at:
            raise Killed
        advance(*arguments, **fields)

    with monkeypatch.context() as patch:
        patch.setattr(leases, "advance", die)
        with pytest.raises(Killed):
            services.make(export_id=export.pk)
    assert not services.make(export_id=export.pk), "the lease still holds"
    let_lease_run_out()
    assert services.sweep() == 1
    (file,) = ExportFile.objects.all()
    assert len(rows_of(bytes(file.data))) == 3
    assert OutgoingMail.objects.filter(key__startswith="export:").count() == 1


@pytest.mark.usefixtures("small")
def test_a_worker_that_lost_its_lease_stores_nothing(coach: User, monkeypatch: pytest.MonkeyPatch) -> None:
    export, store = ask(coach), leases.store

    def late(*arguments: Any, **fields: Any) -> bool:
        monkeypatch.setattr(leases, "store", store)
        let_lease_run_out()
        assert services.make(export_id=export.pk), "another worker finishes meanwhile"
        return store(*arguments, **fields)

    monkeypatch.setattr(leases, "store", late)
    assert not services.make(export_id=export.pk)
    assert ExportFile.objects.count() == 1
    export.refresh_from_db()
    assert export.state == "ready"


@pytest.mark.usefixtures("small")
def test_cancelling_stops_the_worker_and_it_can_be_made_again(coach: User) -> None:
    export = ask(coach)
    lease = leases.claim(export.pk)
    assert lease is not None
    services.cancel_export(user=coach, export_id=export.pk)
    with pytest.raises(leases.LeaseLost):
        leases.advance(export.pk, lease, done=1, total=3)
    with pytest.raises(leases.LeaseLost):
        leases.store(export.pk, lease, data=b"", rows=1, candidates=[])
    assert services.sweep() == 0
    services.retry_export(user=coach, export_id=export.pk)
    assert services.sweep() == 1
    services.remove_export(user=coach, export_id=export.pk)
    assert not ExportFile.objects.exists()


def test_a_failure_is_tried_again_and_then_visible(coach: User, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(coach)

    def broken(*arguments: Any) -> None:
        raise ValueError("no ink")

    monkeypatch.setitem(services.WRITERS, "csv", (broken, "text/csv"))
    for _ in range(leases.ATTEMPTS):
        Export.objects.update(not_before=None)
        assert not services.make(export_id=export.pk)
    export.refresh_from_db()
    assert (export.state, export.error) == ("failed", "ValueError: no ink")
    assert services.sweep() == 0


def test_a_row_is_there_only_while_it_may_be_seen(coach: User, monkeypatch: pytest.MonkeyPatch) -> None:
    maya = User.objects.get(name="Maya")
    export = ask(coach)
    CoachGrant.objects.filter(candidate=maya).update(revoked_at=timezone.now())
    assert services.make(export_id=export.pk)
    (row,) = rows_of(bytes(ExportFile.objects.get().data))
    assert row["Candidate"].startswith("'=HYPERLINK")
    # And one who goes between reading and storing is not in what is stored in the end.
    CoachGrant.objects.filter(candidate=maya).update(revoked_at=None)
    second, store = ask(coach), leases.store

    def revoked(*arguments: Any, **fields: Any) -> bool:
        monkeypatch.setattr(leases, "store", store)
        CoachGrant.objects.filter(candidate=maya).update(revoked_at=timezone.now())
        return store(*arguments, **fields)

    monkeypatch.setattr(leases, "store", revoked)
    assert not services.make(export_id=second.pk)
    assert services.make(export_id=second.pk)
    assert len(rows_of(bytes(ExportFile.objects.get(export=second).data))) == 1


def test_ending_a_grant_takes_the_file_away(client_for: Callable[[Any], Any], coach: User) -> None:
    kept, gone = ask(coach, "q=hyperlink"), ask(coach)
    assert services.sweep() == 2
    maya = User.objects.get(name="Maya")
    revoke_grant(candidate=maya, grant_id=CoachGrant.objects.get(candidate=maya).pk)
    assert [each.export for each in ExportFile.objects.all()] == [kept]
    client = client_for(coach)
    assert client.get(f"/exports/{gone.pk}/file/").status_code == 302
    assert "ended your access" in client.get(f"/exports/{gone.pk}/").content.decode()
    assert client.get(f"/exports/{kept.pk}/file/").status_code == 200
    coach.is_coach = False
    coach.save()
    assert client.get(f"/exports/{kept.pk}/file/").status_code == 302
    assert not ExportFile.objects.exists()


def test_files_are_their_owners_and_end(client_for: Callable[[Any], Any], coach: User) -> None:
    export = ask(coach)
    services.sweep()
    other = client_for(make_coach(*User.objects.filter(is_candidate=True)))
    for address in ("", "file/"):
        assert other.get(f"/exports/{export.pk}/{address}").status_code == 404
    assert other.post(f"/exports/{export.pk}/change/", {"do": "remove"}).status_code == 404
    Export.objects.update(expires_at=timezone.now())
    assert client_for(coach).get(f"/exports/{export.pk}/file/").status_code == 404
    assert services.expire() == 1
    assert not ExportFile.objects.exists()


def test_not_too_many_at_once(client_for: Callable[[Any], Any], coach: User) -> None:
    for query in ("below=3", "below=4", "below=5"):
        ask(coach, query)
    with pytest.raises(services.DomainError, match="still being made"):
        ask(coach, "below=6")
