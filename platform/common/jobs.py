"""Enqueueing after commit."""

import logging
from typing import Any

from celery import Task
from django.db import transaction

log = logging.getLogger(__name__)


def after_commit(task: Task, *args: Any) -> None:
    """Enqueue `task(*args)` once the current transaction is committed.

    A broker that can't be reached is logged, not raised: what is owed is a row, and the sweep finds it.
    """
    transaction.on_commit(lambda: _enqueue(task, args))


def _enqueue(task: Task, args: tuple[Any, ...]) -> None:
    try:
        task.delay(*args)
    except Exception:
        log.exception("could not enqueue %s", task.name)
