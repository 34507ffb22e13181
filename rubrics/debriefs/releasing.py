"""Opening a debrief before everything is in: a coach's act, with all that it means said beforehand."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.loops.services import record
from interviews.loops.states import CLOSED
from interviews.models import Loop
from rubrics.debriefs import states
from rubrics.debriefs.selectors import Sides, sides
from rubrics.debriefs.services import reconsider
from rubrics.models import Debrief
from rubrics.scorecards.visibility import is_revealed


@dataclass(frozen=True)
class Releasing:
    """What releasing a loop's debrief now would mean: what is in, and what is not.

    `stands` says whether it can be done: "open" it can; "revealed" the debrief is open already, "released" it
    was released and is being put together, "complete" nothing is missing, so it opens by itself, "nothing" no
    card is in, so there would be nothing to read.
    """

    stands: str
    cards_in: int
    cards_owed: list[Sides]
    looks_owed: list[Sides]
    to_come: list[Sides]


def releasing(loop: Loop) -> Releasing:
    """How a loop stands for being released now; never what a card says."""
    found = sides(loop)
    debrief = Debrief.objects.filter(loop=loop).first()
    closed = [each for each in found if each.round.state in CLOSED]
    cards_in = sum(each.card in {"in", "reopened"} for each in closed)
    stands = "open"
    if is_revealed(loop):
        stands = "revealed"
    elif debrief is not None and debrief.released_at is not None:
        stands = "released"
    elif debrief is not None and debrief.state != states.WAITING:
        stands = "complete"
    elif not cards_in:
        stands = "nothing"
    return Releasing(
        stands=stands,
        cards_in=cards_in,
        cards_owed=[each for each in closed if each.card == "owed"],
        looks_owed=[each for each in closed if each.look_back == "owed"],
        to_come=[each for each in found if each.round.state not in CLOSED],
    )


@transaction.atomic
def release(*, loop: Loop, coach: User) -> Debrief:
    """Open a loop's debrief with what is in: it is compiled now, and again with whatever comes in later.

    Twice changes nothing. Raters who still owe a card don't get to read it, so they stay blind.

    Args:
        loop: read again, locked as by everything that may open its seal.
        coach: who may read the debrief as the candidate's coach (`access_debrief`).

    Raises:
        Conflict: code "revealed", it is open already.
        DomainError: code "nothing", no card of a round that took place is in.
    """
    loop = Loop.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=loop.pk)
    found = releasing(loop)
    if found.stands == "nothing":
        raise DomainError(
            _("No scorecard of a round that took place is in yet, so there is nothing to open."),
            code="nothing",
        )
    if found.stands == "revealed":
        raise Conflict(_("This debrief is open already."), code="revealed")
    if found.stands == "open":
        reconsider(loop=loop)  # which makes the row where there is none
        Debrief.objects.filter(loop=loop).update(released_at=timezone.now(), released_by=coach)
        record(loop=loop, actor=coach, event="debrief_released")
    made = reconsider(loop=loop)
    assert made is not None, "a round took place"
    return made
