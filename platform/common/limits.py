"""How often something may be asked by machines, which sign in nowhere: counted in the cache, per window."""

import time

from django.core.cache import cache


def within(key: str, *, most: int, seconds: int) -> bool:
    """Count one more for `key`, and say whether it is among the first `most` of this window of time.

    Where the cache forgets, the limit is kinder, never harder.

    Args:
        key: names who asks for what.
        most: how many are let through per window.
        seconds: how long a window is.
    """
    name = f"limit:{key}:{int(time.time() // seconds)}"
    cache.add(name, 0, seconds)
    try:
        return cache.incr(name) <= most
    except ValueError:
        return True
