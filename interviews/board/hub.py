"""What one process knows of one open board: its sockets, what they have been told, who else is there.

The database is the truth and the channel layer a hint. A hub forwards the edit that follows the last one,
ignores what it has forwarded, and reads the log when a number is missing, so that a lost announcement costs
at most the second until the house looks at the log's tail.
"""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from channels.db import database_sync_to_async
from django.http import Http404

from accounts.sessions import person_of
from common.events import group_name
from interviews.board import log
from interviews.board.access import BoardAccess, access_board
from interviews.board.connection import Connection
from interviews.board.limits import Allowance
from interviews.board.log import Edit, Outcome
from interviews.board.protocol import chunks, frame, patch
from interviews.board.services import EVENT
from interviews.close_codes import CloseCode

if TYPE_CHECKING:
    from interviews.board.house import House

logger = logging.getLogger(__name__)
LARGE = 60_000
"""Characters of a frame above which others are told to read the log instead of being sent it."""
FORGET_PEOPLE = 25.0
"""Seconds after which people of a process that has gone quiet are no longer shown."""


class Hub:
    """One board in one process; made and ended by its house.

    Args:
        house: the process's house.
        board: the board's id.
    """

    def __init__(self, house: "House", board: UUID) -> None:
        self.house = house
        self.board = board
        self.group = group_name("board", board)
        self.connections: dict[str, Connection] = {}
        self.last = 0
        self.frozen = False
        self.unsure = True
        """Whether a right may have been taken back while nobody here could hear of it."""
        self.started: asyncio.Task[None] = asyncio.create_task(self._start())
        self._elsewhere: dict[str, tuple[float, list[dict[str, Any]]]] = {}
        self._allowances: dict[int, Allowance] = {}
        self._fetching: asyncio.Task[None] | None = None
        self._listener: asyncio.Task[None] | None = None

    async def _start(self) -> None:
        found = (await self.house.thread.run(log.tails, [self.board])).get(self.board)
        if found is None:
            raise Http404
        self.last, self.frozen = found
        self._listener = asyncio.create_task(self.house.listen(self))
        self.announce({"kind": "rollcall"})

    async def stop(self) -> None:
        """Let go of the layer and of what is under way."""
        tasks = [task for task in (self.started, self._fetching, self._listener) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # --- people ---

    def join(self) -> None:
        """Show a person who has been told the scene, and tell them who is there."""
        self._people_changed()

    def leave(self, connection: Connection) -> None:
        """Forget a socket."""
        if self.connections.pop(connection.key, None) is not None:
            self._people_changed()

    def allowance(self, person: int) -> Allowance:
        """What this person may still send, shared by all of their windows on this board."""
        found = self._allowances.get(person)
        if found is None:
            found = self._allowances[person] = Allowance(time.monotonic())
        return found

    def windows(self, person: int) -> int:
        """How many sockets this person has on this board in this process."""
        return sum(connection.person == person for connection in self.connections.values())

    def people(self) -> list[dict[str, Any]]:
        """Everybody on the board, in this process and in others."""
        return self._here() + [one for _, people in self._elsewhere.values() for one in people]

    def _here(self) -> list[dict[str, Any]]:
        return [connection.about() for connection in self.connections.values() if connection.present]

    def _people_changed(self) -> None:
        self._show_people()
        self.tell_people()

    def _show_people(self) -> None:
        text = frame("people", people=self.people())
        for connection in self.connections.values():
            connection.send_volatile("people", text)

    def tell_people(self) -> None:
        """Tell other processes who is here; they forget those they haven't heard of for a while."""
        self.announce({"kind": "people", "people": self._here()}, key="people")

    def forget_quiet(self) -> None:
        """Stop showing people of processes that have ended without a word."""
        now = time.monotonic()
        quiet = [key for key, (heard, _) in self._elsewhere.items() if now - heard > FORGET_PEOPLE]
        for key in quiet:
            del self._elsewhere[key]
        if quiet:
            self._show_people()

    async def recheck_access(self) -> None:
        """Look again who may be here and who may draw; those who may not any more are let go."""
        self.unsure = False
        for connection in list(self.connections.values()):
            access = await database_sync_to_async(access_now)(connection.session, self.board)
            if access is None:
                connection.close(CloseCode.NOT_FOUND)
            elif access.may_draw != connection.may_draw or access.role != connection.role:
                connection.may_draw, connection.role = access.may_draw, access.role
                connection.send(frame("access", may_draw=access.may_draw))
                self._people_changed()

    # --- edits ---

    async def append(self, connection: Connection, edit: Edit) -> Outcome:
        """Commit an edit and announce it to everybody but its author, who is acknowledged by the caller.

        Raises:
            django.db.Error: it is not committed, and nobody has seen it.
        """
        outcome = await self.house.writer.append(edit)
        if outcome.accepted:
            first, last = outcome.accepted[0][0], outcome.accepted[-1][0]
            text = patch(first, last, [element for _, element in outcome.accepted])
            self.forward(first, last, text, author=connection)
            if len(text) > LARGE:
                self.announce({"kind": "news", "seq": last})
            else:
                self.announce({"kind": "patch", "from": first, "seq": last, "frame": text})
        return outcome

    def forward(self, first: int, last: int, text: str, author: Connection | None = None) -> None:
        """Hand committed edits `first`..`last` to the sockets here, unless they have them.

        When earlier ones are missing, the log is read instead.
        """
        if last <= self.last:
            return
        if first > self.last + 1:
            self.fetch()
            return
        self.last = last
        for connection in self.connections.values():
            if connection is not author:
                connection.patch(last, text)

    def see_tail(self, last: int, frozen: bool) -> None:
        """Compare with what the log says."""
        if last > self.last:
            self.fetch()
        if frozen and not self.frozen:
            self.freeze()

    def fetch(self) -> None:
        """Read what is missing from the log, once at a time."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        try:
            rows = await self.house.thread.run(log.since, self.board, self.last)
        except Exception:
            logger.exception(
                "could not read the log of board %s; the next look at its tail tries again", self.board
            )
            return
        for last, texts in chunks([row for row in rows if row[0] > self.last]):
            self.forward(self.last + 1, last, patch(self.last + 1, last, texts))

    def freeze(self) -> None:
        """The board is closed: everybody here reads only from now on."""
        self.frozen = True
        text = frame("frozen")
        for connection in self.connections.values():
            connection.may_draw = False
            connection.send(text)

    # --- volatile ---

    def cursor(self, connection: Connection, body: dict[str, Any]) -> None:
        """Show a pointer to everybody else."""
        text = frame("cursor", id=connection.key, **body)
        self._show_cursor(connection.key, text)
        self.announce({"kind": "cursor", "id": connection.key, "frame": text}, key=connection.key)

    def _show_cursor(self, key: str, text: str) -> None:
        for connection in self.connections.values():
            if connection.key != key:
                connection.send_volatile(key, text)

    # --- other processes ---

    def announce(self, message: dict[str, Any], key: str = "") -> None:
        """Tell this board's hubs in other processes; of messages with a `key` only the newest matters."""
        self.house.announce(self.group, {"type": EVENT, "src": self.house.key, **message}, key)

    async def hear(self, message: dict[str, Any]) -> None:
        """Act on a message from the layer."""
        source, kind = message.get("src", ""), message.get("kind")
        if source == self.house.key:
            return
        if kind == "patch":
            self.forward(message["from"], message["seq"], message["frame"])
        elif kind == "news":
            self.see_tail(message["seq"], self.frozen)
        elif kind == "cursor":
            self._show_cursor(message["id"], message["frame"])
        elif kind == "people":
            self._elsewhere[source] = (time.monotonic(), message["people"])
            self._show_people()
        elif kind == "rollcall":
            self.tell_people()
        elif kind == "frozen" and not self.frozen:
            self.freeze()
        elif kind == "access":
            await self.recheck_access()


def access_now(session: str, board: UUID) -> BoardAccess | None:
    """The access of a session's person at this moment; None when they may not see the board (any more)."""
    user = person_of(session)
    try:
        return access_board(user, board) if user is not None else None
    except Http404:
        return None
