"""A week of one zone's clock: which day of it something falls on, and where in the day (pure)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
QUARTER = 15
"""Minutes of a row."""


@dataclass(frozen=True)
class Piece:
    """The part of something that lies on one day.

    `day` is 0 (Monday) to 6, `row` the quarter hour of the wall clock in which it begins, `rows` how many it
    touches, and `key` what it is a piece of. A length is real time: when the clock is put back within it, the
    piece is as long as it takes, not as the two readings differ.
    """

    key: int
    day: int
    row: int
    rows: int


@dataclass(frozen=True)
class Placed:
    """A piece beside those it overlaps with: in lane `lane` (from 0) of `lanes`."""

    piece: Piece
    lane: int
    lanes: int


def monday_of(text: str, today: date) -> date:
    """The Monday of an ISO week such as "2026-W48"; of `today`'s week when it names none."""
    found = re.fullmatch(r"(\d{4})-W(\d{1,2})", text)
    if found:
        try:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
        except ValueError:
            pass
    return today - today.weekday() * DAY


def week_name(monday: date) -> str:
    """The ISO week that begins on this Monday: "2026-W48"."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def bounds(monday: date, zone: str) -> tuple[datetime, datetime]:
    """The moments from Monday's midnight to the next one's, on the clock of the zone."""
    info = ZoneInfo(zone)
    return datetime.combine(monday, time(0), info), datetime.combine(monday + 7 * DAY, time(0), info)


def pieces(spans: Sequence[tuple[datetime, datetime]], monday: date, zone: str) -> list[Piece]:
    """What of each span lies in the week, cut at midnight; `key` is its place among the spans."""
    info = ZoneInfo(zone)
    found = []
    for key, (start, end) in enumerate(spans):
        for number in range(7):
            day = monday + number * DAY
            opens, closes = datetime.combine(day, time(0), info), datetime.combine(day + DAY, time(0), info)
            first, last = max(start, opens), min(end, closes)
            if first.timestamp() >= last.timestamp():
                continue
            local = first.astimezone(info)
            minute = local.hour * 60 + local.minute
            length = (last.timestamp() - first.timestamp()) / 60
            row = minute // QUARTER
            rows = -(-(minute % QUARTER + length) // QUARTER)
            found.append(Piece(key, number, row, max(1, min(int(rows), 96 - row))))
    return found


def lanes(found: Sequence[Piece]) -> list[Placed]:
    """The pieces of each day side by side where they overlap, so that none covers another."""
    placed = []
    for day in range(7):
        own = sorted((piece for piece in found if piece.day == day), key=lambda piece: (piece.row, piece.key))
        cluster: list[tuple[Piece, int]] = []
        ends: list[int] = []
        for piece in own:
            if cluster and piece.row >= max(ends):
                placed += [Placed(each, lane, len(ends)) for each, lane in cluster]
                cluster, ends = [], []
            lane = next((number for number, end in enumerate(ends) if end <= piece.row), len(ends))
            ends[lane : lane + 1] = [piece.row + piece.rows]
            cluster.append((piece, lane))
        placed += [Placed(each, lane, len(ends)) for each, lane in cluster]
    return placed
