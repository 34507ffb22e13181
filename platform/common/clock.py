"""Whether the person at hand reads times on a 24-hour or a 12-hour clock, as Django knows their zone."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_clock: ContextVar[str] = ContextVar("clock", default="24")


def current_clock() -> str:
    """ "24" or "12"."""
    return _clock.get()


@contextmanager
def reading_clock(clock: str) -> Iterator[None]:
    """Within the block times are written on this clock ("24" or "12")."""
    token = _clock.set(clock)
    try:
        yield
    finally:
        _clock.reset(token)
