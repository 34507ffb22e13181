"""The cache on a Redis that holds other things too."""

from django.core.cache.backends.redis import RedisCache


class OwnKeysRedisCache(RedisCache):
    """Django's cache in Redis, whose `clear` takes away its own keys instead of everything in that database.

    Task queues live beside the cache, and so may other installations.
    """

    def clear(self) -> None:
        """Forget everything that has this cache's key prefix."""
        client = self._cache.get_client(write=True)
        if keys := list(client.scan_iter(f"{self.key_prefix}:*", count=1000)):
            client.delete(*keys)
