"""The board's socket, a plain ASGI application inside Channels' routing and sign-in.

docs/board-protocol.md says what goes over it.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import Error
from django.http import Http404

from interviews.board import log
from interviews.board.access import BoardAccess, access_board
from interviews.board.connection import Connection
from interviews.board.house import house
from interviews.board.hub import Hub
from interviews.board.log import Edit
from interviews.board.protocol import (
    MAX_FRAME,
    Cursor,
    Fetch,
    FrameError,
    Hello,
    Message,
    Put,
    Refusal,
    chunks,
    frame,
    parse,
    patch,
)
from interviews.close_codes import CloseCode

logger = logging.getLogger(__name__)
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


MAX_WINDOWS = 30
"""Sockets of one person on one board; lost ones count until the network has noticed."""


class Hangup(Exception):
    """The socket is to be closed; carries the code."""

    def __init__(self, code: CloseCode) -> None:
        super().__init__(code.name)
        self.code = code


async def board_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket from connect to disconnect.

    Whoever may not see the board is closed with NOT_FOUND after the handshake, so that a browser learns the
    code; before it, a refusal would look like a lost network.
    """
    if (await receive())["type"] != "websocket.connect":
        return
    await send({"type": "websocket.accept"})
    board: UUID = scope["url_route"]["kwargs"]["board_id"]
    try:
        access = await database_sync_to_async(access_board)(scope["user"], board)
    except Http404:
        await _close(send, CloseCode.NOT_FOUND)
        return
    except Error:
        logger.exception("could not look up access to board %s", board)
        await _close(send, CloseCode.TRY_AGAIN)
        return
    await _serve(_connection(scope, access), board, receive, send)


def _connection(scope: dict[str, Any], access: BoardAccess) -> Connection:
    user = scope["user"]
    return Connection(
        person=user.pk,
        session=scope["session"].session_key,
        name=user.shown_name,
        role=access.role,
        may_draw=access.may_draw,
    )


async def _close(send: Send, code: CloseCode) -> None:
    await send({"type": "websocket.close", "code": int(code), "reason": code.name.lower()})


async def _serve(connection: Connection, board: UUID, receive: Receive, send: Send) -> None:
    home = house()
    try:
        hub = await home.enter(board, connection)
    except (Http404, Error) as error:
        await _close(send, CloseCode.NOT_FOUND if isinstance(error, Http404) else CloseCode.TRY_AGAIN)
        return
    if hub.windows(connection.person) > MAX_WINDOWS:
        await home.leave(hub, connection)
        await _close(send, CloseCode.TOO_FAST)
        return
    pump = asyncio.create_task(connection.pump(send))
    reader = asyncio.create_task(_read(connection, hub, receive))
    try:
        await asyncio.wait({pump, reader}, return_when=asyncio.FIRST_COMPLETED)
        if reader.done() and not pump.done() and (code := reader.result()) is not None:
            connection.close(code)
            await pump
    finally:
        for task in (pump, reader):
            task.cancel()
        await asyncio.gather(pump, reader, return_exceptions=True)
        await home.leave(hub, connection)


async def _read(connection: Connection, hub: Hub, receive: Receive) -> CloseCode | None:
    """Handle frames until the browser leaves (None) or is to be hung up on (the code)."""
    greeted = False
    try:
        while True:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                return None
            text = event.get("text")
            if text is None:
                return CloseCode.BAD_FRAME
            if len(text) > MAX_FRAME:
                return CloseCode.TOO_BIG
            message = _admit(connection, hub, text)
            if message is None:
                continue
            if isinstance(message, Hello) == greeted:
                return CloseCode.BAD_FRAME
            greeted = True
            await _handle(connection, hub, message)
    except Hangup as hangup:
        return hangup.code
    except FrameError as error:
        logger.info("board %s: bad frame from person %s: %s", hub.board, connection.person, error.code)
        return CloseCode.BAD_FRAME
    except Error:
        logger.exception("board %s: the database failed", hub.board)
        return CloseCode.TRY_AGAIN


def _admit(connection: Connection, hub: Hub, text: str) -> Message | None:
    """The message in a frame, if its sender is within the limits and it holds nothing unacceptable.

    Raises:
        FrameError: it is no frame of this protocol.
        Hangup: too much of it.
    """
    now = time.monotonic()
    allowance = hub.allowance(connection.person)
    admitted = allowance.admit(len(text), now)
    if not admitted and not allowance.forgive(now):
        raise Hangup(CloseCode.TOO_FAST)
    try:
        message = parse(text)
    except Refusal as refusal:
        if not allowance.forgive(now):
            raise Hangup(CloseCode.TOO_FAST) from None
        connection.refuse(
            code=refusal.code, number=refusal.message, element=refusal.element, field=refusal.field
        )
        return None
    if admitted:
        return message
    if isinstance(message, Put):
        connection.refuse(code="slow_down", number=message.number, wait=allowance.pause(len(text)))
    return None


async def _handle(connection: Connection, hub: Hub, message: Message) -> None:
    if isinstance(message, Put):
        await _put(connection, hub, message)
    elif isinstance(message, Cursor):
        hub.cursor(connection, message.body)
    elif isinstance(message, Hello):
        await _welcome(connection, hub, message.since)
    elif isinstance(message, Fetch) and hub.allowance(connection.person).may_fetch(time.monotonic()):
        # One that comes too often is passed over: the next edit shows the browser its gap again.
        await _catch_up(connection, hub, message.since)


async def _welcome(connection: Connection, hub: Hub, since: int) -> None:
    """Say who the person is here and bring them up to date.

    A browser that knows more than the log (a backup was restored) is told to forget what it knows of the
    server (`restart`); what it holds itself it will then send again.
    """
    tail = (await hub.house.thread.run(log.tails, [hub.board])).get(hub.board)
    if tail is None:
        raise Hangup(CloseCode.NOT_FOUND)
    hub.see_tail(*tail)
    connection.may_draw = connection.may_draw and not hub.frozen
    restart = since > tail[0]
    connection.send(
        frame(
            "welcome",
            you=connection.key,
            may_draw=connection.may_draw,
            frozen=hub.frozen,
            restart=restart,
            seq=tail[0],
        )
    )
    seq = await _catch_up(connection, hub, 0 if restart else since)
    connection.caught_up(seq)
    connection.send(frame("ready", seq=seq))
    hub.join()


async def _catch_up(connection: Connection, hub: Hub, since: int) -> int:
    """Send the newest state of everything changed after `since`; the sequence number this leads to."""
    # Not on the writer's thread: a large board must not make others' strokes wait.
    rows = await database_sync_to_async(log.since, thread_sensitive=False)(hub.board, since)
    reached = since
    for last, texts in chunks(rows):
        await connection.drained()
        connection.send(patch(reached + 1, last, texts))
        reached = last
    return reached


async def _put(connection: Connection, hub: Hub, message: Put) -> None:
    if not connection.may_draw:
        connection.refuse(code="frozen" if hub.frozen else "read_only", number=message.number)
        return
    outcome = await hub.append(
        connection, Edit(hub.board, connection.person, message.elements, message.texts)
    )
    if outcome.refused:
        connection.refuse(code=outcome.refused, number=message.number, element=outcome.element)
        return
    first, last = (outcome.accepted[0][0], outcome.accepted[-1][0]) if outcome.accepted else (0, 0)
    kept = ",".join(outcome.kept)
    connection.send(f'{{"t":"ack","n":{message.number},"from":{first},"seq":{last},"kept":[{kept}]}}')
