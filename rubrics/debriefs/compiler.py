"""Compiling a debrief in steps over a snapshot, under a lease. Stopped anywhere, it can simply run again."""

import logging
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from rubrics.debriefs import content, leases, states
from rubrics.debriefs.actions import next_actions
from rubrics.debriefs.boards import board_svg
from rubrics.debriefs.pdf import make_pdf
from rubrics.debriefs.services import reconsider
from rubrics.debriefs.snapshot import take
from rubrics.models import Debrief, DebriefRevision

log = logging.getLogger(__name__)
# So many at most in one sweep, which is a task among others.
SWEEP = 20


def run(debrief_id: UUID) -> DebriefRevision | None:
    """Compile one debrief if it may be taken up now.

    Returns:
        The stored revision; None when there was nothing to do, another worker took over, or it failed (then
        the row says why and when it is tried again).
    """
    lease = leases.claim(debrief_id)
    if lease is None:
        return None
    try:
        return _compile(debrief_id, lease)
    except leases.LeaseLost:
        log.info("debrief %s was taken over", debrief_id)
    except Exception as error:
        log.exception("debrief %s failed", debrief_id)
        leases.give_up(debrief_id, lease, error)
    return None


def sweep() -> int:
    """Queue debriefs whose deadline passed and compile whatever is waiting to be; returns how many it ran."""
    due = Debrief.objects.filter(state=states.WAITING, due_at__lte=timezone.now()).select_related("loop")
    for debrief in due[:SWEEP]:
        reconsider(loop=debrief.loop)
    ids = list(leases.claimable().values_list("pk", flat=True)[:SWEEP])
    for debrief_id in ids:
        run(debrief_id)
    return len(ids)


def _compile(debrief_id: UUID, lease: UUID) -> DebriefRevision:
    debrief = Debrief.objects.select_related("loop").get(pk=debrief_id)
    progress = _Progress(debrief_id, lease)
    progress.begin("collect")
    snapshot = take(debrief.loop)
    progress.plan = states.steps([each["kind"] for each in snapshot.rounds])
    rounds, boards = [], {}
    for each in snapshot.rounds:
        progress.begin(f"round:{each['kind']}")
        rounds.append(content.compile_round(each))
        if each["board"]:
            boards[each["id"]] = board_svg(each["board"]["id"])
    progress.begin("actions")
    whole = content.assemble(
        loop_id=snapshot.loop_id,
        candidate=snapshot.candidate,
        zone=snapshot.zone,
        track=snapshot.track,
        rounds=rounds,
        actions=next_actions(rounds, snapshot.drills),
    )
    progress.begin("pdf")
    pdf = make_pdf(whole, boards)
    progress.begin("store")
    return leases.store(debrief_id, lease, digest=snapshot.digest, content=whole, pdf=pdf)


class _Progress:
    """Tells the row which step begins; each step counts as done when the next one begins."""

    def __init__(self, debrief_id: UUID, lease: UUID) -> None:
        self.debrief_id, self.lease = debrief_id, lease
        self.plan = states.steps([])
        self._numbers: Iterator[int] = iter(range(1_000))

    def begin(self, step: str) -> None:
        leases.advance(self.debrief_id, self.lease, step=step, done=next(self._numbers), total=len(self.plan))
