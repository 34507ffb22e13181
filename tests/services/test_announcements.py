"""What a worker process announces reaches the sockets of a web process, through Redis."""

import asyncio
import os
import sys
import uuid

import pytest
from asgiref.sync import sync_to_async
from channels.layers import get_channel_layer
from django.conf import settings

from common import events
from tests.product import ROOT, database_variables

ANNOUNCE = """
import sys
import django
django.setup()
from common import events
for number in range(20):
    events.publish(sys.argv[1], {"type": "clock", "n": number})
"""


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
async def test_a_process_without_sockets_reaches_them() -> None:
    layer = get_channel_layer()
    channel = await layer.new_channel()
    group = events.group_name("round", uuid.uuid4())
    await layer.group_add(group, channel)
    variables = await sync_to_async(database_variables)()
    other = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        ANNOUNCE,
        group,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
            **variables,
            "REDIS_PREFIX": settings.REDIS_PREFIX,
        },
    )
    heard = [(await asyncio.wait_for(layer.receive(channel), 15))["n"] for _ in range(20)]
    assert heard == list(range(20))
    assert await other.wait() == 0
    await layer.group_discard(group, channel)
