"""Making sketches, clearing them, and bringing them into a round."""

import json
import random
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.events import group_name, publish
from interviews.board import log
from interviews.board.elements import compact
from interviews.board.log import MAX_BOARD_ELEMENTS, Edit
from interviews.board.selectors import scene
from interviews.board.services import recheck_access
from interviews.models import Board, BoardEvent, Round, Seat, Sketch
from interviews.opening import stage

State = dict[str, Any]
GAP = 160
"""Between what is on a board and a sketch that is copied beside it, in scene units."""


@transaction.atomic
def make_sketch(*, owner: User, kind: str) -> Sketch:
    """Begin one of the two sketches; one that is there stays as it is.

    Raises:
        DomainError: code "unknown" for another kind.
    """
    if kind not in Sketch.Kind.values:
        raise DomainError(_("There is no such sketch."), code="unknown")
    # Two windows that begin it at once: the second waits, and finds it.
    User.objects.select_for_update().get(pk=owner.pk)
    found = Sketch.objects.filter(owner=owner, kind=kind).first()
    return found or Sketch.objects.create(owner=owner, kind=kind, board=Board.objects.create())


def clear(*, sketch: Sketch) -> int:
    """Take everything off a sketch, so that it can be begun again; `restore` brings it back.

    Returns:
        How many elements were taken off; with none, what can be brought back stays.
    """
    with transaction.atomic():
        locked = _locked(sketch)
        rows = log.since(locked.board_id, 0)
        states = [(seq, state) for seq, state in _parsed(rows) if not state["isDeleted"]]
        if not states:
            return 0
        _append(
            locked.board_id,
            locked.owner_id,
            (state | _newer(state["version"]) | {"isDeleted": True} for _seq, state in states),
        )
        locked.cleared = [seq for seq, _state in states]
        locked.save(update_fields=["cleared", "updated_at"])
    return len(states)


def restore(*, sketch: Sketch) -> int:
    """Bring back what the last clearing took off, beside whatever was drawn since. Twice changes nothing.

    Returns:
        How many elements came back.
    """
    with transaction.atomic():
        locked = _locked(sketch)
        told = BoardEvent.objects.filter(board=locked.board_id, seq__in=locked.cleared).order_by("seq")
        now = {state["id"]: state["version"] for _seq, state in _parsed(log.since(locked.board_id, 0))}
        states = [event | _newer(now[event["id"]]) for event in told.values_list("data", flat=True)]
        _append(locked.board_id, locked.owner_id, states)
        locked.cleared = []
        locked.save(update_fields=["cleared", "updated_at"])
    return len(states)


def show(*, sketch: Sketch, round: Round, actor: User) -> Sketch:  # noqa: A002
    """Let the people of an open round look at a sketch while the candidate shows it there.

    Raises:
        DomainError: code "not_yours" unless the candidate of the round shows their own, "closed" while its
            room is not open.
    """
    with transaction.atomic():
        locked, round_ = _locked(sketch), _open_round(round, sketch, actor)
        before, locked.shared_in = locked.shared_in, round_
        locked.save(update_fields=["shared_in", "updated_at"])
        _tell(locked, before, round_)
    return locked


def hide(*, sketch: Sketch) -> Sketch:
    """Stop showing a sketch; whoever looks at it is sent away at once. Twice changes nothing."""
    with transaction.atomic():
        locked = _locked(sketch)
        before, locked.shared_in = locked.shared_in, None
        locked.save(update_fields=["shared_in", "updated_at"])
        _tell(locked, before)
    return locked


