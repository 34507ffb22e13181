"""Where in a week something stands, in any zone."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.week.layout import Piece, bounds, lanes, monday_of, pieces, week_name

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"])
MONDAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31)).map(lambda day: day - timedelta(days=day.weekday()))


@given(MONDAYS)
def test_a_week_is_found_by_its_name(monday: date) -> None:
    assert monday_of(week_name(monday), date(2026, 1, 1)) == monday


@pytest.mark.parametrize("text", ["", "2026-W60", "2026-W0", "last week", "2026-11-24"])
def test_a_name_that_is_no_week_is_this_week(text: str) -> None:
    assert monday_of(text, date(2026, 11, 24)) == date(2026, 11, 23)


@given(ZONES, MONDAYS, st.integers(0, 7 * 24 * 4), st.integers(1, 16))
def test_what_lies_in_the_week_is_there_whole_on_its_days(
    zone: str, monday: date, quarter: int, length: int
) -> None:
    first, end = bounds(monday, zone)
    start = first.astimezone(UTC) + timedelta(minutes=15 * quarter)
    span = (start, start + timedelta(minutes=15 * length))
    found = pieces([span], monday, zone)
    inside = (min(span[1], end.astimezone(UTC)) - max(start, first.astimezone(UTC))).total_seconds() / 900
    if inside <= 0:
        assert found == []
        return
    local = start.astimezone(ZoneInfo(zone))
    assert found[0].day == (local.date() - monday).days
    assert found[0].row == (local.hour * 60 + local.minute) // 15
    assert sum(piece.rows for piece in found) == inside
    assert all(piece.row + piece.rows <= 96 for piece in found)


def test_a_round_over_midnight_is_on_both_days() -> None:
    start = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
    found = pieces([(start, start + timedelta(minutes=45))], date(2026, 11, 23), "Europe/Berlin")
    assert found == [Piece(0, 3, 94, 2), Piece(0, 4, 0, 1)]


def test_the_hour_that_comes_twice_is_as_long_as_it_takes() -> None:
    start = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 2:45 in summer time; a quarter later it is 2:00 again
    found = pieces([(start, start + timedelta(minutes=45))], date(2026, 10, 19), "Europe/Berlin")
    assert found == [Piece(0, 6, 11, 3)]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 90), st.integers(1, 12)), max_size=12))
def test_nothing_covers_anything_else(given_pieces: list[tuple[int, int, int]]) -> None:
    found = [Piece(key, day, row, min(rows, 96 - row)) for key, (day, row, rows) in enumerate(given_pieces)]
    placed = lanes(found)
    assert sorted(each.piece.key for each in placed) == list(range(len(found)))
    for one, other in combinations(placed, 2):
        apart = (
            one.piece.day != other.piece.day
            or one.piece.row + one.piece.rows <= other.piece.row
            or other.piece.row + other.piece.rows <= one.piece.row
        )
        if not apart:
            assert one.lane != other.lane
            assert one.lanes == other.lanes
        assert one.lane < one.lanes
