"""The room's socket: presence in, state out. Whatever changes something goes by POST."""

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

from accounts.sessions import person_of
from common.events import group_name
from interviews.access import access_round
from interviews.close_codes import CloseCode
from interviews.room import presence, selectors
from interviews.room.protocol import Allowances, BadFrame, Bucket, parse

logger = logging.getLogger(__name__)
allowances = Allowances()


class RoomConsumer(AsyncWebsocketConsumer):
    """One browser in one room.

    Every event from the group, and every heartbeat, makes it read again under its own access rule: a removed
    observer, a revoked coach or somebody who signed out is let go, and nothing that the channel layer carries
    can be a secret.
    """

    async def connect(self) -> None:
        """Let in who may be here; anybody else is closed with NOT_FOUND after the handshake.

        Before it a refusal would look like a lost network to a browser.
        """
        self.round_id: UUID = self.scope["url_route"]["kwargs"]["round_id"]
        self.person: int | None = self.scope["user"].pk
        self.session: str = self.scope["session"].session_key or ""
        self.group = group_name("round", self.round_id)
        self.presence_id: UUID | None = None
        self.beating: asyncio.Task[None] | None = None
        self.bucket: Bucket | None = None
        self.hung_up = False
        self.telling = asyncio.Lock()
        await self.accept()
        try:
            if await self._snapshot() is None:
                await self._hang_up(CloseCode.NOT_FOUND)
                return
            self.bucket = allowances.enter((self.round_id, self.person), time.monotonic())
            if self.bucket is None:
                await self._hang_up(CloseCode.TOO_FAST)
                return
            await self.channel_layer.group_add(self.group, self.channel_name)
            self.presence_id = await self._join()
            self.beating = asyncio.create_task(self._beat())
            await self._tell()
        except Error:
            logger.exception("room %s: the database failed", self.round_id)
            await self._hang_up(CloseCode.TRY_AGAIN)

    async def disconnect(self, code: int) -> None:
        """The browser has gone; nothing is left of it but the row of its attendance."""
        self.hung_up = True
        await self._leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer a ping with the server's time, from which the page learns its offset."""
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

    async def round_changed(self, event: dict[str, Any]) -> None:
        """State, clock, prompt, seats or grants changed."""
        await self._tell()

    async def round_presence(self, event: dict[str, Any]) -> None:
        """Somebody came or went."""
        await self._tell()

    async def _tell(self) -> None:
        """Send how the room stands now, or hang up on whoever may not be here any more."""
        # One at a time, so that what was read first is not sent last.
        async with self.telling:
            if self.hung_up:
                return
            try:
                state = await self._snapshot()
            except Error:
                logger.exception("room %s: the database failed", self.round_id)
                await self._hang_up(CloseCode.TRY_AGAIN)
                return
            if state is None:
                await self._hang_up(CloseCode.NOT_FOUND)
            else:
                await self._say(state)

    async def _beat(self) -> None:
        """Say that this connection lives, and look whether anything was missed: a lost announcement, or
        neighbours whose process died."""
        while not self.hung_up:
            await asyncio.sleep(presence.BEAT)
            with contextlib.suppress(Error):
                await self._alive()
            await self._tell()

    async def _say(self, frame: dict[str, Any]) -> None:
        if not self.hung_up:
            await self.send(json.dumps(frame, separators=(",", ":")))

    async def _hang_up(self, code: CloseCode) -> None:
        """Close once, and leave at once: a browser that never answers the closing is not present."""
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
            allowances.leave((self.round_id, self.person))
            await self.channel_layer.group_discard(self.group, self.channel_name)
        present, self.presence_id = self.presence_id, None
        if present is not None:
            # A row that can't be written now goes stale by itself.
            with contextlib.suppress(Error):
                await self._gone(present)

    @database_sync_to_async
    def _snapshot(self) -> dict[str, Any] | None:
        """The room as it is told, or None for who may not be in it; session and person are read afresh."""
        user = person_of(self.session) if self.session else None
        try:
            return selectors.snapshot(access_round(user, self.round_id)) if user is not None else None
        except Http404:
            return None

    @database_sync_to_async
    def _join(self) -> UUID:
        assert self.person is not None
        return presence.join(round_id=self.round_id, person_id=self.person).pk

    @database_sync_to_async
    def _alive(self) -> None:
        if self.presence_id is not None:
            presence.beat(self.presence_id)

    @database_sync_to_async
    def _gone(self, presence_id: UUID) -> None:
        presence.leave(presence_id=presence_id, round_id=self.round_id)
