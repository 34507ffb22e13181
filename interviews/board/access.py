"""Who may see a board, and who may draw on it: the round's own rule, and for sketches their owner's word."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from accounts.grants.selectors import coaches
from accounts.models import User
from interviews.access import RoomRole, access_round
from interviews.models import Board, Sketch
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
    coaches watch; a frozen board is for reading. On a sketch its owner draws; their coaches watch, and the
    people of the round that they show it in, while that round's room is open.

    Raises:
        Http404: for everybody else, and for a board that isn't there.
    """
    board = Board.objects.select_related("sketch__owner", "sketch__shared_in").filter(pk=board_id).first()
    if board is None:
        raise Http404
    if board.round_id is None:
        return _access_sketch(user, board)
    access = access_round(user, board.round_id)
    may_draw = (
        board.frozen_at is None
        and access.role in ("candidate", "interviewer")
        and stage(access.round, timezone.now()) == "open"
    )
    return BoardAccess(board, access.role, may_draw)


def _access_sketch(user: User | AnonymousUser, board: Board) -> BoardAccess:
    sketch: Sketch | None = getattr(board, "sketch", None)
    if sketch is None or not isinstance(user, User):
        raise Http404
    if sketch.owner_id == user.pk:
        return BoardAccess(board, "candidate", may_draw=board.frozen_at is None)
    if coaches(user, sketch.owner):
        return BoardAccess(board, "coach", may_draw=False)
    round_ = sketch.shared_in
    if round_ is None or stage(round_, timezone.now()) != "open":
        raise Http404
    return BoardAccess(board, access_round(user, round_.pk).role, may_draw=False)
