"""The debrief's socket: progress while it is compiled, what came in, and who is let go."""

import uuid
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.grants.services import revoke_grant
from accounts.models import CoachGrant
from common import events
from interviews.close_codes import CloseCode
from interviews.models import Loop
from rubrics.debriefs import compiler, states
from tests.communicator import WebsocketCommunicator
from tests.factories import make_coach, make_peer
from tests.rubrics.making import finished_loop, hand_in, interviewer_of

STEPS = len(states.steps(["recruiter", "product_sense", "system_design", "behavioural"]))


def made(cards: int) -> Loop:
    """A loop with its candidate read, as async tests can't."""
    loop = finished_loop(cards=cards)
    return Loop.objects.select_related("candidate").get(pk=loop.pk)


async def enter(socket_for: Any, user: Any, loop_id: uuid.UUID) -> WebsocketCommunicator:
    communicator: WebsocketCommunicator = await socket_for(user, f"/ws/debriefs/{loop_id}/")
    connected, _ = await communicator.connect()
    assert connected
    return communicator


async def until(communicator: WebsocketCommunicator, state: str) -> list[dict[str, Any]]:
    """Every frame up to the first in this state."""
    frames = [await communicator.receive_json_from()]
    while frames[-1]["state"] != state:
        frames.append(await communicator.receive_json_from())
    return frames


async def test_every_step_is_told_to_whoever_waits(socket_for: Any, monkeypatch: Any) -> None:
    loop: Loop = await sync_to_async(made)(3)
    browser = await enter(socket_for, loop.candidate, loop.pk)
    assert await browser.receive_json_from() == {"t": "state", "state": "waiting", "revision": 0, "waits": 1}

    sent: list[str] = []
    send = events._send

    def counted(group: str, event: dict[str, Any]) -> None:
        sent.append(group)
        send(group, event)

    monkeypatch.setattr(events, "_send", counted)

    def rest() -> None:
        hand_in(loop.rounds.get(kind="behavioural"))
        compiler.sweep()

    await sync_to_async(rest)()
    frames = await until(browser, "ready")
    assert frames[-1] == {"t": "state", "state": "ready", "revision": 1, "waits": 0}
    assert all("EVIDENCE" not in str(frame) for frame in frames)
    # One announcement when it is queued, one a step, one when it is stored.
    assert len([group for group in sent if group.startswith("debrief.")]) == STEPS + 2


async def test_progress_is_told_in_words(socket_for: Any) -> None:
    from rubrics.debriefs import leases
    from rubrics.models import Debrief

    loop: Loop = await sync_to_async(made)(4)
    browser = await enter(socket_for, loop.candidate, loop.pk)
    await until(browser, "queued")

    def work() -> None:
        debrief = Debrief.objects.get(loop=loop)
        lease = leases.claim(debrief.pk)
        assert lease
        leases.advance(debrief.pk, lease, step="round:behavioural", done=4, total=8)

    await sync_to_async(work)()
    (*_, last) = await until(browser, "compiling")
    assert (last["done"], last["total"]) == (4, 8)
    assert last["text"] == "4 of 8 steps done: reading Leadership and behavioural and its board"


@pytest.mark.parametrize("who", ["stranger", "nobody", "not there", "owing"])
async def test_others_get_a_closed_door(socket_for: Any, who: str) -> None:
    loop: Loop = await sync_to_async(made)(3)

    def person() -> Any:
        return {
            "nobody": None,
            "stranger": make_peer(hours=False, is_coach=True),
            "not there": loop.candidate,
            "owing": interviewer_of(loop.rounds.get(kind="behavioural")),
        }[who]

    user = await sync_to_async(person)()
    browser = await enter(socket_for, user, uuid.uuid4() if who == "not there" else loop.pk)
    assert await browser.receive_close() == CloseCode.NOT_FOUND


async def test_a_coach_whose_grant_is_ended_is_let_go_at_once(socket_for: Any) -> None:
    loop: Loop = await sync_to_async(made)(3)
    coach = await sync_to_async(make_coach)(loop.candidate)
    browser = await enter(socket_for, coach, loop.pk)
    await until(browser, "waiting")
    grant = await CoachGrant.objects.aget(coach=coach)
    await sync_to_async(revoke_grant)(candidate=loop.candidate, grant_id=grant.pk)
    assert await browser.receive_close() == CloseCode.NOT_FOUND


async def test_what_is_no_ping_closes_and_another_site_is_refused(socket_for: Any) -> None:
    loop: Loop = await sync_to_async(made)(3)
    browser = await enter(socket_for, loop.candidate, loop.pk)
    await until(browser, "waiting")
    await browser.send_json_to({"t": "ping", "n": 3})
    assert (await browser.receive_json_from())["t"] == "pong"
    await browser.send_to("{")
    assert await browser.receive_close() == CloseCode.BAD_FRAME
    foreign = await socket_for(loop.candidate, f"/ws/debriefs/{loop.pk}/", origin="https://evil.example")
    connected, _ = await foreign.connect()
    assert not connected
