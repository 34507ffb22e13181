"""Rounds that wait for an interviewer."""

from celery import shared_task

from interviews.changes.sweep import cover_rounds as sweep


@shared_task
def cover_rounds() -> int:
    """Find, ask or give up for each round without an interviewer; returns how many changed (idempotent)."""
    return sweep()
