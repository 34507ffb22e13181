"""Agreement and severity in the background."""

from celery import shared_task

from rubrics.agreement import services


@shared_task
def compute_agreement(run_id: int) -> None:
    """Compute one run if it is pending and nobody does (idempotent)."""
    services.compute(run_id=run_id)


@shared_task
def sweep_agreement() -> int:
    """Take up runs that were left; returns how many were computed (idempotent)."""
    return services.sweep()


@shared_task
def agreement_by_night() -> None:
    """Have everything computed once a day (idempotent: fresh figures are enough)."""
    services.ask_by_night()
