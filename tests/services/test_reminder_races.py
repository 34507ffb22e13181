"""Several workers sweep for reminders at once, and a round moves under them: each mail is owed once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from common.models import OutgoingMail
from interviews.booking.seating import lock_round, set_time
from interviews.calendar.services import owe_reminders
from interviews.models import Round, Seat
from tests.factories import make_loop, make_round
from tests.services.racing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rounds() -> list[Round]:
    """Six rounds that begin in fifty minutes and were booked long ago."""
    now, ago = timezone.now(), timezone.now() - timedelta(days=9)
    made = [make_round(make_loop(rounds=False), starts_at=now + timedelta(minutes=50)) for _ in range(6)]
    Round.objects.update(arranged_at=ago)
    Seat.objects.update(created_at=ago)
    return made


def test_workers_that_sweep_at_once_owe_each_reminder_once(rounds: list[Round]) -> None:
    assert all(isinstance(each, int) for each in all_at_once([owe_reminders] * 4))
    owe_reminders()
    keys = list(OutgoingMail.objects.values_list("key", flat=True))
    assert len(keys) == len(set(keys)) == 12


def test_a_round_that_moves_meanwhile_leaves_no_reminder_of_its_old_time(rounds: list[Round]) -> None:
    def move(round_: Round) -> Callable[[], int]:
        def act() -> int:
            with transaction.atomic():
                loop, found = lock_round(round_.pk)
                set_time(loop=loop, round=found, start=found.starts_at + timedelta(days=3), actor=None)
            return 0

        return act

    results = all_at_once([owe_reminders, *[move(each) for each in rounds[:3]], owe_reminders])
    assert all(isinstance(each, int) for each in results)
    owe_reminders()
    queued = OutgoingMail.objects.filter(key__startswith="reminder:", state=OutgoingMail.State.QUEUED)
    assert {key.split(":")[1] for key in queued.values_list("key", flat=True)} == {
        str(each.pk) for each in rounds[3:]
    }
