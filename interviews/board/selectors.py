"""Reading boards."""

import json
from typing import Any

from interviews.board import log
from interviews.models import Board


def scene(board: Board) -> list[dict[str, Any]]:
    """Every element in its newest state, from back to front; deleted ones included, marked `isDeleted`."""
    return in_order([json.loads(text) for _, text in log.since(board.pk, 0)])


def in_order(elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Elements from back to front, as every screen orders them: by index, then id."""
    return sorted(elements, key=lambda element: (element.get("index") or "", element["id"]))


def events_since(board: Board, seq: int, limit: int = 1_000) -> list[dict[str, Any]]:
    """What happened after `seq`, oldest first, at most `limit`: {seq, author, at, element}."""
    rows = board.events.filter(seq__gt=seq).order_by("seq")[:limit]
    return [
        {"seq": event.seq, "author": event.author_id, "at": event.at, "element": event.data} for event in rows
    ]
