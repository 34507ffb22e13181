"""Beginning a transaction again that the database had to break off."""

from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

TRIES = 3
"""How often a transaction that the database broke off (deadlock, lock not had) is begun."""

T = TypeVar("T")


def persistently(act: Callable[[], T], *, exhausted: Callable[[], Exception]) -> T:
    """Run `act` in one transaction, again where the database broke it off.

    A deadlock, or a lock that was not had, takes the whole transaction away, so it may be begun again: unless
    it is only part of a bigger one, whose earlier steps are gone with it.

    Args:
        act: reads everything it needs itself, under lock; nothing outside the database may depend on it.
        exhausted: makes the error for the person when the last try was broken off too.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with transaction.atomic():
                return act()
        except OperationalError:
            if attempt == TRIES or transaction.get_connection().in_atomic_block:
                raise exhausted() from None
    raise AssertionError("unreachable")
