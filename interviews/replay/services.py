"""Making the parts a replay begins at: derived from the log, which only ever grows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Length

from interviews.models import Board, BoardEvent, ReplayPart

EVENTS = 500
"""Events after which a part ends."""
CHARACTERS = 3_000_000
"""Characters of stored states after which a part ends: a long stroke weighs more with each of its states."""


@dataclass
class _Open:
    """A part while it is being put together."""

    number: int
    seq: int
    events: int = 0
    characters: int = 0
    at: Any = None
    alive: dict[str, int] = field(default_factory=dict)
    activity: Counter[tuple[int | None, int]] = field(default_factory=Counter)

    @property
    def full(self) -> bool:
        """Whether the next event begins another part."""
        return self.events >= EVENTS or self.characters >= CHARACTERS

    def row(self, board: Board) -> ReplayPart:
        """The part as it is kept."""
        told = [
            [author, second, count] for (author, second), count in sorted(self.activity.items(), key=_when)
        ]
        return ReplayPart(
            board=board,
            number=self.number,
            seq=self.seq,
            at=self.at,
            alive=sorted(self.alive.values()),
            activity=told,
        )

    def next(self) -> "_Open":
        """The part after this one; what is on the board is carried over."""
        return _Open(self.number + 1, self.seq, alive=self.alive)


def index_board(*, board: Board) -> list[ReplayPart]:
    """All parts of a board's log, in order; those that are complete and not kept yet are kept now.

    Two who do this at once come to the same parts. The last part of a board that is still open is not
    complete: it is given, and not kept.

    Returns:
        The parts without `alive`, which is large; none when nothing was ever drawn.
    """
    kept = list(ReplayPart.objects.filter(board=board).defer("alive").order_by("number"))
    done = kept[-1].seq if kept else 0
    frozen, last = board.frozen_at is not None, board.last_seq
    if last <= done:
        return kept
    part = _Open(len(kept), done, alive=_carried(kept))
    fresh: list[ReplayPart] = []
    for event in _events(board, done):
        if part.full:
            fresh.append(part.row(board))
            part = part.next()
        _take(part, *event)
    rest = part.row(board)
    if part.full or frozen:
        fresh.append(rest)
    ReplayPart.objects.bulk_create(fresh, ignore_conflicts=True)
    return [*kept, *fresh] if part.full or frozen else [*kept, *fresh, rest]


def _carried(kept: list[ReplayPart]) -> dict[str, int]:
    """What was on the board after the last part that is kept: sequence numbers by element."""
    if not kept:
        return {}
    rows = BoardEvent.objects.filter(board=kept[-1].board_id, seq__in=kept[-1].alive)
    return dict(rows.annotate(name=KeyTextTransform("id", "data")).values_list("name", "seq"))


def _events(board: Board, after: int) -> Iterator[tuple[Any, ...]]:
    told = BoardEvent.objects.filter(board=board, seq__gt=after).annotate(
        name=KeyTextTransform("id", "data"),
        gone=KeyTextTransform("isDeleted", "data"),
        size=Length(Cast("data", TextField())),
    )
    rows = told.order_by("seq").values_list("seq", "author_id", "at", "name", "gone", "size")
    return rows.iterator(chunk_size=2_000)


def _take(part: _Open, seq: int, author: int | None, at: Any, name: str, gone: str, size: int) -> None:
    part.seq = seq
    # Two processes may write in the opposite order of their clocks: time never runs backwards here.
    part.at = max(at, part.at) if part.at else at
    part.events += 1
    part.characters += size
    part.activity[author, int(at.timestamp())] += 1
    if gone == "true":
        part.alive.pop(name, None)
    else:
        part.alive[name] = seq


def _when(entry: tuple[tuple[int | None, int], int]) -> tuple[int, int]:
    (author, second), _ = entry
    return second, author or 0
