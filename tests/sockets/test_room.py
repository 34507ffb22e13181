"""The room's socket, as the product's own ASGI application serves it."""

import json
import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from accounts.models import CoachGrant
from interviews.close_codes import CloseCode
from interviews.models import Presence
from interviews.room import observers, presence, protocol, selectors, services
from tests.communicator import WebsocketCommunicator
from tests.interviews.room.conftest import Room, build_room


class Browser:
    """A signed-in browser in a room: collects what the socket tells."""

    def __init__(self, communicator: WebsocketCommunicator) -> None:
        self.communicator = communicator

    async def told(self, fits: Callable[[dict[str, Any]], bool] = lambda state: True) -> dict[str, Any]:
        """The next state that fits; others are passed over."""
        while True:
            frame = await self.communicator.receive_json_from(timeout=10)
            if frame["t"] == "state" and fits(frame):
                return frame

    async def here(self, *names: str) -> list[dict[str, Any]]:
        """Wait until these people, in this order, are told to be in the room."""
        state = await self.told(lambda state: [each["name"] for each in state["people"]] == list(names))
        return state["people"]

    async def closed(self) -> int:
        return await self.communicator.receive_close(timeout=10)


Enter = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def room(transactional_db: None) -> Room:
    return await sync_to_async(build_room)()


@pytest.fixture
def enter(socket_for: Any, room: Room) -> Enter:
    """`await enter(user)` is a browser with an open socket; whether it may stay is seen next."""

    async def open_(user: Any, round_id: uuid.UUID | None = None) -> Browser:
        communicator = await socket_for(user, f"/ws/rounds/{round_id or room.round.pk}/")
        connected, _ = await communicator.connect(timeout=10)
        assert connected
        return Browser(communicator)

    return open_


@pytest.mark.parametrize("who", ["stranger", "nobody", "not there"])
async def test_strangers_get_a_closed_door_whether_the_room_is_there_or_not(
    enter: Enter, room: Room, who: str
) -> None:
    user = None if who == "nobody" else room.stranger if who == "stranger" else room.candidate
    browser = await enter(user, uuid.uuid4() if who == "not there" else None)
    assert await browser.closed() == CloseCode.NOT_FOUND
    assert not await Presence.objects.aexists()


async def test_everybody_sees_who_is_here_in_the_order_of_the_room(enter: Enter, room: Room) -> None:
    coach, candidate = await enter(room.coach), await enter(room.candidate)
    interviewer, observer = await enter(room.interviewer), await enter(room.observer)
    for browser in (coach, candidate, interviewer, observer):
        people = await browser.here("Cora", "Ivan", "Olga", "Coach")
        assert [each["role"] for each in people] == ["candidate", "interviewer", "observer", "coach"]


async def test_tabs_of_one_person_count_once_and_the_last_one_takes_them_away(
    enter: Enter, room: Room
) -> None:
    candidate, first, second = (
        await enter(room.candidate),
        await enter(room.interviewer),
        await enter(room.interviewer),
    )
    await candidate.here("Cora", "Ivan")
    await first.communicator.disconnect()
    assert [each.name for each in await sync_to_async(presence.present)(room.round.pk)] == ["Cora", "Ivan"]
    await second.communicator.disconnect()
    await candidate.here("Cora")
    assert await Presence.objects.filter(person=room.interviewer).exclude(left_at=None).acount() == 2


async def test_a_connection_whose_process_died_is_gone_after_a_while(room: Room) -> None:
    made = await sync_to_async(presence.join)(round_id=room.round.pk, person_id=room.candidate.pk)
    assert await sync_to_async(presence.present)(room.round.pk)
    made.seen_at = timezone.now() - presence.STALE - timedelta(seconds=1)
    await made.asave()
    assert not await sync_to_async(presence.present)(room.round.pk)
    await sync_to_async(presence.beat)(made.pk)
    assert await sync_to_async(presence.present)(room.round.pk)


