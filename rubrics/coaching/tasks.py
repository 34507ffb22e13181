"""What is done away with in the background."""

from celery import shared_task

from rubrics.coaching.services import sweep_deleted


@shared_task
def sweep_annotations() -> int:
    """Do away with deleted annotations that can't be brought back any more; returns how many."""
    return sweep_deleted()
