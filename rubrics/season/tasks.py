"""Background work of seasons."""

from celery import shared_task

from rubrics.season import services


@shared_task
def purge_notes() -> int:
    """Delete for good the notes whose time to be brought back is over."""
    return services.purge()
