"""Working on calendars in the background."""

from celery import shared_task

from interviews.busy import services


@shared_task
def process_source(source_id: int) -> None:
    """Work on one calendar (idempotent; one that is gone is nobody's)."""
    services.process(source_id)


@shared_task
def sweep_sources() -> int:
    """Work on whatever is due, for instance after a lost broker; returns how many have new times."""
    return sum(services.process(source_id) for source_id in services.due())
