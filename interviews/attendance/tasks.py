"""Searches for somebody who takes a round at once."""

import logging

from celery import shared_task

from interviews.attendance.rematch import advance
from interviews.models import CoverRequest

log = logging.getLogger(__name__)


@shared_task
def sweep_searches() -> int:
    """Take every open search on; returns how many there were (idempotent)."""
    searches = CoverRequest.objects.filter(live=True, state=CoverRequest.State.OPEN)
    found = list(searches.order_by("created_at").values_list("pk", flat=True)[:200])
    for key in found:
        try:
            advance(key)
        except Exception:
            # One search that fails must not keep the others waiting.
            log.exception("search %s could not be taken on", key)
    return len(found)
