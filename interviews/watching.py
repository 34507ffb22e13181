"""A socket by which a page follows one thing: state out, a ping in. Whatever changes it goes by POST."""

import asyncio
import contextlib
import json
import logging
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import Error
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.sessions import person_of
from common.events import group_name
from interviews.close_codes import CloseCode
from interviews.room.protocol import Allowances, BadFrame, Bucket, parse

logger = logging.getLogger(__name__)


class Watching(AsyncWebsocketConsumer):
    """One browser that follows one thing; what a subclass says: which thing, and how it is read.

    Every event from the group, and every heartbeat, makes it read again under its own access rule: whoever
    may not see it any more is let go, and nothing that the channel layer carries can be a secret.
    """

    kind: str
    """Of the thing, as in the name of its group."""
    argument: str
    """The name of the thing's id in the route."""
    allowances: Allowances
    """One for each kind of socket."""

    def read(self, user: User) -> dict[str, Any]:
        """The state to tell this person, without `t`; runs in a thread.

        Raises:
            Http404: there is no such thing, or not for them.
        """
        raise NotImplementedError

    def beats(self) -> float:
        """Seconds between two heartbeats."""
        raise NotImplementedError

    async def entered(self) -> None:
        """Called once when this browser is in, before it is told anything."""

    async def alive(self) -> None:
        """Called at each heartbeat."""

    async def left(self) -> None:
        """Called when it leaves, once or more."""

    async def connect(self) -> None:
        """Let in who may be here; anybody else is closed with NOT_FOUND after the handshake.

        Before it a refusal would look like a lost network to a browser.
        """
        self.thing: UUID = self.scope["url_route"]["kwargs"][self.argument]
        self.person: int | None = self.scope["user"].pk
        self.session: str = self.scope["session"].session_key or ""
        self.group = group_name(self.kind, self.thing)
        self.beating: asyncio.Task[None] | None = None
        self.bucket: Bucket | None = None
        self.hung_up = False
        self.telling = asyncio.Lock()
        await self.accept()
        try:
            if await self._state() is None:
                await self._hang_up(CloseCode.NOT_FOUND)
                return
            self.bucket = self.allowances.enter((self.thing, self.person), time.monotonic())
            if self.bucket is None:
                await self._hang_up(CloseCode.TOO_FAST)
                return
            await self.channel_layer.group_add(self.group, self.channel_name)
            await self.entered()
            self.beating = asyncio.create_task(self._beat())
            await self.tell()
        except Error:
            logger.exception("%s %s: the database failed", self.kind, self.thing)
            await self._hang_up(CloseCode.TRY_AGAIN)

    async def disconnect(self, code: int) -> None:
        """The browser has gone; nothing is left of it but what `left` keeps."""
        self.hung_up = True
        await self._leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer a ping with the server's time, from which a page learns its offset."""
        if self.hung_up or self.bucket is None:
            return
        if not self.bucket.take(time.monotonic()):
            await self._hang_up(CloseCode.TOO_FAST)
            return
        try:
            number = parse(text_data)
        except BadFrame as error:
            await self._say({"t": "error", "code": str(error)})
            await self._hang_up(CloseCode.TOO_BIG if str(error) == "size" else CloseCode.BAD_FRAME)
            return
        await self._say({"t": "pong", "n": number, "now": timezone.now().timestamp()})

    async def tell(self) -> None:
        """Send how the thing stands now, or hang up on whoever may not see it any more."""
        # One at a time, so that what was read first is not sent last.
        async with self.telling:
            if self.hung_up:
                return
            try:
                state = await self._state()
            except Error:
                logger.exception("%s %s: the database failed", self.kind, self.thing)
                await self._hang_up(CloseCode.TRY_AGAIN)
                return
            if state is None:
                await self._hang_up(CloseCode.NOT_FOUND)
            else:
                await self._say({"t": "state", **state})

    async def _beat(self) -> None:
        """Look whether anything was missed: a lost announcement, or that somebody signed out."""
        while not self.hung_up:
            await asyncio.sleep(self.beats())
            with contextlib.suppress(Error):
                await self.alive()
            await self.tell()

    async def _say(self, frame: dict[str, Any]) -> None:
        if not self.hung_up:
            await self.send(json.dumps(frame, separators=(",", ":")))

    async def _hang_up(self, code: CloseCode) -> None:
        """Close once, and leave at once: a browser that never answers the closing is not here."""
        if self.hung_up:
            return
        self.hung_up = True
        await self.close(int(code), code.name.lower())
        await self._leave()

    async def _leave(self) -> None:
        """Take back what connecting made; safe to call twice."""
        beating, self.beating = self.beating, None
        if beating is not None and beating is not asyncio.current_task():
            beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beating
        if self.bucket is not None:
            self.bucket = None
            self.allowances.leave((self.thing, self.person))
            await self.channel_layer.group_discard(self.group, self.channel_name)
        await self.left()

    @database_sync_to_async
    def _state(self) -> dict[str, Any] | None:
        """What to tell, or None for who may not see it; session and person are read afresh."""
        user = person_of(self.session) if self.session else None
        try:
            return self.read(user) if user is not None else None
        except Http404:
            return None
