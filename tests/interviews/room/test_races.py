"""Several at once at the same room: what counts once counts once, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from common.errors import Conflict
from interviews.models import Board, Claim, HistoryEntry, Note, Reveal, RoomClock, Round, Seat
from interviews.room import notes, observers, services
from tests.factories import make_user
from tests.interviews.room.conftest import Room, build_room

AT_ONCE = 4


@pytest.fixture
def room(transactional_db: None) -> Room:
    return build_room()


def race(do: Callable[[int], Any]) -> tuple[list[Any], list[Conflict]]:
    """Run `do(0)` … `do(3)` in threads that start together: what they returned, and who was second."""
    barrier = Barrier(AT_ONCE)

    def run(number: int) -> Any:
        try:
            barrier.wait()
            return do(number)
        except Conflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(run, range(AT_ONCE)))
    conflicts = [answer for answer in answers if isinstance(answer, Conflict)]
    return [answer for answer in answers if not isinstance(answer, Conflict)], conflicts


def test_starting_at_once_starts_one_clock(room: Room) -> None:
    clocks, conflicts = race(lambda _: services.start_round(round=room.round, actor=room.interviewer))
    assert len(clocks) == AT_ONCE
    assert not conflicts
    assert RoomClock.objects.get().version == 1
    assert HistoryEntry.objects.filter(round=room.round, event="round_live").count() == 1


def test_pressing_at_once_counts_once(room: Room) -> None:
    services.start_round(round=room.round, actor=room.interviewer)
    pressed, conflicts = race(
        lambda _: services.change_clock(round=room.round, actor=room.interviewer, action="extend", version=1)
    )
    assert (len(pressed), len(conflicts)) == (1, AT_ONCE - 1)
    assert RoomClock.objects.get().extra == 300


def test_revealing_at_once_reveals_once(room: Room) -> None:
    made, _ = race(lambda _: services.reveal(round=room.round, actor=room.interviewer, step="one"))
    assert {reveal.pk for reveal in made} == {Reveal.objects.get().pk}


def test_ending_at_once_ends_once(room: Room) -> None:
    services.start_round(round=room.round, actor=room.interviewer)
    ended, _ = race(lambda _: services.close_round(round=room.round, actor=room.interviewer))
    assert {round_.state for round_ in ended} == {Round.State.COMPLETED}
    assert HistoryEntry.objects.filter(round=room.round, event="round_completed").count() == 1
    assert Board.objects.get(round=room.round).frozen_at


def test_saving_at_once_keeps_one_text_and_tells_the_others(room: Room) -> None:
    saved, conflicts = race(
        lambda number: notes.save_note(
            round=room.round, author=room.interviewer, text=f"text {number}", version=0
        )
    )
    assert (len(saved), len(conflicts)) == (1, AT_ONCE - 1)
    assert Note.objects.get().text == saved[0].text


def test_inviting_at_once_gives_one_seat(room: Room) -> None:
    guest = make_user("Gast")
    seats, conflicts = race(
        lambda _: observers.invite_observer(round=room.round, actor=room.candidate, email=guest.email)
    )
    assert not conflicts
    assert {seat.pk for seat in seats} == {Seat.objects.get(person=guest).pk}
    assert Claim.objects.filter(person=guest).count() == Claim.objects.filter(person=room.observer).count()
