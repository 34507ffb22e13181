"""Compiling a debrief in steps over a snapshot, under a lease. Stopped anywhere, it can simply run again."""

import logging
from typing import Any
from uuid import UUID

from django.utils import timezone

from interviews.models import Round
from rubrics.debriefs import content, leases, states
from rubrics.debriefs.actions import next_actions
from rubrics.debriefs.boards import drawn, written
from rubrics.debriefs.checks import checks
from rubrics.debriefs.concepts import DESIGN, Label
from rubrics.debriefs.concepts import concepts as find_concepts
from rubrics.debriefs.pdf import make_pdf
from rubrics.debriefs.services import reconsider
from rubrics.debriefs.since import changes
from rubrics.debriefs.snapshot import Snapshot, take
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
    kinds = Round.objects.filter(loop=debrief.loop).order_by("position").values_list("kind", flat=True)
    progress = _Progress(debrief_id, lease, states.steps(list(kinds)))
    progress.begin("collect")
    snapshot = take(debrief.loop)
    rounds, pictures, labels = [], {}, {}
    for each in snapshot.rounds:
        progress.begin(f"round:{each['kind']}")
        rounds.append(content.compile_round(each))
        if each["board"]:
            board = drawn(each["board"]["id"])
            pictures[each["id"]], labels[each["id"]] = board.svg, board.labels
    progress.begin("concepts")
    concepts = _concepts(snapshot, rounds, labels)
    progress.begin("checks")
    checked = checks(rounds)
    progress.begin("since")
    since = _since(snapshot, rounds)
    progress.begin("actions")
    whole = content.assemble(
        loop_id=snapshot.loop_id,
        candidate=snapshot.candidate,
        zone=snapshot.zone,
        track=snapshot.track,
        rounds=rounds,
        concepts=concepts,
        checks=checked,
        since=since,
        actions=next_actions(rounds, snapshot.drills),
        inputs=snapshot.inputs,
    )
    progress.begin("pdf")
    pdf = make_pdf(whole, pictures)
    progress.begin("store")
    return leases.store(debrief_id, lease, digest=snapshot.digest, content=whole, pdf=pdf)


def _concepts(
    snapshot: Snapshot, rounds: list[dict[str, Any]], labels: dict[str, list[Label]]
) -> list[dict[str, Any]]:
    """The four concepts: the log of a board is read for when its labels came."""
    design = [each for each in snapshot.rounds if each["kind"] == DESIGN and each["id"] in labels]
    boards = {each["id"]: written(UUID(each["board"]["id"]), labels[each["id"]]) for each in design}
    return find_concepts(rounds, boards, {each["id"]: each["started_at"] for each in design})


def _since(snapshot: Snapshot, rounds: list[dict[str, Any]]) -> dict[str, Any] | None:
    """What changed since the loop before, None where there is none (any more)."""
    earlier = snapshot.earlier
    if earlier is None:
        return None
    revision = DebriefRevision.objects.only("content").filter(pk=earlier.revision).first()
    if revision is None:
        return None
    before = content.upgraded(revision.content)["rounds"]
    return {
        "loop": earlier.loop_id,
        "held_at": earlier.held_at.isoformat(),
        "rows": changes(before, rounds),
    }


class _Progress:
    """Tells the row which step begins; each step counts as done when the next one begins."""

    def __init__(self, debrief_id: UUID, lease: UUID, plan: list[str]) -> None:
        self.debrief_id, self.lease, self.plan = debrief_id, lease, plan
        self._done = 0

    def begin(self, step: str) -> None:
        """Say that a step begins.

        Raises:
            leases.LeaseLost: the debrief is somebody else's by now.
        """
        assert step == self.plan[self._done], f"{step} is not what comes after {self._done} steps"
        leases.advance(self.debrief_id, self.lease, step=step, done=self._done, total=len(self.plan))
        self._done += 1
