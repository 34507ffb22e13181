"""Two processes serve the same board: what a lossy channel layer between them may and may not do."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer
from django.utils import timezone

from interviews.board import house as house_module
from interviews.board.connection import Connection
from interviews.board.elements import compact
from interviews.board.house import House
from interviews.board.hub import LARGE, Hub
from interviews.board.log import Edit
from interviews.board.selectors import scene
from interviews.board.services import freeze
from interviews.models import Board, Seat
from tests.factories import make_loop, make_round
from tests.interviews.board.make import element
from tests.polling import apoll
from tests.sockets.conftest import session_of


class LossyLayer(InMemoryChannelLayer):
    """Loses, doubles and disorders announcements, repeatably."""

    def __init__(self, seed: int) -> None:
        super().__init__(capacity=10_000)
        self.chance = random.Random(seed)
        self.loss = 0.0
        self.held: list[tuple[str, Any]] = []

    async def group_send(self, group: str, message: Any) -> None:
        if self.chance.random() < self.loss:
            return
        if self.loss and self.chance.random() < 0.2:
            self.held.append((group, message))
            return
        await super().group_send(group, message)
        for held in self.held:
            await super().group_send(*held)
            await super().group_send(*held)
        self.held.clear()


class Screen:
    """A connection on one of the processes, and what its browser would hold."""

    def __init__(self, house: House, hub: Hub, connection: Connection, board: Board) -> None:
        self.house, self.hub, self.connection, self.board = house, hub, connection, board
        self.frames: list[dict[str, Any]] = []
        self.seq = 0
        self.gaps = 0
        self.elements: dict[str, Any] = {}
        self.pump = asyncio.create_task(connection.pump(self.receive))

    async def receive(self, event: dict[str, Any]) -> None:
        if event["type"] != "websocket.send":
            return
        frame = json.loads(event["text"])
        self.frames.append(frame)
        if frame["t"] == "patch":
            self.gaps += frame["from"] > self.seq + 1
            self.seq = max(self.seq, frame["seq"])
            for one in frame["elements"]:
                self.elements[one["id"]] = one

    async def draw(self, *elements: dict[str, Any]) -> None:
        edit = Edit(self.board.pk, self.connection.person, elements, [compact(one) for one in elements])
        outcome = await self.hub.append(self.connection, edit)
        assert not outcome.refused
        first, last = outcome.accepted[0][0], outcome.accepted[-1][0]
        if first == self.seq + 1:
            self.seq = last
        self.elements |= {one["id"]: one for one in elements}


Join = Any


@pytest.fixture
async def board(transactional_db: None) -> Board:
    def make() -> Board:
        made = make_round(make_loop(rounds=False), starts_at=timezone.now())
        return Board.objects.get(round=made)

    return await sync_to_async(make)()


@pytest.fixture
def layer() -> LossyLayer:
    return LossyLayer(seed=7)


@pytest.fixture
async def join(board: Board, layer: LossyLayer) -> AsyncIterator[Join]:
    """`await join(house, role)`; `join.house()` is another process."""
    screens: list[Screen] = []

    async def open_(house: House, role: str = "candidate") -> Screen:
        seat = await Seat.objects.select_related("person").aget(round=board.round_id, role=role)
        session = await sync_to_async(session_of)(seat.person)
        connection = Connection(
            person=seat.person_id, session=session, name=role.title(), role=role, may_draw=True
        )
        hub = await house.enter(board.pk, connection)
        connection.caught_up(0)
        hub.join()
        screens.append(Screen(house, hub, connection, board))
        return screens[-1]

    yield open_
    for screen in screens:
        screen.pump.cancel()
        await asyncio.gather(screen.pump, return_exceptions=True)
        await screen.house.leave(screen.hub, screen.connection)


@pytest.fixture
def processes(layer: LossyLayer, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes houses that share nothing but the layer and the database, and look at the log's tail often."""
    monkeypatch.setattr(house_module, "TAIL_EVERY", 0.05)
    return lambda: House(layer, shared=True)