async def test_the_heartbeat_keeps_somebody_here_and_tells_what_was_missed(
    enter: Enter, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "BEAT", 0.05)
    candidate = await enter(room.candidate)
    await candidate.here("Cora")
    before = (await Presence.objects.aget()).seen_at
    # Another process, of which no announcement arrives here.
    await Presence.objects.acreate(round=room.round, person=room.interviewer, seen_at=timezone.now())
    await candidate.here("Cora", "Ivan")
    assert (await Presence.objects.aget(person=room.candidate)).seen_at > before


async def test_the_clock_reaches_all_and_is_the_same_for_all(enter: Enter, room: Room) -> None:
    browsers = [await enter(who) for who in (room.candidate, room.interviewer, room.observer, room.coach)]
    await sync_to_async(services.start_round)(round=room.round, actor=room.interviewer)
    ends = []
    for browser in browsers:
        state = await browser.told(lambda state: state["clock"]["running"])
        assert state["state"] == "live"
        assert state["clock"]["phases"][0] == {"title": "Opening", "seconds": 600}
        ends.append(state["clock"]["now"] + state["clock"]["remaining"])
    assert max(ends) - min(ends) < 0.01

    await sync_to_async(services.change_clock)(
        round=room.round, actor=room.interviewer, action="pause", version=1
    )
    for browser in browsers:
        await browser.told(lambda state: not state["clock"]["running"] and state["clock"]["version"] == 2)


async def test_a_reveal_says_how_many_steps_are_open_and_nothing_of_what_they_say(
    enter: Enter, room: Room
) -> None:
    candidate = await enter(room.candidate)
    assert (await candidate.told())["revealed"] == 0
    await sync_to_async(services.reveal)(round=room.round, actor=room.interviewer, step="one")
    state = await candidate.told(lambda state: state["revealed"] == 1)
    assert set(state) == {
        "t",
        "state",
        "opens",
        "sequence",
        "clock",
        "people",
        "revealed",
        "sketches",
        "stories",
    }
    assert "STEPONE" not in json.dumps(state)


async def test_the_end_reaches_everybody(enter: Enter, room: Room) -> None:
    candidate = await enter(room.candidate)
    await sync_to_async(services.start_round)(round=room.round, actor=room.interviewer)
    await sync_to_async(services.close_round)(round=room.round, actor=room.interviewer)
    state = await candidate.told(lambda state: state["state"] == "completed")
    assert not state["clock"]["running"]


async def test_a_ping_is_answered_with_the_servers_time(enter: Enter, room: Room) -> None:
    candidate = await enter(room.candidate)
    await candidate.communicator.send_json_to({"t": "ping", "n": 7})
    while (frame := await candidate.communicator.receive_json_from())["t"] != "pong":
        pass
    assert frame["n"] == 7
    assert abs(frame["now"] - timezone.now().timestamp()) < 5


@pytest.mark.parametrize(
    ("text", "said", "code"),
    [
        ("", "json", CloseCode.BAD_FRAME),
        ("no json", "json", CloseCode.BAD_FRAME),
        ("[" * 900, "json", CloseCode.BAD_FRAME),
        ("[]", "shape", CloseCode.BAD_FRAME),
        ('{"t": "ping"}', "shape", CloseCode.BAD_FRAME),
        ('{"t": "reveal", "n": 1}', "shape", CloseCode.BAD_FRAME),
        ('{"t": "ping", "n": 1, "as": "interviewer"}', "shape", CloseCode.BAD_FRAME),
        ('{"t": "ping", "n": true}', "number", CloseCode.BAD_FRAME),
        ('{"t": "ping", "n": -1}', "number", CloseCode.BAD_FRAME),
        ('{"t": "ping", "n": 1e3}', "number", CloseCode.BAD_FRAME),
        ('{"t": "ping", "n": ' + "9" * 500 + "}", "number", CloseCode.BAD_FRAME),
        ("x" * 5_000, "size", CloseCode.TOO_BIG),
        (None, "shape", CloseCode.BAD_FRAME),
    ],
)
async def test_a_frame_that_is_no_protocol_is_named_and_hangs_up(
    enter: Enter, room: Room, text: str | None, said: str, code: CloseCode
) -> None:
    interviewer = await enter(room.interviewer)
    candidate = await enter(room.candidate)
    await interviewer.here("Cora", "Ivan")
    if text is None:
        await candidate.communicator.send_to(bytes_data=b"\x00\xff")
    else:
        await candidate.communicator.send_to(text_data=text)
    frames = []
    while (event := await candidate.communicator.receive_output(timeout=10))["type"] == "websocket.send":
        frames.append(json.loads(event["text"]))
    assert frames[-1] == {"t": "error", "code": said}
    assert event["code"] == code
    await interviewer.here("Ivan")


