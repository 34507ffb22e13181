"""Reminders of cards and look backs: once each, never of what is in, never after the deadline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import OutgoingMail
from interviews.models import Loop, Round
from rubrics.debriefs.due import due, expires_at
from rubrics.debriefs.reminders import owe_reminders
from rubrics.lookback import services as lookback
from rubrics.models import Debrief
from tests.rubrics.making import finished_loop, hand_in

NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("closed", "left", "which"),
    [(1, 47, "due"), (24, 24, "day"), (41, 7, "day"), (42, 6, "last"), (10, 2, "last"), (50, 0, None)],
)
def test_which_is_due_when(closed: int, left: int, which: str | None) -> None:
    assert due(NOW - closed * HOUR, NOW + left * HOUR, NOW) == which


def test_none_is_sent_when_the_next_takes_over() -> None:
    assert expires_at("due", NOW) == expires_at("day", NOW) == NOW - 6 * HOUR
    assert expires_at("last", NOW) == NOW


def aged(loop: Loop, hours: int) -> None:
    """As if all rounds had ended and been closed so many hours ago."""
    ended = timezone.now() - hours * HOUR
    Round.objects.filter(loop=loop).update(starts_at=ended - HOUR, ends_at=ended, closed_at=ended)
    Debrief.objects.filter(loop=loop).update(due_at=ended + 48 * HOUR)


def keys(loop: Loop, which: str) -> list[str]:
    found = OutgoingMail.objects.filter(key__contains=f":{which}", state="queued").order_by("key")
    return [each.split(":")[0] for each in found.values_list("key", flat=True)]


@pytest.mark.django_db
def test_both_sides_are_asked_at_the_end_a_day_later_and_before_the_deadline() -> None:
    loop = finished_loop(cards=0, waived=False)
    assert keys(loop, "due") == ["card"] * 4 + ["look-back"] * 4
    assert owe_reminders() == 0, "nobody is late yet"
    aged(loop, 25)
    for _ in range(2):
        owe_reminders()
    assert keys(loop, "day") == ["card"] * 4 + ["look-back"], "a candidate gets one for all rounds"
    aged(loop, 43)
    for _ in range(2):
        owe_reminders()
    assert keys(loop, "last") == ["card"] * 4 + ["look-back"]
    aged(loop, 49)
    assert owe_reminders() == 0
    assert not OutgoingMail.objects.filter(expires_at=None, key__contains=":last").exists()


@pytest.mark.django_db
def test_what_comes_in_is_reminded_of_no_more() -> None:
    loop = finished_loop(cards=0, waived=False)
    aged(loop, 25)
    owe_reminders()
    for round_ in loop.rounds.all():
        hand_in(round_)
        lookback.waive(round=round_)
    assert not OutgoingMail.objects.filter(key__startswith="card:", state="queued").exists()
    assert not OutgoingMail.objects.filter(key__startswith="look-back:", state="queued").exists()
    assert owe_reminders() == 0
