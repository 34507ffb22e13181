"""Clock, reveals and the end of a round, as the database has them afterwards."""

import pytest

from common.errors import Conflict, DomainError
from interviews.models import HistoryEntry, Loop, Reveal, RoomClock, Round
from interviews.room.services import change_clock, close_round, reveal, start_round
from tests.interviews.room.conftest import build_room


def code_of(call, **arguments):
    with pytest.raises(DomainError) as caught:
        call(**arguments)
    return caught.value.code


def test_start_makes_the_round_live_and_its_clock_run(room):
    clock = start_round(round=room.round, actor=room.interviewer)
    room.round.refresh_from_db()
    assert room.round.state == Round.State.LIVE
    assert room.round.loop.__class__.objects.get(pk=room.round.loop_id).state == Loop.State.RUNNING
    assert clock.running_since is not None
    assert [each["seconds"] for each in clock.phases] == [600, 1800, 300]
    assert (
        HistoryEntry.objects.filter(round=room.round, event="round_live", actor=room.interviewer).count() == 1
    )


def test_starting_twice_changes_nothing(room):
    first = start_round(round=room.round, actor=room.interviewer)
    again = start_round(round=room.round, actor=room.interviewer)
    assert (again.version, again.running_since) == (first.version, first.running_since)


def test_nobody_starts_before_the_room_opens(db):
    early = build_room(minutes=60)
    assert code_of(start_round, round=early.round, actor=early.interviewer) == "early"
    assert not RoomClock.objects.exists()


@pytest.mark.parametrize("who", ["candidate", "observer", "coach", "stranger"])
def test_only_the_interviewer_runs_the_round(room, who):
    actor = getattr(room, who)
    assert code_of(start_round, round=room.round, actor=actor) == "not_interviewer"
    start_round(round=room.round, actor=room.interviewer)
    assert (
        code_of(change_clock, round=room.round, actor=actor, action="pause", version=1) == "not_interviewer"
    )
    assert code_of(reveal, round=room.round, actor=actor, step="one") == "not_interviewer"
    assert code_of(close_round, round=room.round, actor=actor) == "not_interviewer"


def test_clock_buttons_count_up_its_version(room):
    start_round(round=room.round, actor=room.interviewer)
    paused = change_clock(round=room.round, actor=room.interviewer, action="pause", version=1)
    assert (paused.version, paused.running_since) == (2, None)
    assert change_clock(round=room.round, actor=room.interviewer, action="extend", version=2).extra == 300
    assert change_clock(round=room.round, actor=room.interviewer, action="next", version=3).phase == 1
    assert change_clock(round=room.round, actor=room.interviewer, action="resume", version=4).running_since


def test_a_double_press_counts_once(room):
    start_round(round=room.round, actor=room.interviewer)
    change_clock(round=room.round, actor=room.interviewer, action="extend", version=1)
    with pytest.raises(Conflict):
        change_clock(round=room.round, actor=room.interviewer, action="extend", version=1)
    assert RoomClock.objects.get(round=room.round).extra == 300


def test_clock_before_the_start_is_refused(room):
    arguments = {"round": room.round, "actor": room.interviewer, "version": 0}
    assert code_of(change_clock, action="pause", **arguments) == "not_live"
    assert code_of(change_clock, action="dance", **arguments) == "unknown"


def test_steps_open_in_order_and_once(room):
    arguments = {"round": room.round, "actor": room.interviewer}
    assert code_of(reveal, step="two", **arguments) == "order"
    assert code_of(reveal, step="none", **arguments) == "unknown"
    first = reveal(step="one", **arguments)
    assert reveal(step="one", **arguments) == first
    reveal(step="two", **arguments)
    assert list(Reveal.objects.values_list("step", flat=True)) == ["one", "two"]


def test_end_freezes_the_board_and_stops_the_clock(room):
    start_round(round=room.round, actor=room.interviewer)
    closed = close_round(round=room.round, actor=room.interviewer)
    assert closed.state == Round.State.COMPLETED
    assert closed.board.frozen_at is not None
    assert RoomClock.objects.get(round=room.round).running_since is None
    assert close_round(round=room.round, actor=room.interviewer).closed_at == closed.closed_at


def test_nothing_happens_in_a_closed_round(room):
    start_round(round=room.round, actor=room.interviewer)
    close_round(round=room.round, actor=room.interviewer)
    arguments = {"round": room.round, "actor": room.interviewer}
    assert code_of(start_round, **arguments) == "over"
    assert code_of(change_clock, action="extend", version=2, **arguments) == "over"
    assert code_of(reveal, step="one", **arguments) == "over"


def test_a_round_that_has_not_begun_has_no_end(room):
    assert code_of(close_round, round=room.round, actor=room.interviewer) == "not_live"
