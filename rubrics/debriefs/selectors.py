"""Reading how far a debrief is."""

from typing import Any, TypedDict

from interviews.kinds import RoundKind
from interviews.models import Loop, Round, Seat
from rubrics.debriefs.report import step_words
from rubrics.models import Debrief, Scorecard


def owed_cards(loop: Loop) -> Any:
    """The interviewers' seats of completed rounds of a loop whose card is not in, with round and person."""
    submitted = Scorecard.objects.filter(round__loop=loop, state=Scorecard.State.SUBMITTED)
    seats = Seat.objects.filter(
        round__loop=loop, round__state=Round.State.COMPLETED, role=Seat.Role.INTERVIEWER
    ).select_related("round", "person")
    pairs = set(submitted.values_list("round_id", "rater_id"))
    owed = [seat.pk for seat in seats if (seat.round_id, seat.person_id) not in pairs]
    return seats.filter(pk__in=owed).order_by("round__position")


class Waited(TypedDict):
    """One thing a debrief waits for: a round that is still to be closed, or a card."""

    round: str
    what: str
    who: str


def waited_for(loop: Loop) -> list[Waited]:
    """What is missing before a debrief can be compiled; never what a card says."""
    owed = {seat.round_id for seat in owed_cards(loop)}
    found = []
    for each in Round.objects.filter(loop=loop).prefetch_related("seats__person").order_by("position"):
        if each.pk in owed or each.state in {Round.State.SCHEDULED, Round.State.LIVE}:
            what = "card" if each.pk in owed else each.state
            found.append(Waited(round=str(RoundKind(each.kind).label), what=what, who=_interviewer(each)))
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
