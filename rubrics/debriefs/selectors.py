"""Reading how far a debrief is."""

from typing import Any, TypedDict

from interviews.kinds import RoundKind
from interviews.models import Loop, Round, Seat
from rubrics.debriefs.report import step_words
from rubrics.models import Debrief
from rubrics.debriefs.services import owed_cards


class Waited(TypedDict):
    """One thing a debrief waits for: a round that is still to be closed, or a card."""

    round: str
    what: str
    who: str


def waited_for(loop: Loop) -> list[Waited]:
    """What is missing before a debrief can be compiled; never what a card says."""
    rounds = Round.objects.filter(loop=loop, state__in=[Round.State.SCHEDULED, Round.State.LIVE])
    found = [
        Waited(round=str(RoundKind(each.kind).label), what=each.state, who=_interviewer(each))
        for each in rounds.prefetch_related("seats__person").order_by("position")
    ]
    for seat in owed_cards(loop):
        found.append(
            Waited(round=str(RoundKind(seat.round.kind).label), what="card", who=seat.person.shown_name)
        )
    return found


def progress(debrief: Debrief) -> dict[str, Any]:
    """How far compiling is: `done` and `total` steps, and the step at work in words."""
    return {
        "done": debrief.steps_done,
        "total": max(debrief.steps_total, 1),
        "words": step_words(debrief.step),
    }


def _interviewer(round_: Round) -> str:
    return next(
        (seat.person.shown_name for seat in round_.seats.all() if seat.role == Seat.Role.INTERVIEWER), ""
    )
