import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from interviews.board import log
from interviews.board.elements import compact
from interviews.board.log import Edit, append
from interviews.board.selectors import events_since, scene
from interviews.board.services import create_board, freeze
from interviews.loops.services import set_round_state
from interviews.models import Board, BoardElement, Round
from tests.factories import make_loop, make_round
from tests.interviews.board.make import element, round_of


@pytest.fixture
def board(db: None) -> Board:
    return make_round(make_loop(rounds=False)).board


def edit(board: Board, *elements: dict[str, Any], author: int | None = None) -> Edit:
    author = author or round_of(board).loop.candidate_id
    return Edit(board.pk, author, elements, [compact(one) for one in elements])


def test_states_get_numbers_in_order_and_the_newest_is_kept(board: Board) -> None:
    first, second = element(), element("text", text="ledger — 台帳 — دفتر")
    moved = first | {"x": 99, "version": 2}
    outcomes = append([edit(board, first, second), edit(board, moved)])

    assert [[seq for seq, _ in outcome.accepted] for outcome in outcomes] == [[1, 2], [3]]
    assert {one["id"]: one for one in scene(board)} == {first["id"]: moved, second["id"]: second}
    board.refresh_from_db()
    assert (board.last_seq, board.element_count) == (3, 2)
    assert board.element_bytes == len(compact(moved)) + len(compact(second))
    assert [event["element"] for event in events_since(board, 0)] == [first, second, moved]
    assert [event["seq"] for event in events_since(board, 1, limit=1)] == [2]
    assert {event["author"] for event in events_since(board, 0)} == {round_of(board).loop.candidate_id}


def test_the_loser_is_not_stored_and_its_author_gets_the_winner(board: Board) -> None:
    strong = element(version=5, versionNonce=10)
    append([edit(board, strong)])
    older, same, higher_nonce = (
        strong | {"version": 4, "x": 1},
        dict(strong),
        strong | {"versionNonce": 11, "x": 2},
    )
    outcomes = append([edit(board, older), edit(board, same), edit(board, higher_nonce)])
    assert [outcome.accepted for outcome in outcomes] == [[], [], []]
    assert [len(outcome.kept) for outcome in outcomes] == [1, 0, 1]
    assert scene(board) == [strong]
    board.refresh_from_db()
    assert board.last_seq == 1

    lower_nonce = strong | {"versionNonce": 9, "x": 3}
    assert append([edit(board, lower_nonce)])[0].accepted
    assert scene(board) == [lower_nonce]


def test_the_same_element_twice_in_one_frame(board: Board) -> None:
    one = element()
    append([edit(board, one, one | {"version": 3, "x": 3}, one | {"version": 2, "x": 2})])
    assert scene(board) == [one | {"version": 3, "x": 3}]
    assert board.events.count() == 2


def test_boards_do_not_touch_each_other(board: Board) -> None:
    other = make_round(make_loop(rounds=False)).board
    mine = element()
    outcomes = append([edit(board, mine), edit(other, mine | {"version": 9, "x": -1})])
    assert [outcome.accepted[0][0] for outcome in outcomes] == [1, 1]
    assert scene(board) == [mine]


def test_a_board_that_is_gone_harms_no_other_in_the_group(board: Board) -> None:
    gone = make_round(make_loop(rounds=False)).board
    wanted = edit(gone, element())
    gone.delete()
    outcomes = append([wanted, edit(board, element())])
    assert [outcome.refused for outcome in outcomes] == ["gone", ""]


def test_a_failing_group_leaves_nothing_behind(board: Board) -> None:
    def append_for_nobody() -> None:
        with transaction.atomic():
            append([edit(board, element()), edit(board, element(), author=10**9)])
            connection.check_constraints()

    with pytest.raises(IntegrityError):
        append_for_nobody()
    board.refresh_from_db()
    assert board.last_seq == 0
    assert scene(board) == []


