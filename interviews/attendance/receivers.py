"""What a round's end means for who came, for passes and for credits; in the transaction that closes it."""

from typing import Any

from django.dispatch import receiver

from interviews.attendance import passes
from interviews.attendance.services import note_held
from interviews.credits.services import settle_closed
from interviews.models import Round
from interviews.signals import round_closed


@receiver(round_closed, dispatch_uid="note_attendance")
def note_attendance(sender: type[Round], round: Round, **kwargs: Any) -> None:  # noqa: A002
    """Note who came to a round that took place; give back what one that did not was booked with."""
    if round.state == Round.State.COMPLETED:
        note_held(round)
    if round.state == Round.State.CANCELLED:
        passes.give_back(round)
    settle_closed(round=round)
