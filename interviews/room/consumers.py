"""The room's socket: presence in, state out. Whatever changes something goes by POST."""

import contextlib
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import Error

from accounts.models import User
from interviews.access import access_round
from interviews.room import presence, selectors
from interviews.room.protocol import Allowances
from interviews.watching import Watching


class RoomConsumer(Watching):
    """One browser in one room; a removed observer or a revoked coach is let go, as is who signed out."""

    kind, argument = "round", "round_id"
    allowances = Allowances()
    presence_id: UUID | None = None

    def read(self, user: User) -> dict[str, Any]:
        """The room as it is told to everybody in it."""
        return selectors.snapshot(access_round(user, self.thing))

    def beats(self) -> float:
        """As often as somebody has to be seen to count as present."""
        return presence.BEAT

    async def entered(self) -> None:
        """Be present."""
        self.presence_id = await self._join()

    async def alive(self) -> None:
        """Say that this connection lives; neighbours whose process died go stale without it."""
        if self.presence_id is not None:
            await self._alive(self.presence_id)

    async def left(self) -> None:
        """Be gone; nothing is left but the row of the attendance."""
        present, self.presence_id = self.presence_id, None
        if present is not None:
            # A row that can't be written now goes stale by itself.
            with contextlib.suppress(Error):
                await self._gone(present)

    async def round_changed(self, event: dict[str, Any]) -> None:
        """State, clock, prompt, seats or grants changed."""
        await self.tell()

    async def round_presence(self, event: dict[str, Any]) -> None:
        """Somebody came or went."""
        await self.tell()

    @database_sync_to_async
    def _join(self) -> UUID:
        assert self.person is not None
        return presence.join(round_id=self.thing, person_id=self.person).pk

    @database_sync_to_async
    def _alive(self, presence_id: UUID) -> None:
        presence.beat(presence_id)

    @database_sync_to_async
    def _gone(self, presence_id: UUID) -> None:
        presence.leave(presence_id=presence_id, round_id=self.thing)
