"""Exports in the background."""

from uuid import UUID

from celery import shared_task

from rubrics.exports import services


@shared_task
def make_export(export_id: str) -> None:
    """Make one export if it is queued and nobody has it (idempotent)."""
    services.make(export_id=UUID(export_id))


@shared_task
def sweep_exports() -> int:
    """Take up exports that were left; returns how many files were stored (idempotent)."""
    return services.sweep()


@shared_task
def expire_exports() -> int:
    """Delete exports past their time; returns how many (idempotent)."""
    return services.expire()
