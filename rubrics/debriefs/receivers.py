"""What follows from a round being closed."""

from typing import Any

from interviews.models import Round
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
