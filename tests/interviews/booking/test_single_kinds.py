"""Rounds that are booked by themselves: an offer negotiation, and never as part of a loop."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.utils import timezone

from common.errors import DomainError
from interviews.booking.forms import WishesForm
from interviews.booking.plans import Plan, Slot
from interviews.booking.pool import pool
from interviews.booking.services import book_loop, moment
from interviews.kinds import LOOP_KINDS, STAFFED_AS, RoundKind, rounds_of
from interviews.loops.titles import is_whole, loop_title
from interviews.models import Loop, Qualification, Round, Track
from interviews.qualifying.selectors import is_qualified
from tests.factories import make_peer, make_prompt, make_track, make_user

pytestmark = pytest.mark.django_db
NEGOTIATION = RoundKind.NEGOTIATION.value


@pytest.fixture
def track() -> Track:
    """The small track, with a negotiation of thirty minutes."""
    track = make_track()
    single = {**track.body["rounds"][0], "kind": NEGOTIATION, "title": "Offer negotiation", "minutes": 30}
    track.body = {**track.body, "singles": [single]}
    track.save()
    for kind in (*LOOP_KINDS, NEGOTIATION):
        make_prompt(kind)
    return track


def form(track: Track, *rounds: str) -> WishesForm:
    asked = QueryDict(mutable=True)
    asked.setlist("rounds", rounds)
    asked["asked"] = "1"
    return WishesForm(asked, tracks=[track])


def slot(kind: str, peer: Any, hours: int = 48) -> Slot:
    start = int((timezone.now() + timedelta(hours=hours)).timestamp()) // 900
    return Slot(kind=kind, start=start, quarters=2, peer=peer.pk)


def test_the_four_of_a_loop_stay_four(track: Track) -> None:
    assert LOOP_KINDS == ["recruiter", "product_sense", "system_design", "behavioural"]
    assert [each["kind"] for each in track.body["rounds"]] == LOOP_KINDS
    assert [each["kind"] for each in rounds_of(track.body)] == [*LOOP_KINDS, NEGOTIATION]
    assert WishesForm(QueryDict(), tracks=[track]).data["rounds"] == LOOP_KINDS


def test_it_is_asked_for_alone(track: Track) -> None:
    assert form(track, NEGOTIATION).is_valid()
    assert form(track, "recruiter", NEGOTIATION).errors["rounds"] == [
        "The offer negotiation is booked by itself: tick it alone."
    ]
    bare = make_track()
    bare.body.pop("singles")
    bare.save()
    assert form(bare, NEGOTIATION).errors["rounds"] == ["This track has no such round."]


def test_whoever_is_calibrated_for_recruiter_screens_runs_it(track: Track) -> None:
    recruiter, other = make_peer(), make_peer(qualified=False)
    now = timezone.now()
    Qualification.objects.create(person=other, kind="behavioural", until=now + timedelta(days=9))
    found = pool(candidate=make_user(), window=(now, now + timedelta(days=3)), kinds=[NEGOTIATION])
    assert [peer.key for peer in found.peers] == [recruiter.pk]
    assert is_qualified(recruiter.pk, NEGOTIATION, at=now)
    assert not is_qualified(other.pk, NEGOTIATION, at=now)
    assert STAFFED_AS[NEGOTIATION] == "recruiter"


def test_it_is_booked_as_one_round_of_its_own(track: Track) -> None:
    candidate, peer = make_user(), make_peer()
    plan = Plan((slot(NEGOTIATION, peer),))
    loop = book_loop(candidate=candidate, track=track, plan=plan, booking_key=uuid4())
    [round_] = Round.objects.filter(loop=loop)
    assert (round_.kind, round_.ends_at - round_.starts_at) == (NEGOTIATION, timedelta(minutes=30))
    assert round_.prompt.kind == NEGOTIATION
    assert not is_whole(loop)
    assert loop_title(loop) == "Practice: Offer negotiation"
    assert round_.starts_at == moment(plan.slots[0].start)


def test_a_forged_plan_with_it_and_others_is_refused(track: Track) -> None:
    candidate, peer, other = make_user(), make_peer(), make_peer()
    slots = (slot("recruiter", other, 40), slot(NEGOTIATION, peer, 60))
    with pytest.raises(DomainError) as refused:
        book_loop(candidate=candidate, track=track, plan=Plan(slots), booking_key=uuid4())
    assert refused.value.code == "plan"
    assert not Loop.objects.exists()
