"""The sweep of overdue rounds: what happens while it runs."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from interviews.loops.sweep import sweep_rounds
from interviews.models import HistoryEntry, Presence, Round, Seat
from interviews.signals import round_closed
from tests.factories import make_loop, make_round

pytestmark = pytest.mark.django_db
Hear = Callable[[Callable[[Round], None]], None]


@pytest.fixture
def when_closed() -> Iterator[Hear]:
    """`when_closed(act)` calls `act(round)` for each round that is closed."""
    receivers: list[Any] = []

    def hear(act: Callable[[Round], None]) -> None:
        def receiver(round: Round, **kwargs: Any) -> None:  # noqa: A002
            act(round)

        receivers.append(receiver)
        round_closed.connect(receiver)

    yield hear
    for receiver in receivers:
        round_closed.disconnect(receiver)


@pytest.fixture
def overdue() -> tuple[Round, Round]:
    """Two rounds that nobody opened, the one that ended first first."""
    start = timezone.now() - timedelta(hours=4)
    first, second = (
        make_round(make_loop(rounds=False), starts_at=start + timedelta(minutes=number))
        for number in range(2)
    )
    return first, second


def test_round_that_can_not_be_closed_keeps_no_other_open(
    overdue: tuple[Round, Round], when_closed: Hear
) -> None:
    broken, other = overdue

    def act(round_: Round) -> None:
        if round_.pk == broken.pk:
            raise RuntimeError("a listener is broken")

    when_closed(act)
    assert sweep_rounds() == 1
    for round_ in overdue:
        round_.refresh_from_db()
    assert (broken.state, other.state) == ("scheduled", "missed")


def test_round_that_is_moved_while_the_sweep_runs_is_left_alone(
    overdue: tuple[Round, Round], when_closed: Hear
) -> None:
    moved = overdue[1]

    def act(round_: Round) -> None:
        start = timezone.now() + timedelta(days=1)
        Round.objects.filter(pk=moved.pk).update(starts_at=start, ends_at=start + timedelta(minutes=45))

    when_closed(act)
    assert sweep_rounds() == 1
    moved.refresh_from_db()
    assert moved.state == "scheduled"


def sit(round_: Round, role: str, joined: datetime, minutes: float) -> None:
    """Leave a trace of attendance, as the room's socket does."""
    person = Seat.objects.get(round=round_, role=role).person
    presence = Presence.objects.create(
        round=round_, person=person, seen_at=joined + timedelta(minutes=minutes)
    )
    Presence.objects.filter(pk=presence.pk).update(joined_at=joined)


def test_a_round_held_without_its_clock_took_place(overdue: tuple[Round, Round]) -> None:
    held, missed = overdue
    began = held.starts_at + timedelta(minutes=2)
    sit(held, "candidate", held.starts_at, 30)
    sit(held, "interviewer", began, 30)
    sit(missed, "candidate", missed.starts_at, 30)
    sit(missed, "interviewer", missed.starts_at + timedelta(minutes=28), 30)
    assert sweep_rounds() == 2
    held.refresh_from_db()
    missed.refresh_from_db()
    assert (held.state, missed.state) == (Round.State.COMPLETED, Round.State.MISSED)
    assert held.started_at == began
    events = HistoryEntry.objects.filter(round=held).values_list("event", flat=True)
    assert list(events) == ["round_live", "round_completed"]
    assert held.board.frozen_at is not None
