"""One worker at a time: claiming a queued export, saying how far it is, giving up, storing its file."""

import logging
import uuid
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import AccessEntry, User
from accounts.trail import services as trail
from common.jobs import after_commit
from rubrics.exports import states
from rubrics.exports.mails import owe_ready
from rubrics.exports.selectors import withdrawn
from rubrics.models import Export, ExportFile

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
"""After so long a killed worker's export is taken up again; a living one renews it with every piece."""
ATTEMPTS = 4
BACKOFF_SECONDS = 5
TASK = "rubrics.exports.tasks.make_export"


class LeaseLost(Exception):
    """Another worker has the export, or it was cancelled; what this one made is not to be stored."""


def claimable() -> Q:
    """The condition on exports that a worker may take up now."""
    now = timezone.now()
    queued = Q(state=states.QUEUED) & (Q(not_before=None) | Q(not_before__lte=now))
    return queued | Q(state=states.MAKING, lease_until__lt=now)


def claim(export_id: uuid.UUID) -> uuid.UUID | None:
    """Take an export up, by compare-and-set; returns the lease, or None when there is nothing to do.

    One whose workers died time after time is failed here instead.
    """
    now, lease = timezone.now(), uuid.uuid4()
    free = Export.objects.filter(claimable(), pk=export_id)
    if free.filter(attempts__gte=ATTEMPTS).update(
        state=states.FAILED, lease=None, lease_until=None, error="the worker stopped", updated_at=now
    ):
        log.error("export %s: its worker stopped %s times", export_id, ATTEMPTS)
        return None
    taken = free.update(
        state=states.MAKING,
        lease=lease,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        done=0,
        error="",
        updated_at=now,
    )
    return lease if taken else None


def advance(export_id: uuid.UUID, lease: uuid.UUID, *, done: int, total: int) -> None:
    """Say how many rows are written, and renew the lease.

    Raises:
        LeaseLost: the export is somebody else's by now, or cancelled.
    """
    now = timezone.now()
    mine = Export.objects.filter(pk=export_id, lease=lease, state=states.MAKING)
    if not mine.update(done=done, total=total, lease_until=now + LEASE, updated_at=now):
        raise LeaseLost


def give_up(export_id: uuid.UUID, lease: uuid.UUID, error: Exception) -> None:
    """Put an export back after an attempt failed (5, 10, 20 … seconds later), or fail it after the last."""
    now = timezone.now()
    mine = Export.objects.filter(pk=export_id, lease=lease, state=states.MAKING)
    export = mine.first()
    if export is None:
        return
    last = export.attempts >= ATTEMPTS
    mine.update(
        state=states.FAILED if last else states.QUEUED,
        lease=None,
        lease_until=None,
        not_before=None if last else now + timedelta(seconds=BACKOFF_SECONDS * 2 ** (export.attempts - 1)),
        error=f"{type(error).__name__}: {error}"[:300],
        updated_at=now,
    )


@transaction.atomic
def store(
    export_id: uuid.UUID, lease: uuid.UUID, *, data: bytes, rows: int, candidates: Collection[int]
) -> bool:
    """Keep the file, write in each candidate's log that they are in it, and owe the mail.

    A file in which somebody is who ended their grant while it was made is not kept: it is made again.

    Raises:
        LeaseLost: the export is somebody else's by now, or cancelled; nothing is stored.
    """
    export = Export.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=export_id)
    if export.state != states.MAKING or export.lease != lease:
        raise LeaseLost
    export.lease, export.lease_until, export.not_before = None, None, None
    if withdrawn(export.asked_by, candidates):
        export.state = states.QUEUED
        export.save()
        after_commit(TASK, str(export.pk))
        return False
    ExportFile.objects.create(export=export, data=data)
    export.state, export.error = states.READY, ""
    export.done = export.total = rows
    export.candidates = sorted(candidates)
    export.made_at = timezone.now()
    export.save()
    note_export(export.asked_by, candidates)
    owe_ready(export)
    return True


def note_export(actor: User, candidates: Collection[int]) -> None:
    """Write in the candidates' logs that their debriefs went into a file of `actor`."""
    trail.note_all(
        candidates=User.objects.filter(pk__in=candidates), actor=actor, what=AccessEntry.What.EXPORT
    )
