"""One worker at a time: claiming a queued debrief, saying how far it is, giving up, storing."""

import logging
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from rubrics.debriefs import mails, states
from rubrics.debriefs.events import announce, announce_debrief
from rubrics.debriefs.failures import STOPPED
from rubrics.history.entries import keep_revision
from rubrics.models import Debrief, DebriefRevision, RevisionCall, RevisionFigure

log = logging.getLogger(__name__)
# A killed worker's debrief is taken up again after this; a living one renews it with every step.
LEASE = timedelta(seconds=30)
ATTEMPTS = 5
BACKOFF_SECONDS = 5


class LeaseLost(Exception):
    """Another worker has the debrief, or its inputs changed; what this one made is not to be stored."""


def _claimable(now: datetime) -> Q:
    waiting = Q(state=states.QUEUED) & (Q(not_before=None) | Q(not_before__lte=now))
    return waiting | Q(state=states.COMPILING, lease_until__lt=now)


def claimable() -> QuerySet[Debrief]:
    """Debriefs that a worker may take up now: queued and due, or left by a worker that died; oldest first."""
    return Debrief.objects.filter(_claimable(timezone.now())).order_by("updated_at")


def claim(debrief_id: uuid.UUID) -> uuid.UUID | None:
    """Take a debrief up, by compare-and-set; returns the lease, or None when there is nothing to do.

    A debrief whose workers died time after time is failed here instead, so that it can't kill them forever.
    """
    now, lease = timezone.now(), uuid.uuid4()
    free = Debrief.objects.filter(_claimable(now), pk=debrief_id)
    if free.filter(attempts__gte=ATTEMPTS).update(
        state=states.FAILED, lease=None, lease_until=None, error=STOPPED, updated_at=now
    ):
        log.error("debrief %s: its worker stopped %s times", debrief_id, ATTEMPTS)
        announce_debrief(debrief_id)
        return None
    taken = free.update(
        state=states.COMPILING,
        lease=lease,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
        step="collect",
        steps_done=0,
        steps_total=0,
        error="",
        updated_at=now,
    )
    return lease if taken else None


def advance(debrief_id: uuid.UUID, lease: uuid.UUID, *, step: str, done: int, total: int) -> None:
    """Say which step begins and how many are done, and renew the lease.

    Raises:
        LeaseLost: the debrief is somebody else's by now.
    """
    now = timezone.now()
    if not Debrief.objects.filter(pk=debrief_id, lease=lease).update(
        step=step, steps_done=done, steps_total=total, lease_until=now + LEASE, updated_at=now
    ):
        raise LeaseLost
    announce_debrief(debrief_id)


def give_up(debrief_id: uuid.UUID, lease: uuid.UUID, error: Exception) -> None:
    """Put a debrief back after an attempt failed (5, 10, 20 … seconds later), or fail it after the last."""
    now = timezone.now()
    debrief = Debrief.objects.filter(pk=debrief_id, lease=lease).first()
    if debrief is None:
        return
    last = debrief.attempts >= ATTEMPTS
    Debrief.objects.filter(pk=debrief_id, lease=lease).update(
        state=states.FAILED if last else states.QUEUED,
        lease=None,
        lease_until=None,
        not_before=None if last else now + timedelta(seconds=BACKOFF_SECONDS * 2 ** (debrief.attempts - 1)),
        error=f"{type(error).__name__}: {error}"[:2000],
        updated_at=now,
    )
    announce(debrief.loop_id)


@transaction.atomic
def store(
    debrief_id: uuid.UUID, lease: uuid.UUID, *, digest: str, content: dict[str, Any], pdf: bytes
) -> DebriefRevision:
    """Keep what was compiled as the current revision, once for each digest, and owe the mails.

    Raises:
        LeaseLost: the debrief is somebody else's by now; nothing is stored.
    """
    debrief = Debrief.objects.select_for_update().get(pk=debrief_id)
    if debrief.state != states.COMPILING or debrief.lease != lease:
        raise LeaseLost
    revision = debrief.revisions.filter(digest=digest).first()
    if revision is None or not revision.is_current:
        debrief.revisions.filter(is_current=True).update(is_current=False)
    if revision is None:
        number = (debrief.revisions.aggregate(last=Max("number"))["last"] or 0) + 1
        revision = DebriefRevision.objects.create(
            debrief=debrief, number=number, digest=digest, content=content, pdf=pdf
        )
        _index(revision, content)
        if not debrief.quiet:
            mails.owe_ready(revision)
    elif not revision.is_current:
        revision.is_current = True
        revision.save(update_fields=["is_current"])
    keep_revision(revision, content)
    Debrief.objects.filter(pk=debrief_id).update(
        state=states.READY,
        lease=None,
        lease_until=None,
        not_before=None,
        attempts=0,
        step="",
        steps_done=F("steps_total"),
        error="",
        quiet=False,
        updated_at=timezone.now(),
    )
    announce(debrief.loop_id)
    return revision


def _index(revision: DebriefRevision, content: dict[str, Any]) -> None:
    """Keep figures and calls as rows too, so that debriefs can be found by them."""
    RevisionFigure.objects.bulk_create(
        RevisionFigure(
            revision=revision,
            kind=round_["kind"],
            criterion=row["key"],
            title=row["title"],
            total=sum(row["observed"]),
            raters=len(row["observed"]),
        )
        for round_ in content["rounds"]
        for row in round_["criteria"]
        if row["observed"]
    )
    RevisionCall.objects.bulk_create(
        RevisionCall(revision=revision, kind=round_["kind"], call=card["call"])
        for round_ in content["rounds"]
        for card in round_["cards"]
    )
