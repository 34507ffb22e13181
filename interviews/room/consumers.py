"""The room's socket: presence in, state out. Whatever changes something goes by POST."""

import asyncio
import contextlib
import json
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.http import Http404
from django.utils import timezone

from common.events import group_name
from interviews.access import access_round
from interviews.close_codes import CloseCode
from interviews.room import presence, selectors
from interviews.room.protocol import BadFrame, Bucket, parse


class RoomConsumer(AsyncWebsocketConsumer):
    """One browser in one room.

    Every event from the group makes it read again under its own access rule, so a removed observer or a
    revoked coach is let go at once, and nothing that the channel layer carries can be a secret.
    """

    async def connect(self) -> None:
        """Let in who may be here; anybody else is closed with NOT_FOUND."""
        self.round_id: UUID = self.scope["url_route"]["kwargs"]["round_id"]
        self.user = self.scope["user"]
        self.presence_id: UUID | None = None
        self.beating: asyncio.Task[None] | None = None
        self.bucket = Bucket(time.monotonic())
        self.joined = False
        await self.accept()
        if not await self._may():
            await self.close(CloseCode.NOT_FOUND)
            return
        await self.channel_layer.group_add(group_name("round", self.round_id), self.channel_name)
        self.joined = True
        self.presence_id = await self._join()
        self.beating = asyncio.create_task(self._beat())
        await self._tell()

    async def disconnect(self, code: int) -> None:
        """Leave: the room is told, the row stays as attendance."""
        if self.beating is not None:
            self.beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.beating
        if self.joined:
            await self.channel_layer.group_discard(group_name("round", self.round_id), self.channel_name)
        if self.presence_id is not None:
            await self._leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer a ping with the server's time, from which the page learns its offset."""
        if not self.bucket.take(time.monotonic()):
            await self.close(CloseCode.TOO_FAST)
            return
        try:
            number = parse(text_data)
        except BadFrame:
            await self.close(CloseCode.BAD_FRAME)
            return
        await self._say({"t": "pong", "n": number, "now": timezone.now().timestamp()})

    async def round_changed(self, event: dict[str, Any]) -> None:
        """State, clock, prompt or people changed."""
        await self._tell()

    async def round_presence(self, event: dict[str, Any]) -> None:
        """Somebody came or went."""
        await self._tell()

    async def _tell(self) -> None:
        state = await self._snapshot()
        if state is None:
            await self.close(CloseCode.NOT_FOUND)
        else:
            await self._say(state)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(presence.BEAT)
            await self._alive()
            # Also repairs whatever announcement was lost, and notices neighbours whose process died.
            await self._tell()

    async def _say(self, frame: dict[str, Any]) -> None:
        await self.send(json.dumps(frame, separators=(",", ":")))

    @database_sync_to_async
    def _may(self) -> bool:
        try:
            access_round(self.user, self.round_id)
        except Http404:
            return False
        return True

    @database_sync_to_async
    def _snapshot(self) -> dict[str, Any] | None:
        try:
            access = access_round(self.user, self.round_id)
        except Http404:
            return None
        return selectors.snapshot(access)

    @database_sync_to_async
    def _join(self) -> UUID:
        return presence.join(round=access_round(self.user, self.round_id).round, person=self.user).pk

    @database_sync_to_async
    def _alive(self) -> None:
        assert self.presence_id is not None
        presence.beat(self.presence_id)

    @database_sync_to_async
    def _leave(self) -> None:
        assert self.presence_id is not None
        presence.leave(presence_id=self.presence_id, round_id=self.round_id)
