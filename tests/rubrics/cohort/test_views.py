"""The cohort's page: whose it shows, its filter, evidence, queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AccessEntry, CoachGrant, User
from interviews.models import Attendance
from rubrics.models import Scorecard
from tests.factories import make_coach, make_peer, make_user
from tests.rubrics.season.making import all_rounds, held_loop

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Any], Client]
ADDRESS = "/cohort/"


def cells(answer: Any) -> dict[str, list[Any]]:
    """The recruiter's criteria as scores in the order of the columns."""
    return {row["title"]: [cell and cell["score"] for cell in row["cells"]] for row in answer.context["rows"]}


def names(answer: Any) -> list[str]:
    return [each["person"].name for each in answer.context["people"]]


@pytest.fixture
def pair(db: None) -> tuple[User, User]:
    """Maya was held twice, Jo once, both in the recruiter's round."""
    maya, jo = make_user("Maya"), make_user("Jo")
    held_loop(maya, {"recruiter": [(4, 8, None)]}, days_ago=30)
    held_loop(maya, {"recruiter": [(6, 8, 6), (7, 8, 6)]}, days_ago=2)
    held_loop(jo, {"recruiter": [(3, 7, 8)]}, days_ago=3)
    return maya, jo


def test_cells_are_means_over_loops_and_lead_to_their_evidence(
    client_for: ClientFor, pair: tuple[User, User]
) -> None:
    maya, _jo = pair
    client = client_for(make_coach(*pair))
    answer = client.get(ADDRESS)
    assert names(answer) == ["Jo", "Maya"]
    assert cells(answer) == {
        "First of recruiter": ["1.5", "≈2.6"],
        "Second of recruiter": ["3.5", "4"],
        "Third of recruiter": ["4", "3"],
    }
    url = answer.context["rows"][0]["cells"][1]["url"]
    assert url.startswith(f"/season/{maya.pk}/criteria/recruiter/recruiter_first/")
    evidence = client.get(url)
    assert [each["row"]["score"] for each in evidence.context["rows"]] == ["≈3.2", "2"]
    assert evidence.context["back"] == ADDRESS
    assert client.get(url.partition("?")[0], {"back": "//evil.example/cohort/"}).context["back"] == ""
    (gap,) = answer.context["gaps"]
    assert (gap["title"], gap["count"], gap["scored"]) == ("First of recruiter", 2, 2)
    assert {(each.candidate, each.what) for each in AccessEntry.objects.all()} >= {
        (person, "cohort") for person in pair
    }


