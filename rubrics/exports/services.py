"""Large exports: asked for, made in the background in pieces, kept for a week."""

import logging
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from common.jobs import after_commit
from rubrics.exports import leases, states
from rubrics.exports.access import access_export
from rubrics.exports.files import WRITERS
from rubrics.exports.selectors import exports_of, withdrawn
from rubrics.exports.table import Listed
from rubrics.models import Export, ExportFile

log = logging.getLogger(__name__)
AT_ONCE: Final = 500
"""Up to so many debriefs the file is the answer; more are put together in the background."""
KEPT: Final = timedelta(days=7)
PENDING_AT_MOST: Final = 3
SWEEP: Final = 5


@transaction.atomic
def ask_export(*, user: User, query: str, format: str, zone: str) -> Export:  # noqa: A002
    """Have a list put into a file in the background; the same asked twice is one export.

    Args:
        user: who asks, and the only one who gets the file.
        query: the address of the list after "?", as the filter's form writes it.
        format: "csv" or "xlsx".
        zone: IANA name in which days begin and times are told.

    Raises:
        DomainError: code "too_many" while others of theirs are still being made.
    """
    User.objects.select_for_update().get(pk=user.pk)
    pending = exports_of(user).filter(state__in=states.PENDING)
    same = pending.filter(query=query, format=format, zone=zone).first()
    if same is not None:
        return same
    if pending.count() >= PENDING_AT_MOST:
        raise DomainError(
            _("Your other exports are still being made. Wait for one of them, or cancel it, then ask again."),
            "too_many",
        )
    export = Export.objects.create(
        asked_by=user, query=query, format=format, zone=zone, expires_at=timezone.now() + KEPT
    )
    after_commit(leases.TASK, str(export.pk))
    return export


def answer(listed: Listed, *, format: str) -> bytes:  # noqa: A002
    """A small list as a file, at once; noted in the log of each candidate in it."""
    data = _written(listed, format, lambda done: None)
    leases.note_export(listed.user, listed.candidates)
    return data


def make(*, export_id: UUID) -> bool:
    """Make one export if it may be taken up now; whether its file was stored here. Stopped anywhere, it can
    simply run again."""
    lease = leases.claim(export_id)
    if lease is None:
        return False
    try:
        export = Export.objects.select_related("asked_by").get(pk=export_id)
        listed = Listed(export.asked_by, export.query, export.zone)
        total = len(listed.ids)
        leases.advance(export_id, lease, done=0, total=total)
        data = _written(
            listed,
            export.format,
            lambda done: leases.advance(export_id, lease, done=done, total=total),
        )
        return leases.store(export_id, lease, data=data, rows=listed.rows, candidates=listed.candidates)
    except leases.LeaseLost:
        log.info("export %s was taken over or cancelled", export_id)
    except Exception as error:
        log.exception("export %s failed", export_id)
        leases.give_up(export_id, lease, error)
    return False


@transaction.atomic
def cancel_export(*, user: User, export_id: UUID) -> Export:
    """Let go of an export that is not ready yet; a worker that has it stores nothing. Idempotent.

    Raises:
        Http404: when it is not the person's.
    """
    export = access_export(user, export_id, lock=True)
    if export.state in states.PENDING:
        export.state, export.lease, export.lease_until = states.CANCELLED, None, None
        export.save()
    return export


@transaction.atomic
def retry_export(*, user: User, export_id: UUID) -> Export:
    """Queue an export that failed or was cancelled again, with all its attempts; else nothing changes.

    Raises:
        Http404: when it is not the person's.
    """
    export = access_export(user, export_id, lock=True)
    if export.state in {states.FAILED, states.CANCELLED}:
        export.state, export.attempts, export.not_before, export.error = states.QUEUED, 0, None, ""
        export.done = export.total = 0
        export.expires_at = timezone.now() + KEPT
        export.save()
        after_commit(leases.TASK, str(export.pk))
    return export


@transaction.atomic
def remove_export(*, user: User, export_id: UUID) -> None:
    """Delete an export with its file.

    Raises:
        Http404: when it is not the person's.
    """
    access_export(user, export_id, lock=True).delete()


@transaction.atomic
def read_file(*, user: User, export_id: UUID) -> tuple[Export, bytes | None]:
    """The file of a ready export; None where there is none, or where somebody in it ended their grant: then
    it is taken away.

    Raises:
        Http404: when it is not the person's.
    """
    export = access_export(user, export_id, lock=True)
    if export.state != states.READY:
        return export, None
    if withdrawn(user, export.candidates):
        take_away(export)
        return export, None
    return export, bytes(ExportFile.objects.get(export=export).data)


def take_away(export: Export) -> None:
    """Delete the file of a locked export in which somebody is who lets its owner see nothing any more."""
    ExportFile.objects.filter(export=export).delete()
    export.state = states.CANCELLED
    export.candidates, export.made_at = [], None
    export.error = "withdrawn"
    export.save()


def sweep() -> int:
    """Make what a lost broker or a killed worker left; returns how many files were stored."""
    ids = list(
        Export.objects.filter(leases.claimable()).order_by("updated_at").values_list("pk", flat=True)[:SWEEP]
    )
    return sum(make(export_id=each) for each in ids)


def expire() -> int:
    """Delete exports past their time, with their files; returns how many."""
    gone = Export.objects.filter(expires_at__lte=timezone.now())
    count = gone.count()
    gone.delete()
    return count


def _written(listed: Listed, format: str, after_piece: Callable[[int], None]) -> bytes:  # noqa: A002
    writer, _type = WRITERS[format]
    with tempfile.TemporaryDirectory(prefix="mockloop-export-") as folder:
        path = Path(folder) / f"export.{format}"
        writer(path, listed.table(after_piece))
        return path.read_bytes()
