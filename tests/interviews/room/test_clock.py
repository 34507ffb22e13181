"""The clock as arithmetic: pausing, going on and extending never lose or make time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.room.clock import (
    MOST_EXTRA,
    STEP,
    Clock,
    Phase,
    advance,
    extend,
    pause,
    phases_of,
    remaining,
    run,
    spent,
)

START = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
PHASES = (Phase("open", "Opening", 600), Phase("work", "Working", 1800), Phase("close", "Closing", 300))


def later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_running_clock_counts_down_and_goes_on_below_zero():
    clock = run(Clock(PHASES), START)
    assert remaining(clock, later(90)) == pytest.approx(510)
    assert remaining(clock, later(660)) == pytest.approx(-60)


def test_paused_clock_stands():
    clock = pause(run(Clock(PHASES), START), later(100))
    assert remaining(clock, later(100)) == remaining(clock, later(9000)) == pytest.approx(500)


def test_starting_a_running_clock_or_pausing_a_paused_one_changes_nothing():
    running = run(Clock(PHASES), START)
    assert run(running, later(50)) == running
    paused = pause(running, later(50))
    assert pause(paused, later(80)) == paused


def test_next_phase_begins_with_its_whole_time_and_keeps_a_pause():
    running = advance(extend(run(Clock(PHASES), START)), later(700))
    assert running.current.key == "work"
    assert remaining(running, later(700)) == pytest.approx(1800)
    paused = advance(pause(run(Clock(PHASES), START), later(10)), later(20))
    assert paused.running_since is None
    assert remaining(paused, later(500)) == pytest.approx(1800)


def test_last_phase_stays_the_last():
    clock = Clock(PHASES, phase=2, running_since=START)
    assert clock.is_last
    assert advance(clock, later(5)) == clock


def test_extending_ends_at_an_hour():
    clock = Clock(PHASES)
    for _ in range(20):
        clock = extend(clock)
    assert clock.extra == MOST_EXTRA


def test_a_moment_before_the_start_counts_as_none():
    assert spent(run(Clock(PHASES), START), later(-5)) == 0


def test_phases_come_from_the_track():
    track = {"rounds": [{"kind": "recruiter", "phases": [{"key": "a", "title": "A", "minutes": 30}]}]}
    assert phases_of(track, "recruiter") == [Phase("a", "A", 1800)]
    with pytest.raises(LookupError):
        phases_of(track, "behavioural")


@given(
    st.lists(st.tuples(st.sampled_from(["run", "pause", "extend", "wait"]), st.integers(0, 900)), max_size=30)
)
def test_time_is_neither_lost_nor_made(presses):
    """What is left plus what ran while it was running is always what was planned plus what was added."""
    clock, at, ran, added = Clock(PHASES), 0, 0, 0
    for button, wait in presses:
        if button == "run":
            clock = run(clock, later(at))
        elif button == "pause":
            clock = pause(clock, later(at))
        elif button == "extend":
            added = min(MOST_EXTRA, added + STEP)
            clock = extend(clock)
        if clock.running_since:
            ran += wait
        at += wait
    assert remaining(clock, later(at)) == pytest.approx(600 + added - ran)
