"""Enqueueing after commit."""

import logging
from typing import Any, TypeVar

from celery import Task, signature
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

log = logging.getLogger(__name__)
Job = TypeVar("Job", bound=Model)


def after_commit(task: Task | str, *args: Any) -> None:
    """Enqueue `task(*args)` once the current transaction is committed.

    Services name a task ("common.tasks.send_mail") instead of importing it: tasks are above them.
    A broker that can't be reached is logged, not raised: what is owed is a row, and the sweep finds it.
    """
    transaction.on_commit(lambda: _enqueue(task, args))


def ask_once(pending: QuerySet[Job], task: str, **fields: Any) -> Job:
    """The job that is pending, made and enqueued if there is none; of two who ask at once one makes it.

    Args:
        pending: what counts as pending; a unique constraint of the model holds it to one row, and a new row
            is pending by default.
        task: takes the row's key.
        fields: of a new row.
    """
    if found := pending.first():
        return found
    try:
        with transaction.atomic():
            made = pending.model._default_manager.create(**fields)
            after_commit(task, made.pk)
            return made
    except IntegrityError:
        return pending.get()


def _enqueue(task: Task | str, args: tuple[Any, ...]) -> None:
    try:
        signature(task, args=args).delay()
    except Exception:
        log.exception("could not enqueue %s", getattr(task, "name", task))
