"""The board's socket ends with the session that opened it."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from interviews.board.services import recheck_access
from interviews.close_codes import CloseCode
from interviews.models import Board
from tests.interviews.room.conftest import build_room

pytestmark = pytest.mark.django_db(transaction=True)


async def test_who_signed_out_elsewhere_loses_the_socket_when_it_is_looked_at(socket_for: Any) -> None:
    room = await sync_to_async(build_room)()
    board = await Board.objects.aget(round=room.round)
    socket = await socket_for(room.candidate, f"/ws/boards/{board.pk}/")
    assert (await socket.connect())[0]
    await socket.send_json_to({"t": "hello", "v": 1, "since": 0})
    while (await socket.receive_json_from())["t"] != "ready":
        pass
    await Session.objects.all().adelete()
    await sync_to_async(recheck_access)(board=board)
    assert await socket.receive_close() == CloseCode.NOT_FOUND
