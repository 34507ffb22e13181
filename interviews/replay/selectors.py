"""Reading a board as it was."""

import datetime as dt
from typing import Any

from interviews.board.selectors import in_order
from interviews.models import Board, BoardEvent, ReplayPart
from interviews.replay.deltas import State, difference
from interviews.replay.timeline import Timeline


def seq_at(board: Board, moment: float) -> int:
    """The sequence number of the last event up to a moment (seconds since 1970); 0 before the first one."""
    until = dt.datetime.fromtimestamp(moment, dt.UTC)
    part = (
        ReplayPart.objects.filter(board=board, at__lte=until).order_by("-number").values_list("seq").first()
    )
    base = part[0] if part else 0
    later = BoardEvent.objects.filter(board=board, seq__gt=base)
    # Looked for from where the part ends: time is not indexed, and need not be.
    last = base
    for seq, at in later.order_by("seq").values_list("seq", "at").iterator(chunk_size=600):
        if at > until:
            break
        last = seq
    return last


def states_at(board: Board, seq: int) -> dict[str, State]:
    """What was on the board after an event: the newest state of every element that is not deleted, by id."""
    part = ReplayPart.objects.filter(board=board, seq__lte=seq).order_by("-number").first()
    states = _alive(board, part)
    for event in _between(board, part.seq if part else 0, seq):
        _put(states, event[3])
    return states


def scene_at(board: Board, seq: int) -> list[State]:
    """What was on the board after an event, from back to front."""
    return in_order(list(states_at(board, seq).values()))


def part_body(
    board: Board, parts: list[ReplayPart], number: int, timeline: Timeline, *, whole: bool
) -> dict[str, Any]:
    """One part as a replay plays it.

    Args:
        board: the board.
        parts: all of its parts, see `services.index_board`.
        number: which part.
        timeline: gives the seconds.
        whole: whether what was on the board before is told too; who has the part before knows it.

    Returns:
        {number, events: [[second, person, difference], …]} with `state`, a list of elements, where `whole`.
    """
    before = ReplayPart.objects.filter(board=board, number=number - 1).first() if number else None
    states = _alive(board, before)
    told: dict[str, Any] = {"number": number}
    if whole:
        told["state"] = in_order(list(states.values()))
    events = []
    reached = float("-inf")
    for _, author, at, state in _between(board, before.seq if before else 0, parts[number].seq):
        reached = max(reached, timeline.seconds(at.timestamp()))
        events.append([round(reached, 3), author, difference(states.get(state["id"]), state)])
        states[state["id"]] = state
    return told | {"events": events}


def _alive(board: Board, part: ReplayPart | None) -> dict[str, State]:
    if part is None:
        return {}
    rows = BoardEvent.objects.filter(board=board, seq__in=part.alive)
    return {state["id"]: state for state in rows.order_by("seq").values_list("data", flat=True)}


def _between(board: Board, after: int, until: int) -> list[tuple[int, int | None, dt.datetime, State]]:
    rows = BoardEvent.objects.filter(board=board, seq__gt=after, seq__lte=until).order_by("seq")
    return list(rows.values_list("seq", "author_id", "at", "data"))


def _put(states: dict[str, State], state: State) -> None:
    if state["isDeleted"]:
        states.pop(state["id"], None)
    else:
        states[state["id"]] = state