def test_filters_in_the_address(client_for: ClientFor, pair: tuple[User, User]) -> None:
    client = client_for(make_coach(*pair))
    since = (timezone.now() - timedelta(days=9)).date()
    assert cells(client.get(ADDRESS, {"since": str(since)}))["First of recruiter"] == ["1.5", "≈3.2"]
    assert cells(client.get(ADDRESS, {"kind": "behavioural"})) == {}
    assert "None fits" in client.get(ADDRESS, {"kind": "behavioural"}).content.decode()
    weakest = client.get(ADDRESS, {"sort": "weakest"})
    assert list(cells(weakest)) == ["First of recruiter", "Third of recruiter", "Second of recruiter"]
    assert names(weakest) == ["Jo", "Maya"]
    assert cells(client.get(ADDRESS, {"track": "test-track", "kind": "recruiter", "sort": "x"}))
    part = client.get(ADDRESS, {"kind": "recruiter"}, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="cohort"')
    assert "back=%2Fcohort%2F%3Fkind%3Drecruiter" in part


def test_a_revoked_grant_takes_everything_away_at_once(
    client_for: ClientFor, pair: tuple[User, User]
) -> None:
    maya, jo = pair
    client = client_for(make_coach(*pair))
    CoachGrant.objects.filter(candidate=jo).update(revoked_at=timezone.now())
    page = client.get(ADDRESS).content.decode()
    assert "Maya" in page
    assert "Jo" not in page
    CoachGrant.objects.filter(candidate=maya).update(revoked_at=timezone.now())
    assert "No candidates yet" in client.get(ADDRESS).content.decode()
    for stranger in (maya, make_user(is_staff=True), make_peer()):
        assert client_for(stranger).get(ADDRESS).status_code == 404


def test_sealed_loops_and_those_that_the_coach_owes_a_card_of_count_for_nothing(
    client_for: ClientFor,
) -> None:
    maya = make_user("Maya")
    coach = make_coach(maya)
    held_loop(maya, {"recruiter": [(4, 4, 4)]}, opened=False)
    owed = held_loop(maya, {"recruiter": [(4, 4, 4), (10, 4, 4)]})
    owed.rounds.get().seats.filter(role="interviewer").update(person=coach)
    answer = client_for(coach).get(ADDRESS)
    assert answer.context["rows"] == []
    assert answer.context["raters"] == []


def test_raters_apart_missing_cards_and_no_shows(client_for: ClientFor) -> None:
    maya = make_user("Maya")
    low, high, other = (make_peer(name, hours=False) for name in ("Low", "High", "Other"))
    held_loop(maya, {"recruiter": [(3, 6, 6), (8, 6, 6)]}, raters=[low, high], days_ago=4)
    held_loop(maya, {"recruiter": [(3, 6, 6), (8, 7, 6), (5, 6, 6)]}, raters=[low, other, high], days_ago=3)
    late = held_loop(maya, {"recruiter": [(6, 6, 6)], "system_design": [(6, 6, 6)]}, days_ago=2)
    Scorecard.objects.filter(round__loop=late, round__kind="recruiter").delete()
    for kind, person, dispute in (
        ("recruiter", maya, "raised"),
        ("system_design", late.rounds.get(kind="system_design").seats.get(role="interviewer").person, ""),
    ):
        Attendance.objects.create(
            round=late.rounds.get(kind=kind),
            person=person,
            role="candidate",
            outcome="no_show",
            dispute=dispute,
        )
    client = client_for(make_coach(maya))
    answer = client.get(ADDRESS)
    assert answer.context["apart"] == 2
    assert [(each["person"], each["count"]) for each in answer.context["raters"]] == [
        (low, 2),
        (high, 1),
        (other, 1),
    ]
    assert [each.round.kind for each in answer.context["missing"]] == ["recruiter"]
    assert [(each["is_candidate"], each["disputed"]) for each in answer.context["no_shows"]] == [
        (False, False),
        (True, True),
    ]
    Attendance.objects.filter(person=maya).update(dispute="granted")
    only = client.get(ADDRESS, {"kind": "recruiter"})
    assert only.context["no_shows"] == []
    assert only.context["missing_count"] == 1
    assert client.get(ADDRESS, {"kind": "system_design"}).context["missing"] == []


def test_as_many_queries_for_many_candidates_as_for_one(
    client_for: ClientFor, django_assert_num_queries: Any
) -> None:
    coach = make_coach()
    client = client_for(coach)

    def more(count: int) -> None:
        for _ in range(count):
            person = make_user()
            CoachGrant.objects.create(candidate=person, coach=coach)
            held_loop(person, {"recruiter": [(3, 6, 6), (8, 6, 6)]})

    more(1)
    client.get(ADDRESS)
    with django_assert_num_queries(16):
        client.get(ADDRESS)
    more(6)
    # The first look at each of them within an hour makes its line in their log.
    client.get(ADDRESS)
    with django_assert_num_queries(16):
        assert len(names(client.get(ADDRESS))) == 7


def test_two_hundred_candidates_are_paged(client_for: ClientFor, django_assert_max_num_queries: Any) -> None:
    coach = make_coach()
    people = User.objects.bulk_create(
        User(email=f"many{number}@example.org", name=f"Many {number:03}") for number in range(200)
    )
    CoachGrant.objects.bulk_create(CoachGrant(candidate=person, coach=coach) for person in people)
    held_loop(people[120], all_rounds((4, 4, 4)))
    client = client_for(coach)
    with django_assert_max_num_queries(16):
        answer = client.get(ADDRESS, {"page": "3", "kind": "recruiter"})
    assert names(answer)[20] == "Many 120"
    assert len(names(answer)) == 50
    assert "page=4&amp;kind=recruiter" in answer.content.decode()
    assert names(client.get(ADDRESS, {"sort": "weakest"}))[0] == "Many 120"
