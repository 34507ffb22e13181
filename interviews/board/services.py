"""Making and closing boards. What is drawn on them goes through `interviews.board.log` alone."""

from django.db import transaction
from django.utils import timezone

from common.events import group_name, publish
from interviews.models import Board, Round

EVENT = "board.event"
"""The channel-layer type of everything that is told to a board's hubs."""


def create_board(*, round: Round) -> Board:  # noqa: A002
    """The board of a round, made when it has none."""
    return Board.objects.get_or_create(round=round)[0]


def freeze(*, board: Board) -> Board:
    """Close a board for good, in the caller's transaction; after commit every socket of it is told.

    The row lock is the one that appending takes: what was appended before is in, nothing comes after.

    Returns:
        The board as it is now; freezing twice changes nothing.
    """
    with transaction.atomic():
        found = Board.objects.select_for_update().get(pk=board.pk)
        if found.frozen_at is None:
            found.frozen_at = timezone.now()
            found.save(update_fields=["frozen_at", "updated_at"])
            publish(group_name("board", found.pk), {"type": EVENT, "kind": "frozen"})
    return found


def recheck_access(*, board: Board) -> None:
    """After commit, have every open socket of a board look again whether its person may still be there."""
    publish(group_name("board", board.pk), {"type": EVENT, "kind": "access"})
