"""The pages of a season: who opens them, what they say, how many queries they take."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import CoachGrant, User
from prep.models import Plan
from rubrics.models import AssignedDrill, RevisionFigure, SeasonGoal, SeasonNote
from tests.factories import make_coach, make_user
from tests.rubrics.season.making import all_rounds, held_loop

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}
ClientFor = Callable[[Any], Client]


def note(author: User, candidate: User, text: str, **fields: Any) -> SeasonNote:
    return SeasonNote.objects.create(
        author=author, candidate=candidate, text=text, saved_at=timezone.now(), **fields
    )


def test_changes_are_called_noise_or_more_and_single_rounds_count(client_for: ClientFor) -> None:
    maya = make_user("Maya")
    held_loop(maya, all_rounds((4, 6, 6)), days_ago=20)
    held_loop(maya, {"recruiter": [(5, 6, None)]}, days_ago=9)
    held_loop(maya, all_rounds((9, 7, 6), (9, 8, 6)), days_ago=2)
    answer = client_for(maya).get("/season/")
    assert answer.context["summary"] == ("2 loops and 1 round alone. By more than noise 4 criteria went up.")
    recruiter = answer.context["groups"][0]
    assert [each["title"] for each in recruiter["marks"]] == ["Loop 1", "Recruiter alone", "Loop 2"]
    first, second, third = recruiter["rows"]
    assert [each.beyond for each in first["changes"]] == [True, True]
    assert "+2 since the loop before: more than noise" in first["changes"][0].words
    assert [each.beyond for each in second["changes"]] == [False, False]
    assert [cell and cell["score"] for cell in third["cells"]] == ["3", None, "3"]


def test_a_coach_opens_it_with_a_grant_and_not_without(client_for: ClientFor) -> None:
    maya, jo = make_user("Maya"), make_user("Jo")
    loop = held_loop(maya, all_rounds((4, 4, 4)))
    coach = make_coach(maya, jo)
    client = client_for(coach)
    own = f"/season/{maya.pk}/criteria/recruiter/recruiter_first/"
    for address in (f"/season/{maya.pk}/", own):
        assert str(loop.pk) in client.get(address).content.decode()
    page = client.get(own).content.decode()
    assert "SAID" in page
    assert client.get(f"/season/{jo.pk}/criteria/recruiter/recruiter_first/").status_code == 404
    assert client.get("/season/").context["rows"][0].candidate == jo
    CoachGrant.objects.filter(candidate=maya).update(revoked_at=timezone.now())
    for address in (f"/season/{maya.pk}/", own):
        assert client.get(address).status_code == 404
    for stranger in (make_coach(), make_user(is_staff=True), make_user(is_peer=True)):
        assert client_for(stranger).get(f"/season/{maya.pk}/").status_code == 404


def test_a_loop_that_the_coach_still_owes_a_card_of_is_not_counted_and_that_is_said(
    client_for: ClientFor,
) -> None:
    maya = make_user("Maya")
    coach = make_coach(maya)
    loop = held_loop(maya, all_rounds((4, 4, 4)))
    loop.rounds.get(kind="recruiter").seats.filter(role="interviewer").update(person=coach)
    answer = client_for(coach).get(f"/season/{maya.pk}/")
    assert answer.context["season"].series == []
    assert answer.context["season"].hidden == 1
    assert "One more debrief is there" in answer.content.decode()
    assert client_for(maya).get("/season/").context["season"].hidden == 0


def test_nothing_of_a_sealed_loop_shows(client_for: ClientFor) -> None:
    maya = make_user("Maya")
    held_loop(maya, all_rounds((4, 4, 4)), opened=False)
    for client, address in (
        (client_for(maya), "/season/"),
        (client_for(make_coach(maya)), f"/season/{maya.pk}/"),
    ):
        assert client.get(address).context["season"].marks == []


def test_a_coachs_private_notes_are_nowhere_on_the_candidates_pages(client_for: ClientFor) -> None:
    maya = make_user("Maya")
    coach = make_coach(maya)
    private = note(coach, maya, "PRIVATEWORDS")
    shared = note(coach, maya, "SHAREDWORDS", is_shared=True, draft="DRAFTWORDS", is_drafted=True)
    client = client_for(maya)
    page = client.get("/season/").content.decode()
    assert "SHAREDWORDS" in page
    assert "PRIVATEWORDS" not in page
    assert "DRAFTWORDS" not in page
    for each in (private, shared):
        address = f"/season/{maya.pk}/notes/{each.pk}/"
        assert client.get(address).status_code == 404
        assert client.get(address, headers=JSON).status_code == 404
        assert client.post(address, {"text": "x", "version": 1, "reads": "private"}).status_code == 404
        assert client.post(f"{address}act/", {"action": "restore"}).status_code == 404
    for query in ("saved", "deleted"):
        answer = client.get("/season/", {query: str(private.pk)})
        assert answer.context[query] is None
        assert "PRIVATEWORDS" not in answer.content.decode()


def test_a_note_keeps_itself_and_two_tabs_are_told_apart(client_for: ClientFor) -> None:
    maya = make_user("Maya")
    client = client_for(make_coach(maya))
    address = f"/season/{maya.pk}/notes/{uuid4()}/"

    def keep(text: str, version: int) -> Any:
        return client.post(address, {"text": text, "version": version, "reads": "private"}, headers=JSON)

    assert keep("One", 0).json() == {"version": 1}
    assert keep("Two", 1).json() == {"version": 2}
    told = keep("Other", 1)
    assert told.status_code == 409
    assert told.json()["differences"] == [
        {"name": "text", "label": "Note", "mine": "Other", "theirs": "Two", "value": "Two"}
    ]
    assert client.get(address, headers=JSON).json()["values"]["text"] == "Two"
    by_hand = {"text": "Other", "version": 1, "reads": "shared", "action": "save"}
    answer = client.post(address, by_hand)
    assert answer.status_code == 409
    assert "Two" in answer.content.decode()
    assert client.post(address, by_hand | {"action": "replace", "newer": 2}).status_code == 302
    assert SeasonNote.objects.get().text == "Other"


def test_deleting_offers_undo(client_for: ClientFor) -> None:
    maya = make_user("Maya")
    kept = note(maya, maya, "Words.")
    client = client_for(maya)
    act = f"/season/{maya.pk}/notes/{kept.pk}/act/"
    answer = client.post(act, {"action": "delete"}, follow=True)
    assert "Undo" in answer.content.decode()
    assert "Words." not in answer.content.decode()
    assert "Words." in client.post(act, {"action": "restore"}, follow=True).content.decode()
    assert client.post(act, {"action": "burn"}).status_code == 404


def test_a_goal_asks_for_what_it_needs_and_shows_its_progress(client_for: ClientFor) -> None:
    maya = make_user("Maya")
    held_loop(maya, all_rounds((4, 4, 4)), days_ago=9)
    coach = make_coach(maya)
    client = client_for(coach)
    address = f"/season/{maya.pk}/goals/{uuid4()}/"
    day = date.today() + timedelta(days=9)
    for data, field in (
        ({"due_on": day}, "words"),
        ({"due_on": day, "criterion": "recruiter:recruiter_first"}, "target"),
        ({"due_on": date.today() - timedelta(days=9), "words": "x"}, "due_on"),
        ({"due_on": day, "criterion": "recruiter:nonsense", "target": 8}, "criterion"),
    ):
        answer = client.post(address, data)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
    wanted = {"due_on": day, "criterion": "recruiter:recruiter_first", "target": 8}
    assert client.post(address, wanted).status_code == 302
    SeasonGoal.objects.update(since=timezone.now() - timedelta(days=5))
    (goal,) = client_for(maya).get("/season/").context["goals"]
    assert goal["title"] == "“First of recruiter” in Recruiter at 4"
    assert "nothing was scored since" in goal["words"]
    held_loop(maya, all_rounds((8, 4, 4)), days_ago=2)
    answer = client.get(f"/season/{maya.pk}/")
    assert [each["standing"] for each in answer.context["closed_goals"]] == ["met"]


def test_as_many_queries_for_many_loops_notes_and_goals_as_for_one(
    client_for: ClientFor, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    maya = make_user("Maya")
    coach = make_coach(maya)
    client = client_for(coach)

    def more(days_ago: int) -> None:
        held_loop(maya, all_rounds((4, 6, 8)), days_ago=days_ago)
        note(maya, maya, "Words.", is_shared=True)
        SeasonGoal.objects.create(candidate=maya, set_by=maya, words="x", due_on=date.today())

    more(1)
    client.get(f"/season/{maya.pk}/")
    # A dozen of them count what a plan's steps ask for, each feature its own.
    with django_assert_max_num_queries(33) as one:
        client.get(f"/season/{maya.pk}/")
    for days_ago in range(2, 7):
        more(days_ago)
    assert RevisionFigure.objects.count() == 72
    with django_assert_num_queries(len(one)):
        client.get(f"/season/{maya.pk}/")


def test_the_programme_stands_beside_what_happened_and_what_is_due(client_for: ClientFor) -> None:
    maya = make_user("Maya", timezone="UTC")
    coach, other = make_coach(maya), make_coach(maya)
    today = timezone.now().date()
    loop = held_loop(maya, all_rounds((4, 4, 4)), days_ago=1)
    Plan.objects.create(candidate=maya, starts_on=today - timedelta(days=8), weeks=2)
    SeasonGoal.objects.create(candidate=maya, words="Two stories.", due_on=today - timedelta(days=3))
    SeasonGoal.objects.create(candidate=maya, words="Much later.", due_on=today + timedelta(days=60))
    for giver, title in ((coach, "MINE"), (other, "THEIRS")):
        AssignedDrill.objects.create(
            candidate=maya,
            coach=giver,
            loop=loop,
            slug=title.lower(),
            drill={"title": title},
            due_on=today + timedelta(days=1),
        )
    answer = client_for(coach).get(f"/season/{maya.pk}/")
    programme = answer.context["programme"]
    first, second = programme.weeks
    assert (first.when, second.when) == ("past", "now")
    assert (len(first.held), len(second.held)) == (0, 4)
    assert [each["goal"]["title"] for each in first.due] == ["Two stories."]
    assert [each["drill"].drill["title"] for each in second.due] == ["MINE"]
    assert [each["goal"]["title"] for each in programme.later] == ["Much later."]
    assert "THEIRS" not in answer.content.decode()
    assert "THEIRS" in client_for(maya).get("/season/").content.decode()
