"""Reminders that have become due."""

from celery import shared_task

from interviews.calendar.services import owe_reminders


@shared_task
def sweep_reminders() -> int:
    """Owe what is due; returns how many mails (idempotent)."""
    return owe_reminders()
