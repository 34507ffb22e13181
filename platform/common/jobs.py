"""Enqueueing after commit."""

import logging
from typing import Any

from celery import Task, signature
from django.db import transaction

log = logging.getLogger(__name__)


def after_commit(task: Task | str, *args: Any) -> None:
    """Enqueue `task(*args)` once the current transaction is committed.

    Services name a task ("common.tasks.send_mail") instead of importing it: tasks are above them.
    A broker that can't be reached is logged, not raised: what is owed is a row, and the sweep finds it.
    """
    transaction.on_commit(lambda: _enqueue(task, args))


def _enqueue(task: Task | str, args: tuple[Any, ...]) -> None:
    try:
        signature(task, args=args).delay()
    except Exception:
        log.exception("could not enqueue %s", getattr(task, "name", task))