async def test_a_flood_is_cut_off_over_all_tabs_of_a_person(enter: Enter, room: Room) -> None:
    first, second = await enter(room.candidate), await enter(room.candidate)
    for number in range(int(protocol.BURST)):
        await first.communicator.send_json_to({"t": "ping", "n": number})
    for number in range(int(protocol.BURST)):
        await second.communicator.send_json_to({"t": "ping", "n": number})
    assert await second.closed() == CloseCode.TOO_FAST


async def test_more_tabs_than_anybody_needs_are_refused(enter: Enter, room: Room) -> None:
    opened = [await enter(room.candidate) for _ in range(protocol.MOST_SOCKETS)]
    assert await (await enter(room.candidate)).closed() == CloseCode.TOO_FAST
    await opened[0].communicator.disconnect()
    await (await enter(room.candidate)).told()


async def test_a_removed_observer_is_let_go_at_once(enter: Enter, room: Room) -> None:
    candidate, observer = await enter(room.candidate), await enter(room.observer)
    await candidate.here("Cora", "Olga")
    seat = await room.round.seats.aget(person=room.observer)
    await sync_to_async(observers.remove_observer)(round=room.round, actor=room.candidate, seat_id=seat.pk)
    assert await observer.closed() == CloseCode.NOT_FOUND
    await candidate.here("Cora")


async def test_a_revoked_coach_is_let_go_at_the_next_heartbeat(
    enter: Enter, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "BEAT", 0.05)
    coach = await enter(room.coach)
    await coach.told()
    # Nothing announces it.
    await CoachGrant.objects.filter(coach=room.coach).aupdate(revoked_at=timezone.now())
    assert await coach.closed() == CloseCode.NOT_FOUND


async def test_who_signed_out_elsewhere_is_let_go(
    enter: Enter, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "BEAT", 0.05)
    candidate = await enter(room.candidate)
    await candidate.told()
    await Session.objects.all().adelete()
    assert await candidate.closed() == CloseCode.NOT_FOUND


async def test_a_changed_password_ends_what_other_sessions_have_open(
    enter: Enter, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "BEAT", 0.05)
    candidate = await enter(room.candidate)
    await candidate.told()
    room.candidate.set_password("another long password")
    await room.candidate.asave()
    assert await candidate.closed() == CloseCode.NOT_FOUND


async def test_a_person_who_was_switched_off_is_let_go(
    enter: Enter, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "BEAT", 0.05)
    candidate = await enter(room.candidate)
    await candidate.told()
    room.candidate.is_active = False
    await room.candidate.asave()
    assert await candidate.closed() == CloseCode.NOT_FOUND


async def test_a_database_failure_is_the_servers_fault_and_the_browser_may_come_back(
    enter: Enter, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(access: Any) -> dict[str, Any]:
        raise OperationalError("gone")

    candidate = await enter(room.candidate)
    await candidate.here("Cora")
    monkeypatch.setattr(selectors, "snapshot", broken)
    await sync_to_async(services.start_round)(round=room.round, actor=room.interviewer)
    assert await candidate.closed() == CloseCode.TRY_AGAIN
