"""Boards that were drawn on: events at seconds of a round."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from interviews.models import Board, BoardElement, BoardEvent, Round
from tests.factories import make_loop, make_round, make_user
from tests.interviews.board.make import element

Stroke = tuple[float, User | None, dict[str, Any]]


def make_board(started: datetime, *, minutes: int = 40, **fields: Any) -> tuple[Board, Round]:
    """The board of a round that was held."""
    round_ = make_round(
        make_loop(make_user("Ada Candidate"), rounds=False),
        starts_at=started,
        state=Round.State.COMPLETED,
        started_at=started,
        closed_at=started + timedelta(minutes=minutes),
        **fields,
    )
    board = Board.objects.get(round=round_)
    board.frozen_at = round_.closed_at
    board.save()
    return board, round_


def draw(board: Board, start: datetime, strokes: Sequence[Stroke]) -> None:
    """Write states into the log as `interviews.board.log` does, at seconds after a moment."""
    first = board.last_seq
    BoardEvent.objects.bulk_create(
        (
            BoardEvent(
                board=board,
                seq=first + number,
                author=author,
                at=start + timedelta(seconds=second),
                data=state,
            )
            for number, (second, author, state) in enumerate(strokes, start=1)
        ),
        batch_size=500,
    )
    board.last_seq = first + len(strokes)
    board.save()
    newest = {state["id"]: (number, state) for number, (_, _, state) in enumerate(strokes, start=first + 1)}
    BoardElement.objects.filter(board=board, element_id__in=newest).delete()
    BoardElement.objects.bulk_create(
        BoardElement(
            board=board,
            element_id=name,
            version=state["version"],
            nonce=state["versionNonce"],
            seq=number,
            data=state,
        )
        for name, (number, state) in newest.items()
    )


def fold(states: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is to be seen after some states, the long way round: the last of each, without deleted ones."""
    newest = {state["id"]: state for state in states}
    seen = [state for state in newest.values() if not state["isDeleted"]]
    return sorted(seen, key=lambda state: (state["index"] or "", state["id"]))


def shape(name: str, version: int = 1, **fields: Any) -> dict[str, Any]:
    """A state of a named element."""
    kind = fields.pop("kind", "rectangle")
    return element(kind, id=name, version=version, versionNonce=version, index=f"a{name}", **fields)
