"""What calibration does by itself."""

from celery import shared_task

from rubrics.calibration.reminders import owe_reminders


@shared_task
def remind_lapsing() -> int:
    """Owe the reminders that have become due; returns how many mails (idempotent)."""
    return owe_reminders()
