"""A coach whose grant is ended loses the candidate's open room and board at once, not at the next look."""

from typing import Any

from asgiref.sync import sync_to_async

from accounts.grants.services import revoke_grant
from accounts.models import CoachGrant
from interviews.board import house as board_house
from interviews.close_codes import CloseCode
from interviews.room import presence
from tests.interviews.room.conftest import Room, build_room


async def test_an_ended_grant_closes_the_open_room_and_board(
    socket_for: Any, transactional_db: None, monkeypatch: Any
) -> None:
    monkeypatch.setattr(presence, "BEAT", 600)
    monkeypatch.setattr(board_house, "ACCESS_EVERY", 600)
    room: Room = await sync_to_async(build_room)()
    board_id = await sync_to_async(lambda: room.round.board.pk)()
    paths = (f"/ws/rounds/{room.round.pk}/", f"/ws/boards/{board_id}/")
    kept = [await socket_for(room.candidate, path) for path in paths]
    lost = [await socket_for(room.coach, path) for path in paths]
    for communicator in (*kept, *lost):
        connected, _ = await communicator.connect(timeout=10)
        assert connected
    for communicator in (kept[1], lost[1]):
        await communicator.send_json_to({"t": "hello", "v": 1, "since": 0})
        while (await communicator.receive_json_from(timeout=10))["t"] != "ready":
            pass

    grant = await CoachGrant.objects.aget(coach=room.coach)
    await sync_to_async(revoke_grant)(candidate=room.candidate, grant_id=grant.pk)

    for communicator in lost:
        assert await communicator.receive_close(timeout=10) == CloseCode.NOT_FOUND
    assert not any(communicator.future.done() for communicator in kept)
