"""The demo's shortcut: a real move to this quarter hour, for people with a seat, while the demo is on."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.demo.services import bring_forward
from interviews.models import Claim, HistoryEntry, Round
from tests.factories import make_coach, make_loop, make_round, make_user

pytestmark = pytest.mark.django_db


def current_quarter() -> int:
    return int(timezone.now().timestamp()) // 900


def test_moves_times_claims_sequence_history_and_mail_together():
    round_ = make_loop().rounds.earliest("position")
    before = current_quarter()
    moved = bring_forward(round=round_, actor=round_.loop.candidate)
    assert int(moved.starts_at.timestamp()) // 900 in {before, current_quarter()}
    assert moved.ends_at - moved.starts_at == timedelta(minutes=30)
    first = int(moved.starts_at.timestamp()) // 900
    for seat in moved.seats.all():
        assert sorted(seat.claims.values_list("quarter", flat=True)) == [first, first + 1]
    assert moved.sequence == 1
    assert HistoryEntry.objects.get(round=round_, event="round_moved").actor == round_.loop.candidate
    assert OutgoingMail.objects.filter(key__contains=f"{round_.pk}:1:request").count() == 2


def test_a_second_press_changes_nothing():
    round_ = make_loop().rounds.earliest("position")
    bring_forward(round=round_, actor=round_.loop.candidate)
    bring_forward(round=round_, actor=round_.loop.candidate)
    round_.refresh_from_db()
    assert round_.sequence <= 2  # at most one more when a quarter hour ended in between
    assert Claim.objects.filter(seat__round=round_).count() == 4


def test_people_in_another_round_now_are_told_and_nothing_moves():
    loop = make_loop()
    first, second = loop.rounds.all()[:2]
    bring_forward(round=first, actor=loop.candidate)
    with pytest.raises(Conflict):
        bring_forward(round=second, actor=loop.candidate)
    old = second.starts_at
    second.refresh_from_db()
    assert second.starts_at == old
    assert Claim.objects.filter(seat__round=second).count() == 6


def test_after_a_finished_round_the_next_one_may_follow_at_once():
    loop = make_loop()
    first, second = loop.rounds.all()[:2]
    bring_forward(round=first, actor=loop.candidate)
    Round.objects.filter(pk=first.pk).update(state="completed")
    assert bring_forward(round=second, actor=loop.candidate).sequence == 1


def test_a_round_that_is_over_stays():
    round_ = make_round(make_loop(rounds=False), state="completed")
    with pytest.raises(DomainError):
        bring_forward(round=round_, actor=round_.loop.candidate)


def test_without_the_demo_there_is_no_such_thing(settings):
    settings.DEMO = False
    round_ = make_loop().rounds.earliest("position")
    with pytest.raises(Http404):
        bring_forward(round=round_, actor=round_.loop.candidate)


def test_page_is_for_people_with_a_seat(client_for):
    round_ = make_loop().rounds.earliest("position")
    url = reverse("interviews:bring_forward", args=[round_.pk])
    assert client_for(make_user()).post(url).status_code == 404
    assert client_for(make_coach(round_.loop.candidate)).post(url).status_code == 404
    answer = client_for(round_.loop.candidate).post(url)
    assert (answer.status_code, answer["Location"]) == (302, reverse("interviews:room", args=[round_.pk]))
