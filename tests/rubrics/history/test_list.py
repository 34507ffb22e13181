"""The list of debriefs: whose it shows, filters and order in the address, paging, queries."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import CoachGrant, User
from interviews.loops.services import cancel_loop
from interviews.models import Round
from rubrics.debriefs import compiler
from rubrics.history.entries import keep_time
from rubrics.models import Debrief
from tests.factories import make_coach, make_loop, make_user, seat_person
from tests.rubrics.history.making import listed_debrief, revise
from tests.rubrics.making import finished_loop, hand_in, make_rubrics

pytestmark = pytest.mark.django_db
Client = Any
ORDINARY = {"recruiter": {"recruiter_first": [6, 6], "recruiter_second": [7]}}


def listed(client: Client, query: str = "") -> list[str]:
    """The names in the table, in its order."""
    answer = client.get(f"/debriefs/{query}")
    assert answer.status_code == 200, query
    return [row["debrief"].candidate.name for row in answer.context["rows"]]


@pytest.fixture
def coached(client_for: Callable[[Any], Any]) -> tuple[Client, dict[str, User]]:
    """A coach's client and their candidates: Maya fine, Jo low and long ago, Wim waiting, Zoë far apart."""
    make_rubrics()
    people = {name: make_user(name) for name in ("Maya", "Jo", "Wim", "Zoë")}
    listed_debrief(people["Maya"], days_ago=2, scores=ORDINARY)
    listed_debrief(
        people["Jo"],
        days_ago=40,
        scores={"recruiter": {"recruiter_first": [5, 6]}, "behavioural": {"behavioural_first": [3]}},
        calls={"recruiter": ["yes"], "behavioural": ["no"]},
        missing=["system_design"],
    )
    listed_debrief(people["Wim"], days_ago=1, state="waiting")
    listed_debrief(
        people["Zoë"], days_ago=9, scores={"recruiter": {"recruiter_first": [2, 9]}}, apart=1, off=2
    )
    return client_for(make_coach(*people.values())), people


def test_a_coach_sees_granted_candidates_and_nobody_else(coached: Any) -> None:
    client, people = coached
    other = listed_debrief(make_user("Other"), scores=ORDINARY)
    everybody = ["Wim", "Maya", "Zoë", "Jo"]
    assert listed(client) == everybody
    assert listed(client, f"?candidate={other.candidate_id}") == everybody, "not offered, so left out"
    assert listed(client, "?q=other") == []
    assert "Other" not in client.get("/debriefs/").content.decode()
    CoachGrant.objects.filter(candidate=people["Maya"]).update(revoked_at=timezone.now())
    assert listed(client) == ["Wim", "Zoë", "Jo"]
    coach = User.objects.get(is_coach=True)
    coach.is_coach = False
    coach.save()
    assert listed(client) == []


def test_a_coach_who_owes_a_card_does_not_find_the_loop(client_for: Callable[[Any], Any]) -> None:
    debrief = listed_debrief(make_user("Maya"), scores=ORDINARY)
    coach = make_coach(debrief.candidate)
    client = client_for(coach)
    assert listed(client) == ["Maya"]
    seat_person(debrief.loop.rounds.earliest("position"), coach, "interviewer")
    assert listed(client) == []
    Round.objects.filter(loop=debrief.loop).update(state="missed")
    assert listed(client) == ["Maya"]


def test_a_candidate_sees_their_own(client_for: Callable[[Any], Any]) -> None:
    maya = make_user("Maya")
    listed_debrief(maya, scores=ORDINARY)
    listed_debrief(make_user("Jo"), scores=ORDINARY)
    assert listed(client_for(maya)) == ["Maya"]
    assert "No debriefs yet" in client_for(make_user()).get("/debriefs/").content.decode()
    assert client_for(None).get("/debriefs/").status_code == 302