def test_versions_cannot_be_used_up(board: Board) -> None:
    one = element(version=log.MAX_VERSION_JUMP + 1)
    outcome = append([edit(board, one)])[0]
    assert (outcome.refused, outcome.element) == ("version_jump", one["id"])
    assert scene(board) == []


def test_a_full_board_takes_changes_but_nothing_new(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MAX_BOARD_ELEMENTS", 2)
    first = element()
    append([edit(board, first, element())])
    assert append([edit(board, element())])[0].refused == "board_full"
    assert append([edit(board, first | {"version": 2})])[0].refused == ""


def test_a_heavy_board_takes_only_what_makes_it_lighter(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = element("text", text="x" * 500)
    append([edit(board, long)])
    monkeypatch.setattr(log, "MAX_BOARD_BYTES", 600)
    assert append([edit(board, element())])[0].refused == "board_full"
    assert append([edit(board, long | {"version": 2, "text": "short"})])[0].refused == ""


def test_a_log_does_not_grow_without_end(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MAX_BOARD_EVENTS", 3)
    one = element()
    append([edit(board, one, element())])
    assert append([edit(board, one | {"version": 2}, element())])[0].refused == "board_full"
    assert append([edit(board, one | {"version": 2})])[0].accepted[0][0] == 3
    assert append([edit(board, one | {"version": 3})])[0].refused == "board_full"


def test_a_large_paste_is_written_whole(board: Board) -> None:
    pasted = [element() for _ in range(450)]
    outcome = append([edit(board, *pasted)])[0]
    assert [seq for seq, _ in outcome.accepted] == list(range(1, 451))
    assert len(scene(board)) == 450


def test_nothing_is_appended_after_the_freeze(board: Board) -> None:
    append([edit(board, element())])
    freeze(board=board)
    frozen_at = freeze(board=board).frozen_at
    outcome = append([edit(board, element())])[0]
    assert outcome.refused == "frozen"
    assert len(scene(board)) == 1
    board.refresh_from_db()
    assert board.frozen_at == frozen_at


def test_closing_the_round_freezes_its_board(board: Board) -> None:
    set_round_state(round=round_of(board), new=Round.State.LIVE, actor=None)
    board.refresh_from_db()
    assert board.frozen_at is None
    set_round_state(round=round_of(board), new=Round.State.COMPLETED, actor=None)
    board.refresh_from_db()
    assert board.frozen_at is not None


def test_a_round_has_one_board(board: Board) -> None:
    assert create_board(round=round_of(board)) == board


@pytest.mark.django_db(transaction=True)
def test_two_writers_give_each_event_its_own_number_and_freeze_is_final() -> None:
    board = make_round(make_loop(rounds=False)).board
    author = round_of(board).loop.candidate_id
    shared = "shared-element"
    accepted: list[int] = []
    after_freeze: list[str] = []
    half_way = threading.Barrier(3)

    def write(worker: int) -> None:
        try:
            # Until the freeze is met, however long it takes to get its turn among the writers.
            for version in range(1, 1000):
                if version == 16:
                    half_way.wait(20)
                states = [
                    element(id=shared, version=version, versionNonce=worker),
                    element(id=f"own-{worker}-{version}"),
                ]
                outcome = append([edit(board, *states, author=author)])[0]
                accepted.extend(seq for seq, _ in outcome.accepted)
                if outcome.refused:
                    after_freeze.append(outcome.refused)
                    break
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(worker,)) for worker in (1, 2)]
    for thread in threads:
        thread.start()
    half_way.wait(20)
    freeze(board=board)
    for thread in threads:
        thread.join(30)

    board.refresh_from_db()
    assert sorted(accepted) == list(range(1, board.last_seq + 1))
    assert list(board.events.values_list("seq", flat=True)) == sorted(accepted)
    assert set(after_freeze) == {"frozen"}
    newest = BoardElement.objects.get(board=board, element_id=shared)
    best = max(
        (event.data["version"], -event.data["versionNonce"])
        for event in board.events.all()
        if event.data["id"] == shared
    )
    assert (newest.version, -newest.nonce) == best
    assert board.element_count == board.elements.count()