async def subscribed(layer: LossyLayer, count: int) -> None:
    async def there() -> bool:
        return any(len(channels) == count for channels in layer.groups.values())

    await apoll(there)


async def test_an_edit_crosses_by_the_layer_without_a_look_at_the_log(
    processes: Any, join: Join, layer: LossyLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house_module, "TAIL_EVERY", 60)
    here, there = await join(processes()), await join(processes(), "interviewer")
    await subscribed(layer, 2)
    small, large = element(), element("text", text="x" * 15_000)
    await here.draw(small)
    await there.draw(large)
    many = [element("text", text="y" * 15_000) for _ in range(1 + LARGE // 15_000)]
    await here.draw(*many)

    async def arrived() -> bool:
        return here.seq == there.seq == 2 + len(many)

    await apoll(arrived)
    assert here.elements == there.elements
    assert here.gaps == there.gaps == 0


@pytest.mark.parametrize("loss", [0.5, 1.0])
async def test_lost_doubled_and_late_announcements_cost_nothing_but_time(
    processes: Any, join: Join, layer: LossyLayer, board: Board, loss: float
) -> None:
    first, second = processes(), processes()
    screens = [await join(first), await join(first, "interviewer"), await join(second, "interviewer")]
    await subscribed(layer, 2)
    layer.loss = loss
    chance = random.Random(1)
    shared = [element() for _ in range(5)]
    await screens[0].draw(*shared)
    for version in range(2, 40):
        screen = chance.choice(screens)
        target = chance.choice(shared)
        await screen.draw(element(), target | {"version": version * 10 + chance.randrange(9), "x": version})

    async def level() -> bool:
        tails = await first.thread.run(tail, board)
        return all(screen.seq == tails for screen in screens)

    await apoll(level)
    stored = {one["id"]: one for one in await sync_to_async(scene)(board)}
    for screen in screens:
        assert screen.gaps == 0
        assert {key: screen.elements[key] for key in stored} == stored


def tail(board: Board) -> int:
    return Board.objects.values_list("last_seq", flat=True).get(pk=board.pk)


async def test_people_and_pointers_cross_and_vanish_with_their_process(
    processes: Any, join: Join, layer: LossyLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = await join(processes()), await join(processes(), "interviewer")
    await subscribed(layer, 2)

    async def both() -> bool:
        here.hub.tell_people()
        there.hub.tell_people()
        return len(here.hub.people()) == len(there.hub.people()) == 2

    await apoll(both)
    there.hub.cursor(there.connection, {"x": 1.0, "y": 2.0})

    async def pointed() -> bool:
        return any(frame["t"] == "cursor" and frame["x"] == 1 for frame in here.frames)

    await apoll(pointed)
    assert not any(frame["t"] == "cursor" for frame in there.frames)

    layer.loss = 1.0
    monkeypatch.setattr("interviews.board.hub.FORGET_PEOPLE", -1.0)
    here.hub.forget_quiet()
    assert [one["name"] for one in here.hub.people()] == ["Candidate"]


async def test_a_freeze_reaches_the_other_process_even_unannounced(
    processes: Any, join: Join, layer: LossyLayer, board: Board
) -> None:
    here, there = await join(processes()), await join(processes(), "interviewer")
    layer.loss = 1.0
    await sync_to_async(freeze)(board=board)

    async def told() -> bool:
        return all(any(frame["t"] == "frozen" for frame in screen.frames) for screen in (here, there))

    await apoll(told)
    assert not here.connection.may_draw


async def test_a_layer_that_fails_is_taken_up_again(
    processes: Any, join: Join, layer: LossyLayer, monkeypatch: pytest.MonkeyPatch, board: Board
) -> None:
    monkeypatch.setattr(house_module, "RETRY", 0.01)
    real, failures = layer.receive, iter([True, True, False])

    async def receive(channel: str) -> Any:
        if next(failures, False):
            raise ConnectionError("the layer is gone")
        return await real(channel)

    monkeypatch.setattr(layer, "receive", receive)
    here, there = await join(processes()), await join(processes(), "interviewer")
    await here.draw(element())

    async def arrived() -> bool:
        return there.seq == 1

    await apoll(arrived)
