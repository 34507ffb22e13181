"""One browser's socket as the hub sees it: a queue outwards that never makes the others wait."""

import asyncio
import secrets
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from interviews.board.protocol import frame
from interviews.close_codes import CloseCode

MAX_WAITING = 16_000_000
"""Characters that may wait for one slow socket before it is let go (it comes back and fetches)."""

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Connection:
    """A socket with its person.

    Args:
        person: the person's key.
        session: key of the session it came with, looked at again from time to time.
        name: as shown to others.
        role: candidate, interviewer, observer or coach.
        may_draw: whether edits are taken from it.
    """

    def __init__(self, *, person: int, session: str, name: str, role: str, may_draw: bool) -> None:
        self.key = secrets.token_urlsafe(9)
        self.person = person
        self.session = session
        self.name = name
        self.role = role
        self.may_draw = may_draw
        self.closing: CloseCode | None = None
        self._backlog: list[tuple[int, str]] | None = []
        self._frames: deque[str] = deque()
        self._volatile: dict[str, str] = {}
        self._waiting = 0
        self._wake = asyncio.Event()
        self._drained = asyncio.Event()

    @property
    def present(self) -> bool:
        """Whether it has been told the scene, and so is shown to others."""
        return self._backlog is None

    def about(self) -> dict[str, Any]:
        """What others are told about it."""
        return {
            "id": self.key,
            "person": self.person,
            "name": self.name,
            "role": self.role,
            "draws": self.may_draw,
        }

    def send(self, text: str) -> None:
        """Queue a frame that must arrive, in order; nothing more once the socket is to be closed."""
        if self.closing is not None:
            return
        self._waiting += len(text)
        if self._waiting > MAX_WAITING:
            self.close(CloseCode.TOO_SLOW)
            return
        self._frames.append(text)
        self._wake.set()

    async def drained(self) -> None:
        """Wait until what was queued is sent, before a large answer goes on."""
        while self._waiting:
            self._drained.clear()
            await self._drained.wait()

    def send_volatile(self, key: str, text: str) -> None:
        """Queue a frame of which only the newest with the same `key` matters."""
        self._volatile[key] = text
        self._wake.set()

    def patch(self, last: int, text: str) -> None:
        """Queue edits up to `last`; held back while the socket is still being told the scene."""
        if self._backlog is None:
            self.send(text)
        else:
            self._backlog.append((last, text))

    def caught_up(self, seq: int) -> None:
        """The scene up to `seq` has been queued: what came meanwhile and goes beyond follows now."""
        backlog, self._backlog = self._backlog or [], None
        for last, text in backlog:
            if last > seq:
                self.send(text)

    def close(self, code: CloseCode) -> None:
        """Ask the pump to close the socket; the first reason counts."""
        if self.closing is None:
            self.closing = code
        self._wake.set()

    async def pump(self, send: Send) -> None:
        """Send what is queued until the socket is to be closed, and close it."""
        while self.closing is None:
            await self._wake.wait()
            self._wake.clear()
            while (self._frames or self._volatile) and self.closing is None:
                await send({"type": "websocket.send", "text": self._next()})
            self._drained.set()
        while self._frames and self.closing not in (CloseCode.TOO_SLOW, CloseCode.TOO_FAST):
            await send({"type": "websocket.send", "text": self._next()})
        await send(
            {"type": "websocket.close", "code": int(self.closing), "reason": self.closing.name.lower()}
        )

    def _next(self) -> str:
        if self._frames:
            text = self._frames.popleft()
            self._waiting -= len(text)
            return text
        return self._volatile.pop(next(iter(self._volatile)))

    def refuse(
        self, *, code: str, number: int, element: str = "", field: str = "", wait: float = 0.0
    ) -> None:
        """Say that a `put` was not taken, and why; with `wait`, seconds until it may be sent again."""
        self.send(frame("refused", n=number, code=code, element=element, field=field, wait=round(wait, 2)))
