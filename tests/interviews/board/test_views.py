from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from interviews.board import log
from interviews.board.elements import compact
from interviews.board.log import Edit
from interviews.models import Board, Round
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person
from tests.interviews.board.make import element, round_of


@pytest.fixture
def board(db: None) -> Board:
    return make_round(make_loop(rounds=False), starts_at=timezone.now()).board


def person(board: Board, role: str) -> Any:
    return round_of(board).seats.get(role=role).person


def test_the_picture_shows_what_is_on_the_board_and_can_do_nothing(board: Board, client_for: Any) -> None:
    one = element("text", text="Ledger <b>")
    log.append([Edit(board.pk, person(board, "candidate").pk, [one], [compact(one)])])
    response = client_for(person(board, "interviewer")).get(
        reverse("interviews:board_picture", args=[board.pk])
    )
    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
    assert "Ledger &lt;b&gt;" in response.content.decode()


def test_an_empty_board_has_a_picture(board: Board, client_for: Any) -> None:
    response = client_for(person(board, "candidate")).get(
        reverse("interviews:board_picture", args=[board.pk])
    )
    assert "Nothing was drawn" in response.content.decode()


@pytest.mark.parametrize("name", ["board", "board_picture"])
def test_strangers_get_nothing(board: Board, client_for: Any, name: str) -> None:
    address = reverse(f"interviews:{name}", args=[board.pk])
    assert client_for(make_peer()).get(address).status_code == 404
    assert client_for(None).get(address).status_code in (302, 404)
    nowhere = reverse(f"interviews:{name}", args=["00000000-0000-4000-8000-000000000000"])
    assert client_for(make_peer()).get(nowhere).status_code == 404


@pytest.mark.parametrize(
    ("state", "starts_in", "frozen", "may_draw"),
    [
        (Round.State.LIVE, 0, False, {"candidate", "interviewer"}),
        (Round.State.SCHEDULED, 0, False, {"candidate", "interviewer"}),
        (Round.State.SCHEDULED, 9, False, {"candidate", "interviewer"}),
        (Round.State.SCHEDULED, 11, False, set()),
        (Round.State.LIVE, 0, True, set()),
        (Round.State.COMPLETED, 0, True, set()),
        (Round.State.CANCELLED, 0, False, set()),
    ],
)
def test_who_may_draw_when(
    board: Board, client_for: Any, state: str, starts_in: int, frozen: bool, may_draw: set[str]
) -> None:
    round_ = round_of(board)
    round_.state = state
    round_.starts_at = timezone.now() + timedelta(minutes=starts_in)
    round_.ends_at = round_.starts_at + timedelta(minutes=45)
    round_.save()
    board.frozen_at = timezone.now() if frozen else None
    board.save()
    observer = make_user()
    seat_person(round_, observer, "observer")
    people = {
        "candidate": person(board, "candidate"),
        "interviewer": person(board, "interviewer"),
        "observer": observer,
        "coach": make_coach(person(board, "candidate")),
    }
    found = set()
    for role, user in people.items():
        response = client_for(user).get(reverse("interviews:board", args=[board.pk]))
        assert response.status_code == 200
        if 'data-may-draw="true"' in response.content.decode():
            found.add(role)
    assert found == may_draw