def test_filters_in_the_address(coached: Any) -> None:
    client, people = coached
    now = timezone.now()
    for query, names in {
        "": ["Wim", "Maya", "Zoë", "Jo"],
        f"?candidate={people['Jo'].pk}": ["Jo"],
        "?q=ZOE": ["Zoë"],
        "?q=nobody": [],
        "?track=test-track": ["Wim", "Maya", "Zoë", "Jo"],
        "?track=another": ["Wim", "Maya", "Zoë", "Jo"],
        "?call=no": ["Jo"],
        "?call=no&kind=recruiter": [],
        "?call=no&kind=behavioural": ["Jo"],
        "?kind=behavioural": ["Jo"],
        "?criterion=recruiter_first": ["Maya", "Zoë", "Jo"],
        "?criterion=recruiter_first&below=6": ["Zoë", "Jo"],
        "?criterion=recruiter_first&below=7": ["Maya", "Zoë", "Jo"],
        "?criterion=recruiter_first&kind=behavioural": [],
        "?below=4": ["Jo"],
        "?below=6&kind=recruiter": ["Zoë", "Jo"],
        f"?since={(now - timedelta(days=20)).date()}": ["Wim", "Maya", "Zoë"],
        f"?until={(now - timedelta(days=20)).date()}": ["Jo"],
        f"?since={(now - timedelta(days=20)).date()}&until={(now - timedelta(days=5)).date()}": ["Zoë"],
        "?state=waiting": ["Wim"],
        "?flag=apart": ["Zoë"],
        "?flag=self&flag=apart": ["Zoë"],
        "?flag=self&flag=missing": [],
        "?flag=missing": ["Jo"],
        "?state=nonsense&below=99&since=never&page=x&sort=y&size=1&flag=z": ["Wim", "Maya", "Zoë", "Jo"],
        "?until=9999-12-31": ["Wim", "Maya", "Zoë", "Jo"],
        "?since=2030-01-01&until=2020-01-01": [],
    }.items():
        assert listed(client, query) == names, query


def test_order_in_the_address(coached: Any) -> None:
    client, _people = coached
    for query, names in {
        "?sort=held": ["Jo", "Zoë", "Maya", "Wim"],
        "?sort=candidate": ["Jo", "Maya", "Wim", "Zoë"],
        "?sort=-candidate": ["Zoë", "Wim", "Maya", "Jo"],
        "?sort=lowest": ["Jo", "Zoë", "Maya", "Wim"],
        "?sort=-lowest": ["Maya", "Zoë", "Jo", "Wim"],
        # Of Zoë and Jo, who have the same mean there, the later loop comes first.
        "?sort=lowest&criterion=recruiter_first": ["Zoë", "Jo", "Maya"],
        "?sort=-lowest&kind=recruiter": ["Maya", "Zoë", "Jo"],
        "?sort=state": ["Wim", "Maya", "Zoë", "Jo"],
        "?sort=-state": ["Maya", "Zoë", "Jo", "Wim"],
    }.items():
        assert listed(client, query) == names, query


