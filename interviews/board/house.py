"""All open boards of one process: the writer, the way to other processes, and the regular look at the log."""

import asyncio
import logging
import secrets
from collections import deque
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from channels.layers import InMemoryChannelLayer, get_channel_layer

from interviews.board import log
from interviews.board.connection import Connection
from interviews.board.hub import Hub
from interviews.board.writer import DatabaseThread, Writer

logger = logging.getLogger(__name__)
TAIL_EVERY = 1.0
"""Seconds between two looks at the log's tail."""
PEOPLE_EVERY = 10
"""Looks at the tail between two heartbeats of who is here."""
ACCESS_EVERY = 30
"""Looks at the tail between two checks of who may be here."""
RETRY = 1.0
"""Seconds before a lost layer is tried again."""


class House:
    """The hubs of one event loop; opens with the first socket and closes with the last.

    Args:
        layer: the channel layer.
        shared: whether other processes listen to it; an in-memory layer reaches nobody but ourselves.
    """

    def __init__(self, layer: Any, *, shared: bool) -> None:
        self.key = secrets.token_hex(8)
        self.layer = layer
        self.shared = shared
        self.thread = DatabaseThread()
        self.writer = Writer(self.thread)
        self.hubs: dict[UUID, Hub] = {}
        self._messages: deque[tuple[str, dict[str, Any]]] = deque()
        self._volatile: dict[tuple[str, str], dict[str, Any]] = {}
        self._wake = asyncio.Event()
        self._tasks = [asyncio.create_task(self._watch())]
        if shared:
            self._tasks.append(asyncio.create_task(self._announcer()))

    async def enter(self, board: UUID, connection: Connection) -> Hub:
        """The hub of a board, open for as long as `connection` has not left.

        Raises:
            Http404: the board is gone.
            django.db.Error: the database can't be asked.
        """
        hub = self.hubs.get(board)
        if hub is None:
            hub = self.hubs[board] = Hub(self, board)
        hub.connections[connection.key] = connection
        # Between the look at its access and this line nobody would have told it.
        hub.unsure = True
        try:
            await asyncio.shield(hub.started)
        except BaseException:
            await self.leave(hub, connection)
            raise
        return hub

    async def leave(self, hub: Hub, connection: Connection) -> None:
        """Let a connection go; the last one closes the hub, the last hub the house."""
        hub.leave(connection)
        if hub.connections or self.hubs.get(hub.board) is not hub:
            return
        del self.hubs[hub.board]
        last = not self.hubs
        if last:
            _forget(self)
        await hub.stop()
        if last:
            await self._close()

    async def _close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.thread.close()

    # --- to and from other processes ---

    def announce(self, group: str, message: dict[str, Any], key: str = "") -> None:
        """Queue a message for other processes; of those with the same `key` only the newest is sent."""
        if not self.shared:
            return
        if key:
            self._volatile[(group, key)] = message
        else:
            self._messages.append((group, message))
        self._wake.set()

    async def _announcer(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._messages or self._volatile:
                if self._messages:
                    group, message = self._messages.popleft()
                else:
                    (group, _), message = self._volatile.popitem()
                try:
                    await self.layer.group_send(group, message)
                except Exception:
                    # What was announced is in the log; the others find it at its tail.
                    logger.exception("could not announce to %s", group)
                    self._messages.clear()
                    await asyncio.sleep(RETRY)
            _end_if_cancelled()

    async def listen(self, hub: Hub) -> None:
        """Give `hub` what the layer brings, for as long as it lives; a lost layer is tried again."""
        while True:
            channel = ""
            try:
                channel = await self.layer.new_channel("board.")
                await self.layer.group_add(hub.group, channel)
                hub.unsure = True
                while True:
                    _end_if_cancelled()
                    await hub.hear(await self.layer.receive(channel))
            except asyncio.CancelledError:
                if channel:
                    await self.layer.group_discard(hub.group, channel)
                raise
            except Exception:
                logger.exception("the channel layer of board %s is lost", hub.board)
                await asyncio.sleep(RETRY)

    # --- the regular look ---

    async def _watch(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(TAIL_EVERY)
            looks += 1
            try:
                await self.look()
                for hub in list(self.hubs.values()):
                    if looks % PEOPLE_EVERY == 0:
                        hub.tell_people()
                        hub.forget_quiet()
                    if hub.unsure or looks % ACCESS_EVERY == 0:
                        await hub.recheck_access()
            except Exception:
                logger.exception("could not look at the boards' logs")

    async def look(self) -> None:
        """Compare every open board with the tail of its log."""
        if not self.hubs:
            return
        found = await self.thread.run(log.tails, list(self.hubs))
        for board, (last, frozen) in found.items():
            hub = self.hubs.get(board)
            if hub is not None and hub.started.done():
                hub.see_tail(last, frozen)


_houses: WeakKeyDictionary[asyncio.AbstractEventLoop, House] = WeakKeyDictionary()


def house() -> House:
    """The house of the running event loop."""
    loop = asyncio.get_running_loop()
    found = _houses.get(loop)
    if found is None:
        layer = get_channel_layer()
        found = _houses[loop] = House(layer, shared=not isinstance(layer, InMemoryChannelLayer))
    return found


def _end_if_cancelled() -> None:
    """Raise the cancellation of this task that the Redis client took for a fault of its connection.

    Otherwise a task that was cancelled while it connected would wait for its next message for ever, and the
    socket that closes the house with it.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _forget(closed: House) -> None:
    loop = asyncio.get_running_loop()
    if _houses.get(loop) is closed:
        del _houses[loop]
