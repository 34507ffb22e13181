"""Two real web processes at one board, over PostgreSQL and Redis."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from interviews.board.selectors import scene
from interviews.models import Board, Seat
from tests.factories import make_loop, make_round
from tests.interviews.board.make import element
from tests.product import Product, database_variables


def make_board() -> tuple[Board, dict[str, str]]:
    """A board whose round has begun, and the session cookie of each of its people."""
    made = make_round(make_loop(rounds=False), starts_at=timezone.now())
    cookies = {}
    for seat in Seat.objects.filter(round=made).select_related("person"):
        client = Client()
        client.force_login(seat.person)
        name = settings.SESSION_COOKIE_NAME
        cookies[str(seat.role)] = f"{name}={client.cookies[name].value}"
    return Board.objects.get(round=made), cookies


@pytest.fixture
async def products(transactional_db: None, tmp_path: Path) -> AsyncIterator[list[Product]]:
    """Two installations that share the database and Redis."""
    if not settings.REDIS_URL:
        pytest.skip("needs Redis between the processes")
    environment = {
        **await sync_to_async(database_variables)(),
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "REDIS_PREFIX": settings.REDIS_PREFIX,
    }
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        made.append(Product(folder, environment))
    for product in made:
        await sync_to_async(product.start)()
    yield made
    for product in made:
        await sync_to_async(product.stop)()
    await sync_to_async(connections.close_all)()


async def enter(stack: AsyncExitStack, product: Product, board: Board, cookie: str) -> ClientConnection:
    """A socket that has been told the scene."""
    socket = await stack.enter_async_context(
        connect(
            f"{product.url.replace('http', 'ws', 1)}/ws/boards/{board.pk}/",
            origin=Origin(product.url),
            additional_headers={"Cookie": cookie},
        )
    )
    await socket.send(json.dumps({"t": "hello", "v": 1, "since": 0}))
    await until(socket, "ready")
    return socket


async def until(socket: ClientConnection, name: str) -> Any:
    """The next frame of that name."""
    while (frame := json.loads(await socket.recv()))["t"] != name:
        pass
    return frame


async def test_people_on_two_processes_draw_together_and_one_process_may_die(products: list[Product]) -> None:
    board, cookies = await sync_to_async(make_board)()
    async with AsyncExitStack() as stack:
        ada = await enter(stack, products[0], board, cookies["candidate"])
        ben = await enter(stack, products[1], board, cookies["interviewer"])
        names = await until(ada, "people")
        while len(names["people"]) < 2:
            names = await until(ada, "people")

        drawn = []
        for number in range(20):
            drawn.append(element(x=number))
            writer, reader = (ada, ben) if number % 2 else (ben, ada)
            await writer.send(json.dumps({"t": "put", "n": number, "elements": [drawn[-1]]}))
            assert (await until(writer, "ack"))["seq"] == number + 1
            patch = await until(reader, "patch")
            assert (patch["from"], patch["seq"], patch["elements"]) == (number + 1, number + 1, [drawn[-1]])
        await ben.send(json.dumps({"t": "cursor", "x": 5, "y": 6}))
        assert (await until(ada, "cursor"))["x"] == 5

        # Committed before it was acknowledged: a process that is killed takes nothing with it.
        await sync_to_async(products[1].kill)()
        assert await sync_to_async(scene)(board) == sorted(drawn, key=lambda one: (one["index"], one["id"]))
        late = await enter(stack, products[0], board, cookies["interviewer"])
        await late.send(json.dumps({"t": "put", "n": 1, "elements": [element()]}))
        assert (await until(ada, "patch"))["seq"] == 21
