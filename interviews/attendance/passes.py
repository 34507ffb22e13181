"""The pass of a candidate whose interviewer did not come, for another round of that kind.

That round costs no credit, its plans are sorted by how early they end, and while it has no interviewer the
sweep looks after it before other rounds. It reserves nobody's hours. A cancelled round gives it back.
Each function is a step inside the caller's transaction.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from interviews.models import Loop, PriorityPass, Round


def unused(candidate_id: int) -> QuerySet[PriorityPass]:
    """The passes a candidate holds, the oldest first."""
    return PriorityPass.objects.filter(candidate=candidate_id, used_by=None).order_by("created_at", "pk")


def give(round_: Round, candidate_id: int) -> PriorityPass:
    """Give the candidate of a missed round a pass for another; giving twice changes nothing."""
    return PriorityPass.objects.get_or_create(
        missed=round_, defaults={"candidate_id": candidate_id, "kind": round_.kind}
    )[0]


def use(loop: Loop, rounds: Iterable[Round]) -> set[UUID]:
    """Use one pass for each of these newly booked rounds, as far as there are any.

    Returns:
        The ids of the rounds for which one was used: these cost no credit.
    """
    held = list(unused(loop.candidate_id).select_for_update())
    served = set()
    for round_ in rounds:
        found = next((each for each in held if each.kind == round_.kind), None)
        if found is not None:
            held.remove(found)
            found.used_by = loop
            found.save(update_fields=["used_by", "updated_at"])
            served.add(round_.pk)
    return served


def give_back(round_: Round) -> int:
    """Give back the pass that a round was booked with, since it was cancelled; how many were given back."""
    return PriorityPass.objects.filter(used_by=round_.loop_id, kind=round_.kind).update(used_by=None)
