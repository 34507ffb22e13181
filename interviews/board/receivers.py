"""A round that is closed freezes its board."""

from typing import Any

from django.dispatch import receiver

from interviews.board.services import freeze
from interviews.models import Board, Round
from interviews.signals import round_closed


@receiver(round_closed, dispatch_uid="freeze_board")
def freeze_board(sender: type[Round], round: Round, **kwargs: Any) -> None:  # noqa: A002
    """Freeze in the transaction that closes the round, so that both happen or neither."""
    board = Board.objects.filter(round=round).first()
    if board is not None:
        freeze(board=board)
