"""The durable log: nothing is announced that isn't committed here (no ORM; this is the hot path).

A group of edits, of any boards, becomes one transaction. Each board's row is locked first, which gives its
events their sequence numbers in one order whatever the number of processes (SQLite takes the database's only
write lock at the start of the transaction instead). Freezing locks the same row: nothing slips in after it.
"""
# ruff: noqa: S608 (statements are put together from constants and placeholders alone)

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from interviews.board.elements import stamp
from interviews.board.reconcile import Stamp, beats

MAX_BOARD_ELEMENTS = 20_000
MAX_BOARD_BYTES = 40_000_000
MAX_BOARD_EVENTS = 500_000
"""An hour of drawing without a pause makes some 70,000."""
MAX_VERSION_JUMP = 1_000_000
"""An honest day offline bumps a version some ten thousand times; a liar must not exhaust the numbers."""
_ROWS = 200
"""Rows of one INSERT or parameters of one IN."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What one frame asks for: new states of elements of one board by one author.

    Args:
        board: the board's id.
        author: the person's key.
        elements: clean elements, see `interviews.board.elements.clean`.
        texts: the same, each as compact JSON.
    """

    board: UUID
    author: int
    elements: Sequence[dict[str, Any]]
    texts: Sequence[str]


@dataclass(slots=True)
class Outcome:
    """What became of an edit.

    Args:
        refused: "" or why nothing of it was taken: `gone`, `frozen`, `board_full`, `version_jump`.
        element: the id of the element at fault, or "".
        accepted: (sequence number, compact JSON) of each state that is now the newest, ascending.
        kept: compact JSON of states that stayed because they beat what was asked for.
    """

    refused: str = ""
    element: str = ""
    accepted: list[tuple[int, str]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    """A locked board while a group is applied to it."""

    last_seq: int
    frozen: bool
    count: int
    bytes: int
    newest: dict[str, tuple[Stamp, int, int, str]] = field(default_factory=dict)
    """By element: stamp, length, sequence number and text ("" while only the database has it)."""
    changed: set[str] = field(default_factory=set)
    events: list[tuple[int, int, str]] = field(default_factory=list)
    """Sequence number, author, text."""


def append(edits: Sequence[Edit]) -> list[Outcome]:
    """Apply a group of edits in order, in one transaction.

    Returns:
        One outcome for each edit. A state that the board has already (the same stamp) is neither accepted
        nor kept: sending twice is harmless.

    Raises:
        django.db.Error: the database could not do it; nothing of the group is applied.
    """
    now = timezone.now()
    with transaction.atomic(), connection.cursor() as cursor:
        sheets = {board: _open(cursor, board, edits) for board in sorted({edit.board for edit in edits})}
        outcomes = [_apply(sheets[edit.board], edit) for edit in edits]
        for board, sheet in sheets.items():
            if sheet is not None and sheet.events:
                _write(cursor, board, sheet, now)
        for edit, outcome in zip(edits, outcomes, strict=True):
            _fill_kept(cursor, edit, sheets[edit.board], outcome)
    return outcomes


def tails(boards: Iterable[UUID]) -> dict[UUID, tuple[int, bool]]:
    """The last sequence number of each board and whether it is frozen; boards that are gone are left out."""
    found: dict[UUID, tuple[int, bool]] = {}
    with connection.cursor() as cursor:
        for part in _parts(list(boards)):
            cursor.execute(
                f"SELECT id, last_seq, frozen_at FROM interviews_board WHERE id IN ({_marks(len(part))})",
                [_key(board) for board in part],
            )
            found.update({_uuid(key): (seq, frozen is not None) for key, seq, frozen in cursor.fetchall()})
    return found


def since(board: UUID, seq: int) -> list[tuple[int, str]]:
    """The newest state of every element changed after `seq`: (sequence number, JSON), ascending.

    Read in one statement, so the last row's number is the board's at that moment: the newest event is always
    the newest state of its element.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, data FROM interviews_boardelement WHERE board_id = %s AND seq > %s ORDER BY seq",
            [_key(board), seq],
        )
        return [(row_seq, text) for row_seq, text in cursor.fetchall()]


def _open(cursor: Any, board: UUID, edits: Sequence[Edit]) -> _Sheet | None:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    cursor.execute(
        f"SELECT last_seq, frozen_at, element_count, element_bytes FROM interviews_board WHERE id = %s{lock}",
        [_key(board)],
    )
    row = cursor.fetchone()
    if row is None:
        return None
    sheet = _Sheet(last_seq=row[0], frozen=row[1] is not None, count=row[2], bytes=row[3])
    wanted = list({element["id"] for edit in edits if edit.board == board for element in edit.elements})
    for part in _parts(wanted):
        cursor.execute(
            "SELECT element_id, version, nonce, bytes, seq FROM interviews_boardelement"
            f" WHERE board_id = %s AND element_id IN ({_marks(len(part))})",
            [_key(board), *part],
        )
        for name, version, nonce, size, seq in cursor.fetchall():
            sheet.newest[name] = (Stamp(version, nonce), size, seq, "")
    return sheet


def _apply(sheet: _Sheet | None, edit: Edit) -> Outcome:
    if sheet is None:
        return Outcome(refused="gone")
    if sheet.frozen:
        return Outcome(refused="frozen")
    refusal = _refusal(sheet, edit)
    if refusal is not None:
        return refusal
    outcome = Outcome()
    for element, text in zip(edit.elements, edit.texts, strict=True):
        name, new = element["id"], stamp(element)
        old = sheet.newest.get(name)
        if old is not None and not beats(new, old[0]):
            continue
        sheet.last_seq += 1
        sheet.count += old is None
        sheet.bytes += len(text) - (old[1] if old else 0)
        sheet.newest[name] = (new, len(text), sheet.last_seq, text)
        sheet.changed.add(name)
        sheet.events.append((sheet.last_seq, edit.author, text))
        outcome.accepted.append((sheet.last_seq, text))
    return outcome


def _refusal(sheet: _Sheet, edit: Edit) -> Outcome | None:
    fresh: set[str] = set()
    grown = 0
    for element, text in zip(edit.elements, edit.texts, strict=True):
        name = element["id"]
        old = sheet.newest.get(name)
        if element["version"] - (old[0].version if old else 0) > MAX_VERSION_JUMP:
            return Outcome(refused="version_jump", element=name)
        if old is None:
            fresh.add(name)
        grown += len(text) - (old[1] if old else 0)
    too_many = bool(fresh) and sheet.count + len(fresh) > MAX_BOARD_ELEMENTS
    worn_out = sheet.last_seq + len(edit.elements) > MAX_BOARD_EVENTS
    if worn_out or too_many or (grown > 0 and sheet.bytes + grown > MAX_BOARD_BYTES):
        return Outcome(refused="board_full")
    return None


def _write(cursor: Any, board: UUID, sheet: _Sheet, now: datetime) -> None:
    key, at = _key(board), connection.ops.adapt_datetimefield_value(now)
    for events in _parts(sheet.events):
        cursor.execute(
            "INSERT INTO interviews_boardevent (board_id, seq, author_id, at, data) VALUES "
            + ", ".join(["(%s, %s, %s, %s, %s)"] * len(events)),
            [value for seq, author, text in events for value in (key, seq, author, at, text)],
        )
    newest = [(name, *sheet.newest[name]) for name in sheet.changed]
    for rows in _parts(newest):
        cursor.execute(
            "INSERT INTO interviews_boardelement (board_id, element_id, version, nonce, bytes, seq, data)"
            " VALUES "
            + ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))
            + " ON CONFLICT (board_id, element_id) DO UPDATE SET version = excluded.version,"
            " nonce = excluded.nonce, bytes = excluded.bytes, seq = excluded.seq, data = excluded.data",
            [
                value
                for name, newest_stamp, size, seq, text in rows
                for value in (key, name, newest_stamp.version, newest_stamp.nonce, size, seq, text)
            ],
        )
    cursor.execute(
        "UPDATE interviews_board SET last_seq = %s, element_count = %s, element_bytes = %s, updated_at = %s"
        " WHERE id = %s",
        [sheet.last_seq, sheet.count, sheet.bytes, at, key],
    )


def _fill_kept(cursor: Any, edit: Edit, sheet: _Sheet | None, outcome: Outcome) -> None:
    """Put into the outcome what the author must show instead of the states that lost."""
    if sheet is None or outcome.refused:
        return
    lost = {
        element["id"]
        for element in edit.elements
        if (kept := sheet.newest.get(element["id"])) is not None and beats(kept[0], stamp(element))
    }
    for part in _parts(sorted(lost)):
        cursor.execute(
            "SELECT data FROM interviews_boardelement"
            f" WHERE board_id = %s AND element_id IN ({_marks(len(part))})",
            [_key(edit.board), *part],
        )
        outcome.kept.extend(text for (text,) in cursor.fetchall())


def _parts(rows: list[Any]) -> Iterable[list[Any]]:
    return (rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS))


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _key(board: UUID) -> Any:
    """A board's id as the database wants it in plain SQL."""
    return board if connection.features.has_native_uuid_field else board.hex


def _uuid(key: Any) -> UUID:
    return key if isinstance(key, UUID) else UUID(key)
