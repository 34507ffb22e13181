"""One thread per process that writes all boards' edits in groups, so that a commit isn't paid per stroke."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import Error, connections

from interviews.board import log
from interviews.board.log import Edit, Outcome

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

WINDOW = 0.01
"""Seconds that the first edit of a group waits for others."""
GROUP = 200
"""Edits of one transaction at most."""


class DatabaseThread:
    """A thread with a database connection of its own that stays open while there is work.

    Made for one event loop; `close` gives the connection back.
    """

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="board-log")

    async def run(self, work: Callable[..., Result], *args: object) -> Result:
        """`work(*args)` on the thread, after everything that was asked for before.

        Raises:
            django.db.Error: what the database said; the connection is renewed for the next time.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, _guarded, work, args)

    async def close(self) -> None:
        """Finish what is waiting and close the connection; the thread ends."""
        await asyncio.get_running_loop().run_in_executor(self._executor, connections.close_all)
        self._executor.shutdown(wait=False)


def _guarded(work: Callable[..., Result], args: tuple[object, ...]) -> Result:
    try:
        return work(*args)
    except Error:
        connections.close_all()
        raise


class Writer:
    """Collects edits for some milliseconds and appends them together.

    Args:
        thread: where the database is spoken to.
    """

    def __init__(self, thread: DatabaseThread) -> None:
        self._thread = thread
        self._waiting: list[tuple[Edit, asyncio.Future[Outcome]]] = []
        self._task: asyncio.Task[None] | None = None

    async def append(self, edit: Edit) -> Outcome:
        """Commit `edit` with whatever else is waiting, and say what became of it.

        Edits of one board are answered in the order of their sequence numbers.

        Raises:
            django.db.Error: the database could not do it, also not for this board alone.
        """
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((edit, future))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        return await future

    async def _work(self) -> None:
        await asyncio.sleep(WINDOW)
        while self._waiting:
            group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            try:
                await self._commit(group)
            except Exception as error:
                for _, future in group:
                    if not future.done():
                        future.set_exception(error)

    async def _commit(self, group: list[tuple[Edit, "asyncio.Future[Outcome]"]]) -> None:
        try:
            outcomes = await self._thread.run(log.append, [edit for edit, _ in group])
        except Error:
            if len({edit.board for edit, _ in group}) == 1:
                raise
            logger.exception("a group of edits failed; each board is tried alone")
            for board in dict.fromkeys(edit.board for edit, _ in group):
                await self._alone([pair for pair in group if pair[0].board == board])
            return
        for (_, future), outcome in zip(group, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)

    async def _alone(self, group: list[tuple[Edit, "asyncio.Future[Outcome]"]]) -> None:
        """Commit one board's edits, so that one board's trouble stays its own."""
        try:
            await self._commit(group)
        except Error as error:
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
