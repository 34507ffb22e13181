"""Waiting for something that happens elsewhere: the only place in the tests that sleeps."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


def poll(found: Callable[..., T], *, seconds: float = 20, what: str = "") -> T:
    """Call `found` until it returns something true, and return that.

    Args:
        found: asked every 50 ms; an AssertionError counts as "not yet".
        seconds: how long to wait at most.
        what: what is waited for, for the message.

    Raises:
        AssertionError: when the time is over.
    """
    end = time.monotonic() + seconds
    last: AssertionError | None = None
    while True:
        try:
            if value := found():
                return value
            last = None
        except AssertionError as error:
            last = error
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what or last or found}")
        time.sleep(0.05)


async def apoll(found: Callable[[], Awaitable[T]], *, seconds: float = 20, what: str = "") -> T:
    """`poll` for an async test: awaits `found()` every 20 ms until it gives something true."""
    async with asyncio.timeout(seconds):
        while True:
            if value := await found():
                return value
            await asyncio.sleep(0.02)
    raise AssertionError(what)
