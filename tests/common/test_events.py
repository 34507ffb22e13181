"""What is announced reaches sockets after the commit, whichever thread announces it."""

import asyncio
import logging
import threading
import uuid
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from channels.layers import BaseChannelLayer, get_channel_layer
from django.db import connection, transaction

from common import events

GROUP = events.group_name("round", uuid.UUID(int=1))


async def listen() -> tuple[BaseChannelLayer, str]:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(GROUP, channel)
    return layer, channel


def in_a_thread(work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(10)


@pytest.mark.django_db(transaction=True)
async def test_a_worker_thread_reaches_a_socket_that_waits_on_the_main_loop() -> None:
    events.bind_loop(asyncio.get_running_loop())
    layer, channel = await listen()
    waiting = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0)
    await asyncio.to_thread(in_a_thread, lambda: events.publish(GROUP, {"type": "clock", "n": 1}))
    assert await asyncio.wait_for(waiting, 5) == {"type": "clock", "n": 1}


@pytest.mark.django_db(transaction=True)
async def test_announcements_keep_their_order() -> None:
    events.bind_loop(asyncio.get_running_loop())
    layer, channel = await listen()

    def work() -> None:
        for number in range(50):
            events.publish(GROUP, {"type": "clock", "n": number})

    await asyncio.to_thread(in_a_thread, work)
    heard = [(await asyncio.wait_for(layer.receive(channel), 5))["n"] for _ in range(50)]
    assert heard == list(range(50))


@pytest.mark.django_db(transaction=True)
async def test_nothing_is_announced_before_the_commit_nor_after_a_rollback() -> None:
    events.bind_loop(asyncio.get_running_loop())
    layer, channel = await listen()

    def work() -> None:
        with transaction.atomic():
            events.publish(GROUP, {"type": "lost"})
            transaction.set_rollback(True)
        with transaction.atomic():
            events.publish(GROUP, {"type": "kept"})
        connection.close()

    await sync_to_async(work)()
    assert (await asyncio.wait_for(layer.receive(channel), 5))["type"] == "kept"


@pytest.mark.django_db(transaction=True)
def test_without_a_main_loop_it_is_sent_all_the_same() -> None:
    events.publish(GROUP, {"type": "clock"})


@pytest.mark.django_db(transaction=True)
def test_a_layer_that_fails_is_logged_and_breaks_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError("no Redis")

    monkeypatch.setattr(events, "get_channel_layer", refuse)
    with caplog.at_level(logging.ERROR):
        events.publish(GROUP, {"type": "clock"})
    assert "could not announce" in caplog.text


@pytest.mark.django_db(transaction=True)
async def test_a_layer_that_fails_on_the_main_loop_is_logged_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken:
        async def group_send(self, group: str, event: object) -> None:
            raise ConnectionRefusedError("no Redis")

    events.bind_loop(asyncio.get_running_loop())
    monkeypatch.setattr(events, "get_channel_layer", Broken)
    with caplog.at_level(logging.ERROR):
        await asyncio.to_thread(in_a_thread, lambda: events.publish(GROUP, {"type": "clock"}))
        await asyncio.sleep(0.05)
    assert "could not announce" in caplog.text