def copy_into(*, sketch: Sketch, round: Round, actor: User) -> int:  # noqa: A002
    """Put a copy of a sketch on a round's board, to the right of what is there; the sketch stays as it is.

    Through the board's log like any stroke: new ids, so that the two never touch, the board's limits, and a
    replay that shows when it came.

    Returns:
        How many elements were copied.

    Raises:
        DomainError: as for `show`; code "empty" with nothing to copy, "full" when it doesn't fit.
    """
    round_ = _open_round(round, sketch, actor)
    board = Board.objects.get(round=round_)
    states = [state for state in scene(sketch.board) if not state["isDeleted"]]
    if not states:
        raise DomainError(_("There is nothing on this sketch yet."), code="empty")
    there = [state for state in scene(board) if not state["isDeleted"]]
    if board.element_count + len(states) > MAX_BOARD_ELEMENTS:
        raise DomainError(_("The round’s board is too full for this sketch. Show it instead."), code="full")
    _append(board.pk, actor.pk, moved_beside(states, there))
    return len(states)


def moved_beside(states: list[State], there: list[State]) -> list[State]:
    """Copies of elements with ids of their own, bound to each other as before, to the right of others."""
    names = {state["id"]: uuid.uuid4().hex for state in states}
    groups: dict[str, str] = {}
    right = max((_right(state) for state in there), default=None)
    shift = 0.0 if right is None else right + GAP - min(_left(state) for state in states)
    # After everything that is there, in their own order: "b" sorts behind Excalidraw's first indices.
    last = max((state.get("index") or "" for state in there), default="")
    copies = []
    for number, state in enumerate(states):
        made = state | _newer(0) | {"id": names[state["id"]], "x": state["x"] + shift}
        made["index"] = f"{last[:100] or 'a0'}V{number:05d}V"
        made["groupIds"] = [groups.setdefault(each, uuid.uuid4().hex) for each in state["groupIds"]]
        made["frameId"] = names.get(state["frameId"] or "")
        made["boundElements"] = [
            each | {"id": names[each["id"]]} for each in state["boundElements"] or () if each["id"] in names
        ]
        if "containerId" in state:
            made["containerId"] = names.get(state["containerId"] or "")
        for end in ("startBinding", "endBinding"):
            bound = state.get(end)
            if bound is not None:
                known = names.get(bound["elementId"])
                made[end] = bound | {"elementId": known} if known else None
        copies.append(made)
    return copies


def _left(state: State) -> float:
    return float(min([state["x"], *(state["x"] + x for x, _ in state.get("points", ()))]))


def _right(state: State) -> float:
    return float(max([state["x"] + state["width"], *(state["x"] + x for x, _ in state.get("points", ()))]))


def _newer(version: int) -> State:
    return {"version": version + 1, "versionNonce": random.SystemRandom().randrange(2**31)}


def _parsed(rows: Iterable[tuple[int, str]]) -> list[tuple[int, State]]:
    return [(seq, json.loads(text)) for seq, text in rows]


def _append(board: uuid.UUID, author: int, states: Iterable[State]) -> None:
    """Write states into a board's log; open sockets see them within a second, when the tails are compared.

    Raises:
        Conflict: the board took them not, be it that it is frozen by now or full.
    """
    told = list(states)
    if not told:
        return
    outcome = log.append([Edit(board, author, told, [compact(state) for state in told])])[0]
    if outcome.refused:
        raise Conflict(
            _("The board did not take it: it is closed or full. Nothing was changed."), outcome.refused
        )


def _locked(sketch: Sketch) -> Sketch:
    return (
        Sketch.objects.select_for_update(of=("self",)).select_related("board", "shared_in").get(pk=sketch.pk)
    )


def _open_round(round_: Round, sketch: Sketch, actor: User) -> Round:
    found = Round.objects.get(pk=round_.pk)
    sits = found.seats.filter(person=actor, role=Seat.Role.CANDIDATE).exists()
    if not sits or sketch.owner_id != actor.pk:
        raise DomainError(
            _("Only the candidate brings sketches of their own into a round."), code="not_yours"
        )
    if stage(found, timezone.now()) != "open":
        raise DomainError(_("The room of this round is not open now."), code="closed")
    return found


def _tell(sketch: Sketch, *rounds: Round | None) -> None:
    for round_ in {each.pk for each in rounds if each is not None}:
        publish(group_name("round", round_), {"type": "round.changed"})
    recheck_access(board=sketch.board)
