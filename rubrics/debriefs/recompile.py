"""Compiling all open debriefs again, one after the other: stopped anywhere, it goes on where it was.

What comes of it is a new revision where the same cards say something else now (a rubric or drill was mended,
or the product puts debriefs together in another way), and none where they don't. Nobody is owed a mail of it,
since nobody handed anything in.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as clock
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from interviews.models import Loop
from rubrics.debriefs import compiler, leases, states
from rubrics.debriefs.services import queue, said_already
from rubrics.models import Debrief, DebriefRevision, RecompileRun

Outcome = Literal["made", "same", "failed"]
LOOK_AGAIN = 0.5
"""Seconds between two looks at a debrief that another worker has."""


def scope_of(*, track: str = "", since: date | None = None) -> str:
    """The filters as one line: what names a run."""
    parts = [f"track={track}"] if track else []
    return " ".join([*parts, *([f"since={since.isoformat()}"] if since else [])])


def debriefs_in(scope: str) -> QuerySet[Debrief]:
    """Every debrief with a revision in a scope, in the order of a run; what is still sealed stays so.

    `since` is the day (UTC) of the first revision.
    """
    given = dict(part.split("=", 1) for part in scope.split())
    found = Debrief.objects.filter(revisions__number=1)
    if track := given.get("track"):
        found = found.filter(loop__track__slug=track)
    if since := given.get("since"):
        day = datetime.combine(date.fromisoformat(since), clock(), tzinfo=UTC)
        found = found.filter(revisions__compiled_at__gte=day)
    return found.order_by("pk")


def begin(scope: str) -> tuple[RecompileRun, bool]:
    """The unfinished run of a scope, and True; or a new one, and False."""
    run = RecompileRun.objects.filter(scope=scope, finished_at=None).first()
    if run is not None:
        return run, True
    run, made = RecompileRun.objects.get_or_create(
        scope=scope, finished_at=None, defaults={"total": debriefs_in(scope).count()}
    )
    return run, not made


def forget(scope: str) -> None:
    """End the unfinished run of a scope where it is, so that the next begins anew."""
    RecompileRun.objects.filter(scope=scope, finished_at=None).update(finished_at=timezone.now())


def step(run: RecompileRun, *, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Deal with the next debrief of a run and remember it; False, and the run finished, when there is none.

    Killed before it is remembered, the next run deals with the same debrief again, which makes no second
    revision: the inputs are the same.
    """
    debriefs = debriefs_in(run.scope)
    if run.cursor is not None:
        debriefs = debriefs.filter(pk__gt=run.cursor)
    debrief_id = debriefs.values_list("pk", flat=True).first()
    if debrief_id is None:
        run.finished_at = timezone.now()
        run.save(update_fields=["finished_at", "updated_at"])
        return False
    outcome = again(debrief_id, since=run.created_at, sleep=sleep)
    RecompileRun.objects.filter(pk=run.pk).update(
        cursor=debrief_id, updated_at=timezone.now(), **{outcome: F(outcome) + 1}
    )
    run.refresh_from_db()
    return True


def again(debrief_id: UUID, *, since: datetime, sleep: Callable[[float], None] = time.sleep) -> Outcome:
    """Compile one debrief again if its inputs say something else now, by the lease that every worker takes.

    Args:
        debrief_id: of an open debrief.
        since: when the run began; a revision that is newer was made by it.
        sleep: waits while another worker has the debrief, and for the lease of a killed one to run out.

    Returns:
        "failed" too where an attempt did not work: workers try it again by themselves.
    """
    _queue_if_changed(debrief_id)
    for _ in range(int(2 * leases.LEASE.total_seconds() / LOOK_AGAIN)):
        compiler.run(debrief_id)
        debrief = Debrief.objects.get(pk=debrief_id)
        if debrief.state == states.READY:
            made = DebriefRevision.objects.filter(
                debrief=debrief, is_current=True, number__gt=1, compiled_at__gte=since
            )
            return "made" if made.exists() else "same"
        if debrief.state == states.FAILED or debrief.not_before is not None:
            return "failed"
        sleep(LOOK_AGAIN)
    return "failed"


@transaction.atomic
def _queue_if_changed(debrief_id: UUID) -> None:
    loop_id = Debrief.objects.values_list("loop", flat=True).get(pk=debrief_id)
    # The loop first, as by whoever hands something in.
    loop = Loop.objects.select_for_update().get(pk=loop_id)
    debrief = Debrief.objects.select_for_update().get(pk=debrief_id)
    if debrief.state == states.FAILED:
        queue(debrief, quiet=debrief.quiet, here=True)
    elif debrief.state == states.READY and not said_already(debrief, loop):
        queue(debrief, quiet=True, here=True)
