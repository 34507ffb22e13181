"""The log of who looked at what: written once an hour and counted, read by the candidate alone."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AccessEntry, User
from accounts.trail import selectors
from accounts.trail.services import note, note_all
from tests.factories import make_coach, make_user
from tests.services.racing import all_at_once

PAGE, FILE = "/settings/coaches/log/", "/settings/coaches/log.csv"


@pytest.fixture
def candidate(db: None) -> User:
    return make_user("Cand")


@pytest.fixture
def coach(candidate: User) -> User:
    return make_coach(candidate, name="Hannah")


def look(candidate: User, actor: User | None, what: str = "debrief", **fields: Any) -> None:
    note(candidate=candidate, actor=actor, what=what, **({"target": "Loop of May"} | fields))


def rows(client: Any, query: str = "") -> list[list[str]]:
    text = b"".join(client.get(FILE + query).streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


class TestNoting:
    def test_the_same_within_an_hour_is_one_line_with_a_count(self, candidate: User, coach: User) -> None:
        for _ in range(3):
            look(candidate, coach)
        look(candidate, coach, target="Loop of June")
        look(candidate, coach, "pdf")
        assert sorted(AccessEntry.objects.values_list("what", "target", "times")) == [
            ("debrief", "Loop of June", 1),
            ("debrief", "Loop of May", 3),
            ("pdf", "Loop of May", 1),
        ]

    def test_another_hour_is_another_line(self, candidate: User, coach: User, monkeypatch: Any) -> None:
        look(candidate, coach)
        later = timezone.now() + timedelta(hours=1)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        look(candidate, coach)
        assert [each.times for each in selectors.entries_of(candidate)] == [1, 1]

    def test_nothing_is_written_of_oneself(self, candidate: User) -> None:
        look(candidate, candidate)
        assert not AccessEntry.objects.exists()

    def test_visitors_are_known_by_their_link(self, candidate: User) -> None:
        look(candidate, None, "share", label="For Jonas")
        look(candidate, None, "share", label="For Jonas")
        look(candidate, None, "share", label="For Ada")
        found = {each.actor_label: (each.actor, each.times) for each in AccessEntry.objects.all()}
        assert found == {"For Jonas": (None, 2), "For Ada": (None, 1)}
        with pytest.raises(ValueError, match="label"):
            look(candidate, None, "share")

    def test_many_candidates_cost_as_much_as_one(self, coach: User, django_assert_num_queries: Any) -> None:
        for count in (1, 30):
            people = [make_user() for _ in range(count)]
            with django_assert_num_queries(4):  # with the savepoint of a test's transaction
                note_all(candidates=people, actor=coach, what="cohort")
            with django_assert_num_queries(4):
                note_all(candidates=people, actor=coach, what="cohort")
        assert set(AccessEntry.objects.values_list("times", flat=True)) == {2}

    def test_the_lines_go_with_the_account_and_outlive_the_coachs(self, candidate: User, coach: User) -> None:
        look(candidate, coach)
        coach.delete()
        entry = AccessEntry.objects.get()
        assert (entry.actor, entry.actor_label) == (None, "Hannah")
        candidate.delete()
        assert not AccessEntry.objects.exists()

    def test_the_database_refuses_what_cannot_be(self, candidate: User, coach: User) -> None:
        look(candidate, coach)
        for wrong in ({"actor": candidate}, {"first_at": timezone.now() + timedelta(hours=1)}):
            with pytest.raises(IntegrityError), transaction.atomic():
                AccessEntry.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_one_line_that_counts_all() -> None:
    candidate, coach = make_user(), make_coach()
    assert all_at_once([lambda: look(candidate, coach)] * 4) == [None] * 4
    assert AccessEntry.objects.get().times == 4


class TestReading:
    def test_only_the_candidate_reads_it(
        self, candidate: User, coach: User, client_for: Callable[[Any], Any]
    ) -> None:
        look(candidate, coach, target="SECRETLOOP", address="/loops/")
        page = client_for(candidate).get(PAGE).content.decode()
        assert "Hannah" in page
        assert '<a href="/loops/">SECRETLOOP</a>' in page
        admin = make_user(is_staff=True, is_superuser=True)
        for other in (coach, admin, make_user()):
            client = client_for(other)
            assert "SECRETLOOP" not in client.get(PAGE).content.decode()
            assert len(rows(client)) == 1
        assert client_for(admin).get("/admin/accounts/accessentry/").status_code == 404

    def test_is_filtered_by_person_and_paged(
        self,
        candidate: User,
        coach: User,
        client_for: Callable[[Any], Any],
        django_assert_max_num_queries: Any,
    ) -> None:
        for number in range(60):
            look(candidate, coach, target=f"Number {number}.")
        look(candidate, None, "share", label="For Jonas", target="Shared")
        client = client_for(candidate)
        with django_assert_max_num_queries(7):
            page = client.get(PAGE).content.decode()
        assert "Page 1 of 2" in page
        page = client.get(PAGE, {"who": "link:For Jonas"}).content.decode()
        assert "Shared" in page
        assert "Number" not in page
        assert "Number" in client.get(PAGE, {"who": "no such"}).content.decode()
        assert len(rows(client)) == 62
        assert [row[0] for row in rows(client, "?who=link:For+Jonas")[1:]] == ["For Jonas"]

    def test_a_name_is_no_formula_in_the_file(
        self, candidate: User, coach: User, client_for: Callable[[Any], Any]
    ) -> None:
        coach.name = "=HYPERLINK(1)"
        look(candidate, coach, target='=1+1, "x"\n@y')
        ((who, what, target, *_times, times),) = rows(client_for(candidate))[1:]
        assert (who, what, target, times) == ("'=HYPERLINK(1)", "Debrief", '\'=1+1, "x"\n@y', "1")

    def test_last_looks(self, candidate: User, coach: User) -> None:
        look(candidate, coach)
        look(candidate, None, "share", label="x")
        assert selectors.last_looks(candidate) == {coach.pk: AccessEntry.objects.get(actor=coach).last_at}
