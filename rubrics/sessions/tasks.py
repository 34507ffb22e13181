"""Calibration sessions that have become due, and reminders of those that will be."""

from celery import shared_task

from rubrics.sessions import services


@shared_task
def sweep_sessions() -> int:
    """Open what is due and owe reminders; returns how many sessions it touched (idempotent)."""
    return services.sweep()
