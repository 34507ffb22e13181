"""Standbys see what they stand by for, and may step back."""

import pytest
from django.test import Client

from interviews.changes.services import decline_round
from interviews.changes.standing_by import stand_down
from interviews.models import Standby
from tests.factories import make_peer
from tests.interviews.changes.making import booked, events, interviewer

pytestmark = pytest.mark.django_db


def test_the_next_is_named_and_history_tells() -> None:
    first, second = make_peer("Cy"), make_peer("Di")
    round_ = booked()
    Standby.objects.create(round=round_, person=first)
    for _ in range(2):
        now = stand_down(round=round_, actor=first)
        assert now is not None
        assert now.person == second
    assert events(round_.loop) == ["stood_down"]


def test_who_stepped_back_does_not_get_the_round_unasked() -> None:
    first = make_peer("Cy")
    round_ = booked()
    Standby.objects.create(round=round_, person=first)
    assert stand_down(round=round_, actor=first) is None
    decline_round(round=round_, actor=interviewer(round_), sequence=0)
    assert not round_.seats.filter(person=first).exists()


def test_nobody_steps_back_for_another() -> None:
    first = make_peer("Cy")
    round_ = booked()
    Standby.objects.create(round=round_, person=first)
    now = stand_down(round=round_, actor=make_peer("Di"))
    assert now is not None
    assert now.person == first
    assert events(round_.loop) == []


def test_the_list_shows_it_until_one_steps_back() -> None:
    first = make_peer("Cy")
    round_ = booked()
    Standby.objects.create(round=round_, person=first)
    client = Client()
    client.force_login(first)
    assert "Rounds you stand by for" in client.get("/loops/").content.decode()
    for _ in range(2):
        answer = client.post(f"/rounds/{round_.pk}/stand-down/", follow=True)
        assert "You don’t stand by" in answer.content.decode()
    assert "Rounds you stand by for" not in answer.content.decode()
