"""Clearing the cache leaves what else is in that Redis alone."""

import pytest
import redis
from django.conf import settings
from django.core.cache import cache


@pytest.mark.services
def test_clearing_takes_own_keys_only() -> None:
    cache.set("limit", 1)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        queue = f"{settings.REDIS_PREFIX}:other"
        client.rpush(queue, "a task")
        cache.clear()
        assert cache.get("limit") is None
        assert client.llen(queue) == 1
        client.delete(queue)
