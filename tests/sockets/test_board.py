"""The board's socket, as the product's own ASGI application serves it."""

import asyncio
import json
import uuid
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.models import CoachGrant
from interviews.board import connection as connection_module
from interviews.board import consumers, log
from interviews.board.elements import compact
from interviews.board.house import house
from interviews.board.log import Edit
from interviews.board.selectors import scene
from interviews.board.services import freeze, recheck_access
from interviews.close_codes import CloseCode
from interviews.models import Board, Seat
from tests.communicator import WebsocketCommunicator
from tests.factories import make_coach, make_loop, make_round, make_user, seat_person
from tests.interviews.board.make import element, round_of


def _make_board() -> Board:
    made = make_round(make_loop(rounds=False), starts_at=timezone.now())
    seat_person(made, make_user("Olu"), "observer")
    return Board.objects.select_related("round__loop__candidate").get(round=made)


@pytest.fixture
async def board(transactional_db: None) -> Board:
    return await sync_to_async(_make_board)()


async def person(board: Board, role: str) -> Any:
    seat = await Seat.objects.select_related("person").aget(round=board.round_id, role=role)
    return seat.person


class Browser:
    """A signed-in browser at a board: sends frames, and collects what comes."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.communicator = communicator
        self.number = 0

    async def send(self, **frame: Any) -> None:
        await self.communicator.send_to(text_data=json.dumps(frame))

    async def next(self, *names: str) -> dict[str, Any]:
        """The next frame with one of these names; others are passed over."""
        while True:
            frame = json.loads(await self.communicator.receive_from(timeout=20))
            if frame["t"] in names:
                return frame

    async def hello(self, since: int = 0) -> list[dict[str, Any]]:
        """Say hello; the frames up to `ready`."""
        await self.send(t="hello", v=1, since=since)
        frames: list[dict[str, Any]] = []
        while not frames or frames[-1]["t"] != "ready":
            frames.append(await self.next("welcome", "patch", "ready"))
        return frames

    async def put(self, *elements: dict[str, Any]) -> dict[str, Any]:
        """Send elements; the answer."""
        self.number += 1
        await self.send(t="put", n=self.number, elements=list(elements))
        answer = await self.next("ack", "refused")
        assert answer["n"] == self.number
        return answer

    async def closed(self) -> int:
        """The code with which the server closes; a look every 30 s finds what no announcement told."""
        while True:
            event = await self.communicator.receive_output(timeout=40)
            if event["type"] == "websocket.close":
                return event["code"]


@pytest.fixture
def at(socket_for: Any, board: Board) -> Any:
    """`await at("candidate")` is a browser that has said hello; `hello=False` one that has not."""

    async def open_(who: Any, *, hello: bool = True) -> Browser:
        user = await person(board, who) if isinstance(who, str) else who
        browser = Browser(await socket_for(user, f"/ws/boards/{board.pk}/"))
        connected, _ = await browser.communicator.connect(timeout=10)
        assert connected
        if hello:
            await browser.hello()
        return browser

    return open_


def elements_of(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for frame in frames if frame["t"] == "patch" for one in frame["elements"]]


async def test_two_people_draw_together_and_everything_is_kept(at: Any, board: Board) -> None:
    candidate, interviewer, observer = await at("candidate"), await at("interviewer"), await at("observer")
    box, note = element(), element("text")

    assert (await candidate.put(box))["seq"] == 1
    assert (await interviewer.next("patch"))["elements"] == [box]
    assert (await observer.next("patch"))["elements"] == [box]
    moved = box | {"x": 500, "version": 2}
    assert (await interviewer.put(note, moved))["seq"] == 3
    assert await candidate.next("patch") == {"t": "patch", "from": 2, "seq": 3, "elements": [note, moved]}

    assert {one["id"]: one for one in await sync_to_async(scene)(board)} == {
        box["id"]: moved,
        note["id"]: note,
    }
    authors = [event.author_id async for event in board.events.all()]
    assert authors == [(await person(board, role)).pk for role in ("candidate", "interviewer", "interviewer")]


async def test_coming_back_brings_exactly_what_is_missing(at: Any) -> None:
    candidate, interviewer = await at("candidate"), await at("interviewer")
    first, second, third = element(), element(), element()
    await candidate.put(first, second)
    known = (await interviewer.next("patch"))["seq"]
    await interviewer.communicator.disconnect()
    await candidate.put(third)
    await candidate.put(first | {"version": 2})
    await candidate.put(first | {"version": 3})

    back = await at("interviewer", hello=False)
    frames = await back.hello(since=known)
    assert frames[0]["t"] == "welcome"
    assert frames[0]["restart"] is False
    assert elements_of(frames) == [third, first | {"version": 3}]
    assert frames[-1] == {"t": "ready", "seq": 5}
    newcomer = await at("observer", hello=False)
    assert len(elements_of(await newcomer.hello())) == 3


async def test_a_browser_that_knows_more_than_the_log_is_told_to_start_again(at: Any) -> None:
    candidate = await at("candidate")
    box = element()
    await candidate.put(box)
    other = await at("interviewer", hello=False)
    frames = await other.hello(since=99)
    assert frames[0]["restart"] is True
    assert elements_of(frames) == [box]
    assert frames[-1]["seq"] == 1


async def test_what_loses_is_answered_with_what_stays_and_sending_twice_is_harmless(at: Any) -> None:
    candidate, interviewer = await at("candidate"), await at("interviewer")
    strong = element(version=5)
    await candidate.put(strong)
    answer = await interviewer.put(strong | {"version": 4, "x": -1})
    assert (answer["seq"], answer["kept"]) == (0, [strong])
    again = await candidate.put(strong)
    assert (again["t"], again["seq"], again["kept"]) == ("ack", 0, [])


async def test_an_observer_and_a_coach_read_and_their_edits_are_refused(at: Any, board: Board) -> None:
    coach = await sync_to_async(make_coach)(round_of(board).loop.candidate)
    candidate = await at("candidate")
    for who in ("observer", coach):
        reader = await at(who, hello=False)
        assert (await reader.hello())[0]["may_draw"] is False
        assert (await reader.put(element()))["code"] == "read_only"
        box = element()
        await candidate.put(box)
        assert (await reader.next("patch"))["elements"] == [box]
    assert len(await sync_to_async(scene)(board)) == 2


async def test_strangers_get_a_closed_door_whether_the_board_is_there_or_not(
    at: Any, board: Board, socket_for: Any
) -> None:
    other_peer = await sync_to_async(make_user)("Mallory", is_peer=True)
    for user in (None, other_peer):
        assert await (await at(user, hello=False)).closed() == CloseCode.NOT_FOUND
        nowhere = Browser(await socket_for(user, f"/ws/boards/{uuid.uuid4()}/"))
        await nowhere.communicator.connect(timeout=10)
        assert await nowhere.closed() == CloseCode.NOT_FOUND


async def test_a_page_of_another_site_cannot_connect(socket_for: Any, board: Board) -> None:
    candidate = await person(board, "candidate")
    communicator = await socket_for(candidate, f"/ws/boards/{board.pk}/", origin="https://evil.example")
    connected, _ = await communicator.connect(timeout=10)
    assert not connected


@pytest.mark.parametrize(
    "text",
    [
        "garbage",
        "[]",
        '{"t":"drop"}',
        "[" * 50_000,
        '{"t":"put","n":1,"elements":[],"author":1}',
        '{"t":"hello","v":1,"since":0}',
    ],
)
async def test_a_frame_that_is_no_protocol_hangs_up_and_harms_nothing(
    at: Any, board: Board, text: str
) -> None:
    mallory, other = await at("candidate"), await at("interviewer")
    await mallory.communicator.send_to(text_data=text)
    assert await mallory.closed() == CloseCode.BAD_FRAME
    assert (await other.put(element()))["seq"] == 1


async def test_binary_and_giant_frames_hang_up(at: Any) -> None:
    one = await at("candidate")
    await one.communicator.send_to(bytes_data=b"\x00\x01")
    assert await one.closed() == CloseCode.BAD_FRAME
    two = await at("candidate")
    await two.communicator.send_to(text_data="x" * 1_000_001)
    assert await two.closed() == CloseCode.TOO_BIG


async def test_edits_before_hello_hang_up(at: Any) -> None:
    eager = await at("candidate", hello=False)
    await eager.send(t="put", n=1, elements=[element()])
    assert await eager.closed() == CloseCode.BAD_FRAME


async def test_a_bad_element_is_refused_by_name_and_the_socket_goes_on(at: Any, board: Board) -> None:
    candidate = await at("candidate")
    bad = element(link="javascript:alert(1)")
    answer = await candidate.put(element(), bad)
    assert (answer["code"], answer["element"], answer["field"]) == ("bad_field", bad["id"], "link")
    assert (await candidate.put(element(version=2_000_000)))["code"] == "version_jump"
    assert (await candidate.put(element()))["seq"] == 1


async def test_a_flood_is_refused_and_then_cut_off(at: Any) -> None:
    mallory = await at("candidate")
    for _ in range(1_200):
        await mallory.send(t="cursor", x=1, y=1)
    assert await mallory.closed() == CloseCode.TOO_FAST


async def test_asking_again_and_again_for_the_scene_is_passed_over(at: Any) -> None:
    mallory = await at("candidate")
    await mallory.put(element())
    for _ in range(60):
        await mallory.send(t="fetch", since=0)
    await mallory.send(t="put", n=99, elements=[element()])
    patches = 0
    while (answer := await mallory.next("patch", "ack", "refused"))["t"] == "patch":
        patches += 1
    assert 1 <= patches < 40
    assert answer["t"] == "ack" or answer["code"] == "slow_down"


async def test_nobody_opens_windows_without_end(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "MAX_WINDOWS", 2)
    first, second = await at("candidate"), await at("candidate")
    assert await (await at("candidate", hello=False)).closed() == CloseCode.TOO_FAST
    await at("interviewer")
    await second.communicator.disconnect()
    await at("candidate")
    assert (await first.put(element()))["seq"] == 1


async def test_a_freeze_reaches_every_socket_and_nothing_gets_in_after_it(at: Any, board: Board) -> None:
    candidate, observer = await at("candidate"), await at("observer")
    await candidate.put(element())
    await sync_to_async(freeze)(board=board)
    await candidate.next("frozen")
    await observer.next("frozen")
    assert (await candidate.put(element()))["code"] == "frozen"
    late = await at("interviewer", hello=False)
    welcome = (await late.hello())[0]
    assert (welcome["frozen"], welcome["may_draw"]) == (True, False)
    assert len(await sync_to_async(scene)(board)) == 1


async def test_the_log_refuses_a_late_edit_even_where_the_hub_has_not_heard_of_the_freeze(
    at: Any, board: Board
) -> None:
    candidate = await at("candidate")
    await Board.objects.filter(pk=board.pk).aupdate(frozen_at=timezone.now())
    assert (await candidate.put(element()))["code"] == "frozen"
    await house().look()
    await candidate.next("frozen")


async def test_who_is_here_and_where_they_point(at: Any, board: Board) -> None:
    candidate, observer = await at("candidate"), await at("observer")
    people = (await candidate.next("people"))["people"]
    while len(people) < 2:
        people = (await candidate.next("people"))["people"]
    assert {(one["role"], one["draws"]) for one in people} == {("candidate", True), ("observer", False)}
    assert "Olu" in {one["name"] for one in people}

    await observer.send(t="cursor", x=3, y=4, selected=["element-1"])
    cursor = await candidate.next("cursor")
    assert (cursor["x"], cursor["y"], cursor["selected"]) == (3, 4, ["element-1"])
    assert cursor["id"] in {one["id"] for one in people if one["role"] == "observer"}
    await observer.communicator.disconnect()
    assert [one["role"] for one in (await candidate.next("people"))["people"]] == ["candidate"]


async def test_a_lost_right_closes_the_socket_when_it_is_looked_at(at: Any, board: Board) -> None:
    coach = await sync_to_async(make_coach)(round_of(board).loop.candidate)
    reader = await at(coach)
    await CoachGrant.objects.filter(coach=coach).aupdate(revoked_at=timezone.now())
    await sync_to_async(recheck_access)(board=board)
    assert await reader.closed() == CloseCode.NOT_FOUND


async def test_edits_of_another_process_are_found_at_the_tail_without_any_announcement(
    at: Any, board: Board
) -> None:
    candidate, interviewer = await at("candidate"), await at("interviewer")
    theirs = [element() for _ in range(3)]
    author = (await person(board, "interviewer")).pk
    for one in theirs:
        await sync_to_async(log.append)([Edit(board.pk, author, [one], [compact(one)])])
    mine = element()
    answer = await candidate.put(mine)
    assert (answer["from"], answer["seq"]) == (4, 4)
    frame = await interviewer.next("patch")
    assert (frame["from"], frame["seq"]) == (1, 4)
    assert frame["elements"] == [*theirs, mine]
    assert len((await candidate.next("patch"))["elements"]) == 4


async def test_fetch_brings_what_the_browser_says_it_lacks(at: Any) -> None:
    candidate = await at("candidate")
    boxes = [element() for _ in range(3)]
    for box in boxes:
        await candidate.put(box)
    await candidate.send(t="fetch", since=1)
    assert await candidate.next("patch") == {"t": "patch", "from": 2, "seq": 3, "elements": boxes[1:]}


async def test_a_large_board_is_told_in_parts_that_a_slow_browser_can_take(
    at: Any, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [element("text", text="x" * 20_000) for _ in range(60)]
    author = (await person(board, "interviewer")).pk
    texts = [compact(one) for one in written]
    await sync_to_async(log.append)([Edit(board.pk, author, written, texts)])
    monkeypatch.setattr(connection_module, "MAX_WAITING", 400_000)
    late = await at("candidate", hello=False)
    frames = await late.hello()
    patches = [frame for frame in frames if frame["t"] == "patch"]
    assert len(patches) > 2
    assert [frame["from"] for frame in patches[1:]] == [frame["seq"] + 1 for frame in patches[:-1]]
    assert elements_of(frames) == written


async def test_a_database_failure_is_the_servers_fault_and_the_browser_may_come_back(
    at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    candidate = await at("candidate")

    def fail(edits: object) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr(log, "append", fail)
    await candidate.send(t="put", n=1, elements=[element()])
    assert await candidate.closed() == CloseCode.TRY_AGAIN


async def test_many_edits_at_once_are_committed_in_groups_and_acknowledged_in_order(
    at: Any, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: list[int] = []
    real = log.append

    def counting(edits: Any) -> Any:
        groups.append(len(edits))
        return real(edits)

    monkeypatch.setattr(log, "append", counting)
    people = [await at("candidate") for _ in range(6)]
    answers = await asyncio.gather(*(one.put(element()) for one in people))
    assert sorted(answer["seq"] for answer in answers) == [1, 2, 3, 4, 5, 6]
    assert sum(groups) == 6
    assert len(groups) < 6


async def test_the_house_closes_with_the_last_socket(at: Any, board: Board) -> None:
    candidate, observer = await at("candidate"), await at("observer")
    opened = house()
    await observer.communicator.disconnect()
    assert list(opened.hubs) == [board.pk]
    await candidate.communicator.disconnect()
    assert not opened.hubs
    again = await at("candidate")
    assert house() is not opened
    assert (await again.put(element()))["seq"] == 1
