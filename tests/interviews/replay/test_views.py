import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interviews.models import Board, PhaseStart, ReplayPart, Reveal, Round, Seat
from tests.factories import make_coach, make_peer
from tests.interviews.replay.making import draw, make_board, shape

pytestmark = pytest.mark.django_db
START = timezone.now().replace(microsecond=0) - timedelta(hours=2)


@pytest.fixture
def board(db: None) -> Board:
    made, round_ = make_board(START)
    ada, ben = person(made, "candidate"), person(made, "interviewer")
    strokes = [(5, ada, shape("a")), (6, ben, shape("b")), (300, ada, shape("a", 2, isDeleted=True))]
    draw(made, START, strokes)
    PhaseStart.objects.create(round=round_, phase=0, title="Opening", at=START)
    PhaseStart.objects.create(round=round_, phase=1, title="Working", at=START + timedelta(seconds=60))
    reveal = Reveal.objects.create(round=round_, step="one", revealed_by=ben)
    Reveal.objects.filter(pk=reveal.pk).update(revealed_at=START + timedelta(seconds=90))
    return made


def person(board: Board, role: str) -> Any:
    return Seat.objects.select_related("person").get(round=board.round_id, role=role).person


def address(board: Board, name: str = "replay", *args: object) -> str:
    return reverse(f"interviews:{name}", args=[board.pk, *args])


def test_the_page_opens_at_the_second_of_the_address_and_lists_the_moments(
    board: Board, client_for: Any
) -> None:
    client = client_for(person(board, "candidate"))
    text = client.get(address(board), {"t": "90"}).content.decode()
    assert f'src="{address(board, "replay_picture", 90)}"' in text
    rows = re.findall(r'data-replay-to="(-?\d+)"', text)
    assert rows == ["0", "5", "60", "90", "300"]
    for words in ("Opening", "Working", "First step", "2 changes, until 0:06", "1 change, until 5:00"):
        assert words in text
    assert "STEPONE" not in text
    assert "Ada Candidate" in text


@pytest.mark.parametrize(
    ("wanted", "second"), [("", 0), ("1:30", 90), ("99999999", 2400), ("-9", 0), ("x", 0), ("<b>", 0)]
)
def test_any_address_opens_at_a_second_that_is_there(
    board: Board, client_for: Any, wanted: str, second: int
) -> None:
    text = client_for(person(board, "candidate")).get(address(board), {"t": wanted}).content.decode()
    assert f'src="{address(board, "replay_picture", second)}"' in text


@pytest.mark.parametrize(
    ("second", "shapes"), [(-50, 0), (4, 0), (5, 1), (6, 2), (299, 2), (300, 1), (9999, 1)]
)
def test_a_still_picture_shows_what_was_there_at_the_end_of_its_second(
    board: Board, client_for: Any, second: int, shapes: int
) -> None:
    answer = client_for(person(board, "interviewer")).get(address(board, "replay_picture", second))
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]
    assert answer.content.decode().count("<g>") == shapes


def test_nobody_else_gets_near(board: Board, client_for: Any) -> None:
    coach = make_coach(person(board, "candidate"))
    for name, args in (("replay", ()), ("replay_picture", (5,)), ("replay_part", (0,))):
        assert client_for(coach).get(address(board, name, *args)).status_code == 200
        assert client_for(make_peer()).get(address(board, name, *args)).status_code == 404
        assert client_for(None).get(address(board, name, *args)).status_code in (302, 404)


def test_a_part_is_told_with_and_without_what_was_there_before(board: Board, client_for: Any) -> None:
    client = client_for(person(board, "candidate"))
    body = client.get(address(board, "replay_part", 0)).json()
    assert [second for second, _, _ in body["events"]] == [5, 6, 300]
    assert "state" not in body
    assert client.get(address(board, "replay_part", 0), {"whole": ""}).json()["state"] == []
    assert client.get(address(board, "replay_part", 1)).status_code == 404
    packed = client.get(address(board, "replay_part", 0), headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"


def test_a_board_that_nobody_drew_on_says_so(client_for: Any) -> None:
    board, _ = make_board(START)
    client = client_for(person(board, "candidate"))
    assert "Nothing was drawn" in client.get(address(board)).content.decode()
    assert "Nothing was drawn yet" in client.get(address(board, "replay_picture", 0)).content.decode()
    assert client.get(address(board, "replay_part", 0)).status_code == 404


def test_while_a_round_runs_what_is_stored_can_be_seen(board: Board, client_for: Any) -> None:
    Round.objects.filter(board=board).update(state=Round.State.LIVE, closed_at=None)
    Board.objects.filter(pk=board.pk).update(frozen_at=None)
    client = client_for(person(board, "candidate"))
    text = client.get(address(board), {"t": "99999"}).content.decode()
    assert "still open" in text
    assert f'src="{address(board, "replay_picture", 300)}"' in text
    assert not ReplayPart.objects.exists()


@pytest.mark.parametrize("name", ["replay", "replay_picture", "replay_part"])
def test_the_number_of_queries_does_not_grow_with_the_log(client_for: Any, name: str) -> None:
    asked = []
    for count in (10, 10_000):
        board, _ = make_board(START)
        client, ada = client_for(person(board, "candidate")), person(board, "candidate")
        states = [shape(f"e{number % 400}", number // 400 + 1) for number in range(count)]
        draw(board, START, [(number * 2_400 / count, ada, state) for number, state in enumerate(states)])
        args = {"replay": (), "replay_picture": (2_000,), "replay_part": (0 if count == 10 else 19,)}[name]
        client.get(address(board, name, *args))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(board, name, *args)).status_code == 200
        asked.append(len(queries))
    assert asked[1] <= asked[0] + 2
    assert max(asked) <= (20 if name == "replay" else 12)
