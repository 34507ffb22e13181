"""Whatever a candidate, an observer or a coach receives during a whole round: no secret is in it."""

from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from interviews.models import Round
from interviews.room import notes, services
from tests.communicator import WebsocketCommunicator
from tests.interviews.room.conftest import Room, build_room

STEPS = {"one": "STEPONE", "two": "STEPTWO", "three": "STEPTHREE"}
TITLES = {"one": "First step", "two": "Second step", "three": "Third step"}
NEVER = {"HINTSECRET", "independence", "PROBESECRET", "LISTENSECRET", "NOTESECRET"}


class Wire:
    """Every byte that one person receives: pages, fragments, both sockets."""

    def __init__(self, user: User, room: Room, sockets: list[WebsocketCommunicator]) -> None:
        self.room = room
        self.sockets = sockets
        self.client = Client()
        self.client.force_login(user)
        self.received: list[str] = []

    async def listen(self) -> None:
        """Take in everything that waits on the sockets."""
        for socket in self.sockets:
            while not await socket.receive_nothing(timeout=0.2):
                self.received.append(str(await socket.receive_output()))

    def ask(self) -> None:
        """Try every door of the round with every verb, as a page, as a fragment and as JSON."""
        key = self.room.round.pk
        addresses = [
            reverse("interviews:room", args=[key]),
            *(
                reverse("interviews:room_part", args=[key, name])
                for name in ("prompt", "clock", "people", "notes")
            ),
            *(
                reverse(f"interviews:room_{name}", args=[key])
                for name in ("clock", "reveal", "close", "notes", "invite")
            ),
            reverse("interviews:loop", args=[self.room.round.loop_id]),
            reverse("interviews:round_calendar", args=[key]),
            reverse("interviews:board_picture", args=[self.room.round.board.pk]),
            reverse("rubrics:scorecard", args=[key]),
            reverse("home"),
        ]
        for address in addresses:
            for headers in ({}, {"HX-Request": "true"}, {"Accept": "application/json"}):
                self._keep(self.client.get(address, headers=headers))
        data = {"step": "three", "action": "next", "version": "1", "email": "nobody"}
        for name in ("clock", "reveal", "close", "invite"):
            address = reverse(f"interviews:room_{name}", args=[key])
            for headers in ({}, {"HX-Request": "true"}):
                self._keep(self.client.post(address, data, headers=headers))

    def _keep(self, response: Any) -> None:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.received.append(f"{response.headers} {body.decode()}")

    async def holds(self, revealed: set[str]) -> None:
        """Nothing but the steps in `revealed` has come so far."""
        await self.listen()
        await sync_to_async(self.ask)()
        everything = "\n".join(self.received)
        secrets = NEVER | {words[key] for key in set(STEPS) - revealed for words in (STEPS, TITLES)}
        assert {secret for secret in secrets if secret in everything} == set()
        assert {key for key in revealed if STEPS[key] not in everything} == set()


@pytest.mark.parametrize("who", ["candidate", "observer", "coach"])
async def test_nothing_unrevealed_ever_leaves_the_server(socket_for: Any, who: str) -> None:
    room: Room = await sync_to_async(build_room)(60)
    user, round_, interviewer = getattr(room, who), room.round, room.interviewer
    sockets = [
        await socket_for(user, f"/ws/rounds/{round_.pk}/"),
        await socket_for(user, f"/ws/boards/{round_.board.pk}/"),
    ]
    for socket in sockets:
        connected, _ = await socket.connect()
        assert connected
    await sockets[1].send_json_to({"t": "hello", "v": 1, "since": 0})
    wire = await sync_to_async(Wire)(user, room, sockets)
    await sync_to_async(notes.save_note)(round=round_, author=interviewer, text="NOTESECRET", version=0)
    await wire.holds(set())

    await Round.objects.filter(pk=round_.pk).aupdate(starts_at=timezone.now() + timedelta(minutes=5))
    await wire.holds(set())
    await sync_to_async(services.start_round)(round=round_, actor=interviewer)
    await wire.holds(set())
    for step, revealed in (("one", {"one"}), ("two", {"one", "two"})):
        await sync_to_async(services.reveal)(round=round_, actor=interviewer, step=step)
        await wire.holds(revealed)
    await sync_to_async(services.close_round)(round=round_, actor=interviewer)
    await wire.holds({"one", "two"})
    assert any("'completed'" in each or '"completed"' in each for each in wire.received)


def test_the_interviewers_page_holds_what_is_hunted_for(db: None, client_for: Any) -> None:
    room = build_room()
    notes.save_note(round=room.round, author=room.interviewer, text="NOTESECRET", version=0)
    page = client_for(room.interviewer).get(reverse("interviews:room", args=[room.round.pk])).content.decode()
    secrets = {*NEVER, *STEPS.values(), *TITLES.values()}
    assert {secret for secret in secrets if secret not in page} == set()
