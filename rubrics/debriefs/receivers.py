"""What follows from a round being closed."""

from typing import Any

from interviews.models import Round
from rubrics.debriefs.services import reconsider
from rubrics.scorecards.mails import owe_reminder
from rubrics.scorecards.services import reward


def on_round_closed(sender: type[Round], round: Round, **kwargs: Any) -> None:  # noqa: A002
    """Remind the interviewer of a missing card, or reward one that is in, and look at the debrief, in the
    transaction that closes."""
    if round.state == Round.State.COMPLETED:
        owe_reminder(round)
        reward(round=round)
    reconsider(loop=round.loop)
