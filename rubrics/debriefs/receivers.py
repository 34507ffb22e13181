"""What follows from a round being closed, and from a coach's grant being ended."""

from typing import Any

from accounts.models import CoachGrant
from interviews.models import Loop, Round
from rubrics.debriefs.events import announce
from rubrics.debriefs.reminders import owe_first
from rubrics.debriefs.services import reconsider
from rubrics.scorecards.services import reward


def on_round_closed(sender: type[Round], round: Round, **kwargs: Any) -> None:  # noqa: A002
    """Ask for what is missing of both sides, reward a card that is in, and look at the debrief, in the
    transaction that closes."""
    if round.state == Round.State.COMPLETED:
        owe_first(round)
        reward(round=round)
    reconsider(loop=round.loop)


def on_grant_ended(sender: type[CoachGrant], grant: CoachGrant, **kwargs: Any) -> None:
    """Have every open page of the candidate's debriefs look again who may be there: the coach is let go."""
    for loop_id in Loop.objects.filter(candidate=grant.candidate_id).values_list("pk", flat=True):
        announce(loop_id)
