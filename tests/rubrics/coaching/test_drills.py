"""Drills that a coach gives: assigned with what they said then, done, taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import CoachGrant, User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.models import Loop
from rubrics.coaching import drills
from rubrics.debriefs import compiler
from rubrics.models import AssignedDrill, DrillSet
from tests.factories import make_coach
from tests.rubrics.making import finished_loop

pytestmark = pytest.mark.django_db
SLUG = "drill-recruiter-first"


@pytest.fixture
def loop() -> Loop:
    made = finished_loop(cards=4)
    compiler.sweep()
    return made


@pytest.fixture
def coach(loop: Loop) -> User:
    return make_coach(loop.candidate, name="Hannah")


def give(loop: Loop, coach: User, slug: str = SLUG, **fields: Any) -> AssignedDrill:
    return drills.assign(loop=loop, coach=coach, slug=slug, **fields)


def test_from_the_debrief_to_the_tick(loop: Loop, coach: User, client_for: Callable[[Any], Any]) -> None:
    client, candidate = client_for(coach), client_for(loop.candidate)
    assert "Assign a drill" in client.get(f"/loops/{loop.pk}/debrief/").content.decode()
    address = f"/loops/{loop.pk}/debrief/drills/"
    assert "Picked by this debrief" in client.get(address).content.decode()
    due = timezone.localdate() + timedelta(days=3)
    answer = client.post(address, {"slug": SLUG, "due_on": due.isoformat(), "word": "Do it aloud."})
    assert answer.status_code == 302
    made = AssignedDrill.objects.get()
    assert (made.due_on, made.word, made.why[:4]) == (due, "Do it aloud.", "For ")
    mail = OutgoingMail.objects.get(to=loop.candidate.email, subject__contains="A drill from Hannah")
    assert "Do it aloud." in mail.text
    DrillSet.objects.update(body={"drills": []})
    for where in ("/drills/", f"/loops/{loop.pk}/debrief/", f"/drills/{made.pk}/"):
        assert "Drill recruiter first" in candidate.get(where).content.decode(), where
    assert "Do this." in candidate.get(f"/drills/{made.pk}/").content.decode()

    candidate.post(f"/drills/{made.pk}/", {"do": "tick", "note": "Went <well>"})
    assert "Went &lt;well&gt;" in client.get(f"/drills/{made.pk}/").content.decode()
    assert OutgoingMail.objects.filter(to=coach.email, subject__contains="did a drill").count() == 1
    assert client.post(f"/drills/{made.pk}/", {"do": "withdraw"}).status_code == 409
    candidate.post(f"/drills/{made.pk}/", {"do": "untick"})
    made.refresh_from_db()
    assert (made.state, made.done_at) == ("assigned", None)
    assert candidate.post(f"/drills/{made.pk}/", {"do": "withdraw"}).status_code == 404
    assert client.post(f"/drills/{made.pk}/", {"do": "tick"}).status_code == 404
    client.post(f"/drills/{made.pk}/", {"do": "withdraw"})
    assert candidate.post(f"/drills/{made.pk}/", {"do": "tick"}).status_code == 409
    assert "taken back" in candidate.get("/drills/").content.decode()


def test_once_while_it_is_to_do_and_only_what_is_there(loop: Loop, coach: User) -> None:
    made = give(loop, coach)
    with pytest.raises(Conflict):
        give(loop, coach)
    drills.tick(drill=made)
    give(loop, coach)
    with pytest.raises(Conflict):
        drills.untick(drill=made)
    with pytest.raises(DomainError) as refusal:
        give(loop, coach, "no-such")
    assert refusal.value.code == "unknown"
    give(loop, make_coach(loop.candidate))
    assert AssignedDrill.objects.count() == 3


def test_a_day_that_is_over_and_what_was_typed(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    address = f"/loops/{loop.pk}/debrief/drills/"
    answer = client_for(coach).post(address, {"slug": SLUG, "due_on": date(2020, 1, 1), "word": "KEPT"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This day is over" in page
    assert "KEPT" in page
    assert not AssignedDrill.objects.exists()


def test_whose_access_ended_sees_it_no_more_and_the_candidate_keeps_it(
    loop: Loop, coach: User, client_for: Callable[[Any], Any]
) -> None:
    made = give(loop, coach)
    CoachGrant.objects.filter(coach=coach).update(revoked_at=timezone.now())
    with pytest.raises(DomainError):
        give(loop, coach, "drill-recruiter-second")
    client = client_for(coach)
    assert client.get(f"/drills/{made.pk}/").status_code == 404
    assert "Drill recruiter first" not in client.get("/drills/").content.decode()
    assert client_for(loop.candidate).get(f"/drills/{made.pk}/").status_code == 200
    other = client_for(make_coach(loop.candidate))
    assert other.get(f"/drills/{made.pk}/").status_code == 404
