"""Sockets as the product's own ASGI application serves them, with session sign-in and origin check."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.test import Client

from tests.communicator import WebsocketCommunicator

SocketFor = Callable[..., Awaitable[WebsocketCommunicator]]


def session_of(user: Any) -> str:
    """The key of a new session of this person."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _cookie(user: Any) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={session_of(user)}"


@pytest.fixture
async def socket_for(transactional_db: None) -> AsyncIterator[SocketFor]:
    """`await socket_for(user, path)` is a communicator, not yet connected; `None` is a stranger.

    What is open at the end of the test is closed. The test sees committed data, so tests that use it touch
    the database by `sync_to_async`. `origin` is the page it claims to come from.
    """
    from mockloop.asgi import application

    opened: list[WebsocketCommunicator] = []

    async def make(user: Any, path: str, *, origin: str = "http://localhost") -> WebsocketCommunicator:
        headers = [(b"host", b"localhost"), (b"origin", origin.encode())]
        if user is not None:
            headers.append((b"cookie", (await sync_to_async(_cookie)(user)).encode()))
        communicator = WebsocketCommunicator(application, path, headers=headers)
        opened.append(communicator)
        return communicator

    yield make
    for communicator in opened:
        if not communicator.future.done():
            await communicator.disconnect()
    await sync_to_async(connections.close_all)()
