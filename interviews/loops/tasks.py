"""Rounds that nobody opened or closed."""

from celery import shared_task

from interviews.loops.sweep import sweep_rounds as sweep


@shared_task
def sweep_rounds() -> int:
    """Close what was missed or forgotten; returns how many rounds (idempotent)."""
    return sweep()
