"""Telling open sockets that something changed, after the change is committed."""

import asyncio
import logging
from concurrent.futures import Future
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

log = logging.getLogger(__name__)
_main_loop: asyncio.AbstractEventLoop | None = None


def bind_loop(loop: asyncio.AbstractEventLoop | None) -> None:
    """Remember the loop on which this process's sockets live.

    The in-memory layer's queues belong to that loop: a worker thread must hand its messages over to it
    instead of running them on a loop of its own, where nobody would be woken.
    """
    global _main_loop
    _main_loop = loop


def group_name(kind: str, identifier: UUID) -> str:
    """The channel group of one thing, for instance `round.3f…`."""
    return f"{kind}.{identifier.hex}"


def publish(group: str, event: dict[str, Any]) -> None:
    """Send `event` to every socket in `group` once the current transaction is committed.

    A failed announcement is logged, never raised: what happened is in the database, and sockets look there.
    """
    transaction.on_commit(lambda: _send(group, event))


def _send(group: str, event: dict[str, Any]) -> None:
    try:
        layer = get_channel_layer()
        if _main_loop is not None and _main_loop.is_running():
            sending = asyncio.run_coroutine_threadsafe(layer.group_send(group, event), _main_loop)
            sending.add_done_callback(_report)
        else:
            async_to_sync(layer.group_send)(group, event)
    except Exception:
        log.exception("could not announce to %s", group)


def _report(sending: Future[None]) -> None:
    if not sending.cancelled() and (error := sending.exception()):
        log.error("could not announce", exc_info=error)
