from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews.models import Board, ReplayPart
from interviews.replay import services
from interviews.replay.deltas import applied
from interviews.replay.selectors import part_body, scene_at, seq_at
from interviews.replay.services import index_board
from interviews.replay.timeline import Timeline
from tests.interviews.replay.making import draw, fold, make_board, shape

pytestmark = pytest.mark.django_db
START = timezone.now().replace(microsecond=0) - timedelta(hours=2)


@pytest.fixture
def board(db: None) -> Board:
    return make_board(START)[0]


changes = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from(["draw", "move", "delete"]), st.integers(0, 3)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes, st.integers(1, 7), st.booleans(), st.data())
def test_the_board_at_any_place_of_the_log_is_what_folding_the_log_gives(
    board: Board, told: list[Any], events: int, frozen: bool, data: st.DataObject
) -> None:
    ReplayPart.objects.all().delete()
    board.events.all().delete()
    board.last_seq, board.frozen_at = 0, timezone.now() if frozen else None
    states, second, strokes = [], 0, []
    for version, (name, what, pause) in enumerate(told, start=1):
        second += pause
        states.append(shape(name, version, x=version, isDeleted=what == "delete"))
        strokes.append((second, None, states[-1]))
    draw(board, START, strokes)
    with mock.patch.object(services, "EVENTS", events):
        parts = index_board(board=board)
        assert [part.seq for part in index_board(board=board)] == [part.seq for part in parts]
    for seq in {0, len(states), data.draw(st.integers(0, len(states)))}:
        assert scene_at(board, seq) == fold(states[:seq])
    timeline = Timeline(START.timestamp(), 0, second)
    at = data.draw(st.integers(0, second))
    until = sum(1 for when, _, _ in strokes if when <= at)
    assert seq_at(board, timeline.end_of(at)) == until
    # Played from any part on, with what was there before told or known, it comes to the same.
    begin = data.draw(st.integers(0, len(parts) - 1))
    screen: dict[str, Any] = {}
    for number in range(begin, len(parts)):
        body = part_body(board, parts, number, timeline, whole=number == begin)
        screen |= {state["id"]: state for state in body.get("state", ())}
        for _, _, difference in body["events"]:
            name = difference["new"]["id"] if "new" in difference else difference["id"]
            screen[name] = applied(screen.get(name), difference)
        assert fold(list(screen.values())) == fold(states[: parts[number].seq])
    assert [when for when, _, _ in body["events"]] == [when for when, _, _ in strokes[-len(body["events"]) :]]


def test_a_part_ends_before_it_weighs_too_much(board: Board) -> None:
    long = [[number, number] for number in range(2_000)]
    states = [shape("stroke", version, kind="freedraw", points=long) for version in range(1, 9)]
    draw(board, START, [(number, None, state) for number, state in enumerate(states)])
    with mock.patch.object(services, "CHARACTERS", 60_000):
        parts = index_board(board=board)
    assert [part.seq for part in parts] == [3, 6, 8]


def test_the_last_part_of_an_open_board_is_not_kept(board: Board) -> None:
    board.frozen_at = None
    draw(board, START, [(1, None, shape("a"))])
    assert [part.seq for part in index_board(board=board)] == [1]
    assert not ReplayPart.objects.exists()
    draw(board, START, [(2, None, shape("b"))])
    assert [part.seq for part in index_board(board=board)] == [2]
    assert [state["id"] for state in scene_at(board, 2)] == ["a", "b"]