def test_the_filter_is_words_that_can_be_taken_away(coached: Any) -> None:
    client, people = coached
    query = (
        f"candidate={people['Jo'].pk}&kind=recruiter&criterion=recruiter_first&below=6&call=yes"
        "&since=2020-10-01&state=ready&flag=missing"
    )
    answer = client.get(f"/debriefs/?{query}")
    assert answer.context["sentence"] == (
        "1 debrief of Jo, Recruiter screen, with a call of “yes”, “First of recruiter” below 3,"
        " since 1 Oct 2020, ready, a card missing"
    )
    page = answer.content.decode()
    assert 'aria-label="Without “since 1 Oct 2020”"' in page
    without = {each.text: each.without for each in answer.context["words"]}
    assert "since" not in without["since 1 Oct 2020"]
    assert "flag" not in without["a card missing"]
    assert "criterion" not in (both := without["“First of recruiter” below 3"])
    assert "below" not in both
    for rest in without.values():
        assert listed(client, f"?{rest}") == ["Jo"]
    part = client.get("/debriefs/?call=no&q=&state=", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="debriefs"')
    assert part["HX-Push-Url"] == "/debriefs/?call=no&view="


def test_a_row_says_what_is_asked_about(coached: Any) -> None:
    client, people = coached
    listed_debrief(people["Maya"], days_ago=30, scores={"recruiter": {"recruiter_first": [4, 5]}})
    (row, older) = client.get(f"/debriefs/?candidate={people['Maya'].pk}").context["rows"]
    assert (row["score"], row["lowest"].criterion, row["flags"]) == ("3", "recruiter_first", [])
    assert row["trend"]["words"] == "Means of the last 2 debriefs: ≈2.2, ≈3.2"
    assert row["trend"]["spark"]["here"] == row["trend"]["spark"]["dots"][-1]
    assert older["trend"]["spark"]["here"] == older["trend"]["spark"]["dots"][0]
    assert [stop["calls"] for stop in row["rounds"]] == [["yes"], [], [], []]
    answer = client.get("/debriefs/?q=maya&criterion=recruiter_second")
    assert [row["score"] for row in answer.context["rows"]] == ["3.5"]
    assert answer.context["rows"][0]["trend"]["words"] == "Mean of the one debrief: 3.5"
    (zoe,) = client.get("/debriefs/?flag=apart").context["rows"]
    assert zoe["flags"] == ["1 far apart", "2 self-scores off"]


def test_a_criterion_no_rubric_has_any_more_can_still_be_asked_for(coached: Any) -> None:
    client, people = coached
    listed_debrief(people["Maya"], scores={"recruiter": {"retired": [4]}})
    answer = client.get("/debriefs/?criterion=retired&below=5")
    assert [row["score"] for row in answer.context["rows"]] == ["2"]
    assert "“Retired” below 2.5" in answer.context["sentence"]
    assert "No longer asked" in answer.content.decode()
    assert 'value="never was"' not in client.get("/debriefs/?criterion=never+was").content.decode()


def test_filters_know_the_current_revision_only(client_for: Callable[[Any], Any]) -> None:
    debrief = listed_debrief(make_user("Maya"), scores=ORDINARY)
    client = client_for(debrief.candidate)
    assert listed(client, "?call=strong_no") == []
    revise(debrief, {"behavioural": {"behavioural_first": [2]}}, calls={"behavioural": ["strong_no"]})
    assert listed(client, "?call=strong_no") == ["Maya"]
    assert listed(client, "?kind=recruiter") == []
    assert client.get("/debriefs/").context["rows"][0]["number"] == 2


def test_as_many_queries_for_many_as_for_few(
    client_for: Callable[[Any], Any], django_assert_max_num_queries: Any
) -> None:
    make_rubrics()
    people = [make_user() for _ in range(3)]
    for each in people[:2]:
        listed_debrief(each, scores=ORDINARY, calls={"recruiter": ["no"]})
    client = client_for(make_coach(*people))
    queries = ("", "?sort=lowest&criterion=recruiter_first&below=7&call=no", "?sort=candidate&size=100&q=p")
    few = [counted(client, query) for query in queries]
    for at in range(60):
        listed_debrief(people[at % 3], scores=ORDINARY, calls={"recruiter": ["no"]})
    many = [counted(client, query) for query in queries]
    assert [rows for _count, rows in many] == [25, 25, 62]
    assert [count for count, _rows in many] == [count for count, _rows in few]
    assert max(count for count, _rows in many) <= 18
    page = client.get(f"/debriefs/{queries[1]}").content.decode()
    assert "criterion=recruiter_first&amp;below=7&amp;call=no&amp;page=2" in page
    assert len(listed(client, "?page=2")) == 25
    assert len(listed(client, "?page=99")) == 12


def counted(client: Client, query: str) -> tuple[int, int]:
    """How many queries a page asks, and how many rows it shows."""
    from django.db import connection

    with CaptureQueriesContext(connection) as captured:
        rows = len(listed(client, query))
    return len(captured), rows


def test_called_off_loops_have_no_row(client_for: Callable[[Any], Any]) -> None:
    loop = make_loop()
    cancel_loop(loop=loop, actor=loop.candidate)
    assert listed(client_for(loop.candidate)) == []


def test_when_it_was_held_follows_the_rounds() -> None:
    loop = make_loop(make_user())
    debrief = Debrief.objects.create(loop=loop)
    last, first = loop.rounds.latest("ends_at"), loop.rounds.earliest("ends_at")
    first.save()
    debrief.refresh_from_db()
    assert debrief.held_at == last.ends_at
    last.ends_at += timedelta(days=3)
    last.save(update_fields=["ends_at"])
    debrief.refresh_from_db()
    assert debrief.held_at == last.ends_at
    last.state = "cancelled"
    last.save(update_fields=["state"])
    debrief.refresh_from_db()
    assert debrief.held_at < last.ends_at
    assert (debrief.candidate_id, debrief.track_slug) == (loop.candidate_id, "test-track")


KEPT = (
    "candidate_id", "track_slug", "held_at", "current_revision_id", "lowest", "mean", "far_apart",
    "seen_otherwise", "cards_missing",
)  # fmt: skip


def test_a_compiled_debrief_keeps_what_lists_ask_and_so_does_the_migration() -> None:
    loop = finished_loop(make_user("Maya"), cards=3)
    long_ago = timezone.now() - timedelta(hours=60)
    Round.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    Debrief.objects.update(due_at=long_ago)
    compiler.sweep()
    debrief = Debrief.objects.get(loop=loop)
    assert debrief.current_revision == debrief.revisions.get(is_current=True)
    # Cards of 3 + n, 7 and 6 half steps in three rounds, and none in the fourth.
    assert (debrief.lowest, debrief.mean, debrief.cards_missing) == (3000, 5666, 1)
    rows = Debrief.objects.filter(pk=debrief.pk)
    hand_in(loop.rounds.get(kind="behavioural"), 2)
    compiler.sweep()
    debrief.refresh_from_db()
    assert (debrief.lowest, debrief.cards_missing) == (2000, 0)
    keep_time(loop.pk)
    kept = rows.values_list(*KEPT).get()
    rows.update(current_revision=None, lowest=None, mean=1, cards_missing=9, held_at=None, track_slug="")
    import_module("rubrics.migrations.0012_history_rows").fill(apps, None)
    assert rows.values_list(*KEPT).get() == kept
