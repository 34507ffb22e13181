"""The list of debriefs: whose it shows, filters in the address, paging, queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import CoachGrant
from interviews.models import Loop, Round
from rubrics.debriefs import compiler
from rubrics.history import selectors
from rubrics.models import Debrief, DebriefRevision, RevisionCall, RevisionFigure
from tests.factories import make_coach, make_loop, make_user
from tests.rubrics.making import finished_loop, hand_in

pytestmark = pytest.mark.django_db


def listed(client: Any, query: str = "") -> list[str]:
    """The names in the table, in its order."""
    answer = client.get(f"/debriefs/{query}")
    assert answer.status_code == 200
    return [row["debrief"].loop.candidate.name for row in answer.context["rows"]]


def ready_loop(name: str, *, days_ago: int = 0, **fields: Any) -> Loop:
    loop = finished_loop(make_user(name), **fields)
    compiler.sweep()
    for round_ in loop.rounds.all():
        start = round_.starts_at - timedelta(days=days_ago)
        Round.objects.filter(pk=round_.pk).update(starts_at=start, ends_at=start + timedelta(minutes=30))
    return loop


def bare_debriefs(loop: Loop, count: int) -> None:
    """Ready debriefs of the same candidate, without the work of making their loops' cards."""
    for _ in range(count):
        other = make_loop(loop.candidate, rounds=False)
        debrief = Debrief.objects.create(loop=other, state="ready")
        revision = DebriefRevision.objects.create(debrief=debrief, number=1, digest="d", content={}, pdf=b"")
        RevisionCall.objects.create(revision=revision, kind="recruiter", call="yes")
        RevisionFigure.objects.create(
            revision=revision,
            kind="recruiter",
            criterion="recruiter_first",
            title="First of recruiter",
            total=5,
            raters=1,
        )


def test_a_coach_sees_granted_candidates_and_nobody_else(client_for: Callable[[Any], Any]) -> None:
    maya, jo, other = ready_loop("Maya"), ready_loop("Jo", days_ago=3), ready_loop("Other")
    coach = make_coach(maya.candidate, jo.candidate)
    client = client_for(coach)
    assert listed(client) == ["Maya", "Jo"]
    assert listed(client, f"?candidate={other.candidate.pk}") == ["Maya", "Jo"], "not offered, so left out"
    assert "Other" not in client.get("/debriefs/").content.decode()
    CoachGrant.objects.filter(candidate=maya.candidate).update(revoked_at=timezone.now())
    assert listed(client) == ["Jo"]
    coach.is_coach = False
    coach.save()
    assert listed(client) == []


def test_a_candidate_sees_their_own(client_for: Callable[[Any], Any]) -> None:
    maya = ready_loop("Maya")
    ready_loop("Jo")
    assert listed(client_for(maya.candidate)) == ["Maya"]
    assert "No debriefs yet" in client_for(make_user()).get("/debriefs/").content.decode()
    assert client_for(None).get("/debriefs/").status_code == 302


def test_filters_in_the_address(client_for: Callable[[Any], Any]) -> None:
    maya = ready_loop("Maya")
    jo = ready_loop("Jo", days_ago=30, call="no")
    waiting = finished_loop(make_user("Wim"), cards=1)
    client = client_for(make_coach(maya.candidate, jo.candidate, waiting.candidate))
    first = RevisionFigure.objects.get(revision__debrief__loop=jo, criterion="recruiter_first")
    RevisionFigure.objects.filter(pk=first.pk).update(total=11, raters=2)
    since = (timezone.now() - timedelta(days=7)).date()
    for query, names in {
        "": ["Maya", "Wim", "Jo"],
        f"?candidate={jo.candidate.pk}": ["Jo"],
        "?call=no": ["Jo"],
        "?call=yes": ["Maya"],
        "?criterion=recruiter_first": ["Maya", "Jo"],
        "?criterion=recruiter_first&below=4": ["Maya"],
        "?criterion=recruiter_first&below=6": ["Maya", "Jo"],
        "?below=3": [],
        f"?since={since}": ["Maya", "Wim"],
        "?state=waiting": ["Wim"],
        "?state=ready&call=no": ["Jo"],
        "?state=nonsense&below=99&since=never&page=x": ["Maya", "Wim", "Jo"],
    }.items():
        assert sorted(listed(client, query)) == sorted(names), query
    answer = client.get(
        f"/debriefs/?candidate={jo.candidate.pk}&criterion=recruiter_first&below=6&since=2026-10-01&call=no&state=ready"
    )
    assert answer.context["sentence"] == (
        "1 debrief of Jo, with a call of “no”, “First of recruiter” below 3, since 1 Oct 2026, ready"
    )
    part = client.get("/debriefs/?call=no", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="debriefs"')


def test_filters_know_the_current_revision_only(client_for: Callable[[Any], Any]) -> None:
    loop = ready_loop("Maya", cards=3)
    long_ago = timezone.now() - timedelta(hours=60)
    Round.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))
    Debrief.objects.update(due_at=long_ago)
    compiler.sweep()
    client = client_for(loop.candidate)
    assert listed(client, "?call=strong_no") == []
    hand_in(loop.rounds.get(kind="behavioural"), 2, call="strong_no")
    assert listed(client, "?call=strong_no") == [], "a card is no oracle before its revision"
    compiler.sweep()
    assert listed(client, "?call=strong_no") == ["Maya"]
    assert client.get("/debriefs/").context["rows"][0]["number"] == 2


def test_pages_and_as_many_queries_for_many_as_for_one(
    client_for: Callable[[Any], Any], django_assert_max_num_queries: Any
) -> None:
    loop = ready_loop("Maya")
    coach = make_coach(loop.candidate)
    client = client_for(coach)
    query = "?criterion=recruiter_first&below=6"
    # Two fewer when nothing on the page has a revision whose figures and calls are to be fetched.
    with django_assert_max_num_queries(12) as for_one:
        assert len(listed(client, query)) == 1
    bare_debriefs(loop, 40)
    with django_assert_max_num_queries(12) as for_many:
        assert len(listed(client, query)) == selectors.PAGE
    assert len(for_many) <= len(for_one)
    assert len(listed(client, f"{query}&page=2")) == 41 - selectors.PAGE
    page = client.get(f"/debriefs/{query}").content.decode()
    assert "?criterion=recruiter_first&amp;below=6&amp;page=2" in page
    assert len(listed(client, "?page=99")) == 41 - selectors.PAGE


def test_called_off_loops_have_no_row(client_for: Callable[[Any], Any]) -> None:
    from interviews.loops.services import cancel_loop

    loop = make_loop()
    cancel_loop(loop=loop, actor=loop.candidate)
    assert listed(client_for(loop.candidate)) == []
