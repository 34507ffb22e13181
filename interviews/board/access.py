"""Who may see a board, and who may draw on it: the round's own rule, nothing beside it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from interviews.access import RoomRole, access_round
from interviews.models import Board
from interviews.opening import stage


@dataclass(frozen=True)
class BoardAccess:
    """A board that the asker may see.

    Args:
        board: the board.
        role: as whom they see it.
        may_draw: whether they may change it now.
    """

    board: Board
    role: RoomRole
    may_draw: bool


def access_board(user: User | AnonymousUser, board_id: UUID) -> BoardAccess:
    """The board, for whoever may see its round.

    The candidate and the interviewer draw from the room's opening until the round is closed; observers and
    coaches watch; a frozen board is for reading.

    Raises:
        Http404: for everybody else, and for a board that isn't there.
    """
    board = Board.objects.filter(pk=board_id).first()
    if board is None or board.round_id is None:
        raise Http404
    access = access_round(user, board.round_id)
    may_draw = (
        board.frozen_at is None
        and access.role in ("candidate", "interviewer")
        and stage(access.round, timezone.now()) == "open"
    )
    return BoardAccess(board, access.role, may_draw)
