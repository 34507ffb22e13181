"""Hours in wall clock time become the right moments, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviews.availability.hours import Differing, Hours, Weekly, calendar_days, daily, free, weekly_length
from interviews.availability.intervals import Interval, intersection, length, subtraction, union
from interviews.availability.week import cut_at_midnight, tidy

ZONES = [
    "UTC",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Pacific/Chatham",
    "America/Santiago",
    "Asia/Beirut",
]
quarter_times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
weeklies = st.lists(st.builds(Weekly, st.integers(0, 6), quarter_times, quarter_times), max_size=6)
days = st.dates(date(2026, 1, 2), date(2027, 12, 28))


@st.composite
def exceptions(draw: st.DrawFn, near: date) -> list[Differing]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        day = near + timedelta(days=draw(st.integers(-1, 4)))
        kinds: list[Literal["off", "extra"]] = ["off", "extra"]
        kind = draw(st.sampled_from(kinds))
        if kind == "off" and draw(st.booleans()):
            found.append(Differing(day, "off"))
        else:
            found.append(Differing(day, kind, draw(quarter_times), draw(quarter_times)))
    return found


def stretch(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    last = day if end > start else day + timedelta(days=1)
    return datetime.combine(day, start), datetime.combine(last, end)


def is_there(hours: Hours, at: datetime) -> bool:
    """The rule itself, moment by moment: what does the clock show?"""
    shown = at.astimezone(ZoneInfo(hours.zone)).replace(tzinfo=None, fold=0)
    there = away = False
    for day in (shown.date(), shown.date() - timedelta(days=1)):
        for weekly in hours.weekly:
            start, end = stretch(day, weekly.start, weekly.end)
            there |= weekly.weekday == day.weekday() and start <= shown < end
        for each in hours.exceptions:
            if each.date == day:
                start, end = stretch(day, each.start or time(0), each.end or time(0))
                if each.kind == "extra":
                    there |= start <= shown < end
                else:
                    away |= start <= shown < end
    return there and not away


@given(st.sampled_from(ZONES), weeklies, days, st.data())
def test_free_is_when_the_clock_shows_hours(
    zone: str, weekly: list[Weekly], day: date, data: st.DataObject
) -> None:
    hours = Hours(zone, weekly, data.draw(exceptions(day)))
    start = datetime.combine(day, time(0), tzinfo=UTC)
    window = (start, start + timedelta(days=3))
    found = free(hours, window)
    assert all(left[1] < right[0] for left, right in pairwise(found))
    for number in range(3 * 96):
        at = start + timedelta(minutes=15 * number)
        assert any(a <= at < b for a, b in found) == is_there(hours, at)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2026, 2027])
def test_around_the_clock_has_no_hole_in_a_year(zone: str, year: int) -> None:
    window = (datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
    assert daily(zone, time(0), time(0), window) == [window]


@given(st.sampled_from(ZONES), days)
@example("Europe/Berlin", date(2026, 3, 29))
@example("Australia/Lord_Howe", date(2026, 4, 5))
def test_days_follow_one_another_without_a_hole(zone: str, day: date) -> None:
    start = datetime.combine(day, time(0), tzinfo=UTC)
    window = (start, start + timedelta(days=3))
    found = [moments for _, moments in calendar_days(zone, window)]
    assert found[0][0] == window[0]
    assert found[-1][1] == window[1]
    assert all(left[1] == right[0] for left, right in pairwise(found))


def one_day(zone: str, day: date, start: time, end: time) -> list[Interval]:
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    hours = Hours(zone, [], [Differing(day, "extra", start, end)])
    return free(hours, (noon - timedelta(days=2), noon + timedelta(days=2)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time(1, 30), time(3, 30), [("2026-03-29 00:30", "2026-03-29 01:30")]),
        (time(1, 30), time(2, 30), [("2026-03-29 00:30", "2026-03-29 01:00")]),
        (time(2, 30), time(4), [("2026-03-29 01:00", "2026-03-29 02:00")]),
        (time(2, 15), time(2, 45), []),
    ],
)
def test_spring_gap_in_berlin(start: time, end: time, expected: list[tuple[str, str]]) -> None:
    found = one_day("Europe/Berlin", date(2026, 3, 29), start, end)
    assert found == [(utc(a), utc(b)) for a, b in expected]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time(1), time(4), [("2026-10-24 23:00", "2026-10-25 03:00")]),
        (time(1, 30), time(2), [("2026-10-24 23:30", "2026-10-25 00:00")]),
        (time(2), time(3), [("2026-10-25 00:00", "2026-10-25 02:00")]),
        (
            time(2, 15),
            time(2, 45),
            [("2026-10-25 00:15", "2026-10-25 00:45"), ("2026-10-25 01:15", "2026-10-25 01:45")],
        ),
    ],
)
def test_autumn_fold_in_berlin(start: time, end: time, expected: list[tuple[str, str]]) -> None:
    found = one_day("Europe/Berlin", date(2026, 10, 25), start, end)
    assert found == [(utc(a), utc(b)) for a, b in expected]


def test_half_an_hour_of_change_on_lord_howe() -> None:
    found = one_day("Australia/Lord_Howe", date(2026, 4, 5), time(0), time(6))
    assert length(found) == timedelta(hours=6, minutes=30)


@pytest.mark.parametrize(
    ("zone", "day", "start", "end", "expected"),
    [
        # Lord Howe's clock jumps from 02:00 to 02:30 and goes back from 02:00 to 01:30.
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2), time(2, 30), []),
        (
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            time(1, 45),
            time(2, 45),
            [("2026-10-03 15:15", "2026-10-03 15:45")],
        ),
        (
            "Australia/Lord_Howe",
            date(2026, 4, 5),
            time(1, 30),
            time(2),
            [("2026-04-04 14:30", "2026-04-04 15:30")],
        ),
        (
            "Australia/Lord_Howe",
            date(2026, 4, 5),
            time(1, 45),
            time(2),
            [("2026-04-04 14:45", "2026-04-04 15:00"), ("2026-04-04 15:15", "2026-04-04 15:30")],
        ),
        # In Cairo and Beirut the hour after midnight does not come: the day begins at one.
        ("Africa/Cairo", date(2026, 4, 24), time(0), time(1), []),
        ("Africa/Cairo", date(2026, 4, 23), time(22), time(2), [("2026-04-23 20:00", "2026-04-23 23:00")]),
        ("Asia/Beirut", date(2026, 3, 29), time(0), time(2), [("2026-03-28 22:00", "2026-03-28 23:00")]),
        # In autumn Beirut's clock goes back at midnight: 23:00 to 00:00 comes twice.
        ("Asia/Beirut", date(2026, 10, 24), time(23), time(0), [("2026-10-24 20:00", "2026-10-24 22:00")]),
        # Chatham and Newfoundland are off by quarters and halves in winter and in summer.
        ("Pacific/Chatham", date(2026, 7, 1), time(9), time(10), [("2026-06-30 20:15", "2026-06-30 21:15")]),
        ("Pacific/Chatham", date(2026, 12, 1), time(9), time(10), [("2026-11-30 19:15", "2026-11-30 20:15")]),
        ("America/St_Johns", date(2026, 7, 1), time(9), time(10), [("2026-07-01 11:30", "2026-07-01 12:30")]),
    ],
)
def test_unusual_clocks(
    zone: str, day: date, start: time, end: time, expected: list[tuple[str, str]]
) -> None:
    assert one_day(zone, day, start, end) == [(utc(a), utc(b)) for a, b in expected]


CHANGES = [
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
    ("America/Santiago", date(2026, 9, 6)),
    ("Asia/Beirut", date(2026, 10, 25)),
]
"""Where and when a clock changes, some of them at midnight."""
around_changes = st.sampled_from(CHANGES) | st.tuples(st.sampled_from(ZONES), days)


def two_days_around(day: date) -> Interval:
    start = datetime.combine(day, time(0), tzinfo=UTC) - timedelta(days=1)
    return start, start + timedelta(days=3)


@given(around_changes, weeklies, st.data())
def test_a_window_in_two_parts_holds_the_same(
    where: tuple[str, date], weekly: list[Weekly], data: st.DataObject
) -> None:
    zone, day = where
    hours = Hours(zone, weekly, data.draw(exceptions(day)))
    start, end = two_days_around(day)
    cut = start + timedelta(minutes=data.draw(st.integers(0, 3 * 1440)))
    assert union([*free(hours, (start, cut)), *free(hours, (cut, end))]) == free(hours, (start, end))


@given(around_changes, weeklies, st.data())
def test_hours_across_midnight_are_the_same_in_two_parts(
    where: tuple[str, date], weekly: list[Weekly], data: st.DataObject
) -> None:
    zone, day = where
    differing = data.draw(exceptions(day))
    window = two_days_around(day)
    saved = Hours(zone, tidy(weekly).weekly, cut_at_midnight(differing))
    assert free(saved, window) == free(Hours(zone, weekly, differing), window)


@given(around_changes, quarter_times, quarter_times)
def test_hours_and_the_rest_of_the_day_are_the_whole_time(
    where: tuple[str, date], start: time, end: time
) -> None:
    zone, day = where
    window = two_days_around(day)
    there = daily(zone, start, end, window)
    rest = daily(zone, end, start, window) if start != end else []
    assert intersection(there, rest) == []
    assert union([*there, *rest]) == [window]


@given(around_changes, weeklies, quarter_times, quarter_times)
def test_off_takes_away_what_extra_adds(
    where: tuple[str, date], weekly: list[Weekly], start: time, end: time
) -> None:
    zone, day = where
    window = two_days_around(day)
    span = free(Hours(zone, (), [Differing(day, "extra", start, end)]), window)
    ordinary = free(Hours(zone, weekly), window)
    more = free(Hours(zone, weekly, [Differing(day, "extra", start, end)]), window)
    less = free(Hours(zone, weekly, [Differing(day, "off", start, end)]), window)
    both = [Differing(day, "extra", start, end), Differing(day, "off", start, end)]
    assert more == union([*ordinary, *span])
    assert less == subtraction(ordinary, span) == free(Hours(zone, weekly, both), window)


@given(st.sampled_from(ZONES), st.sampled_from(ZONES), days, quarter_times)
def test_two_zones_meet_when_both_clocks_show_their_hours(
    one: str, other: str, day: date, start: time
) -> None:
    window = two_days_around(day)
    end = (datetime.combine(day, start) + timedelta(hours=3)).time()
    common = intersection(daily(one, start, end, window), daily(other, start, end, window))
    hours = [Hours(zone, [Weekly(weekday, start, end) for weekday in range(7)]) for zone in (one, other)]
    for number in range(3 * 96):
        at = window[0] + timedelta(minutes=15 * number)
        assert any(a <= at < b for a, b in common) == all(is_there(each, at) for each in hours)


def test_zones_that_change_on_different_dates_drift_apart_and_back() -> None:
    window = (utc("2026-03-01 00:00"), utc("2026-04-05 00:00"))
    new_york = {start for start, _ in daily("America/New_York", time(10), time(11), window)}
    london = {start for start, _ in daily("Europe/London", time(15), time(16), window)}
    apart = {start.date() for start in new_york - london}
    assert apart == {date(2026, 3, 8) + timedelta(days=number) for number in range(21)}


def test_half_hour_zone_is_half_an_hour_off() -> None:
    found = one_day("Asia/Kolkata", date(2026, 6, 1), time(9), time(10))
    assert found == [(utc("2026-06-01 03:30"), utc("2026-06-01 04:30"))]


def test_crossing_midnight_belongs_to_the_day_it_begins_on() -> None:
    hours = Hours(
        "UTC", [Weekly(0, time(22), time(2))], [Differing(date(2026, 6, 2), "off", time(1), time(2))]
    )
    found = free(hours, (utc("2026-06-01 00:00"), utc("2026-06-08 00:00")))
    assert found == [(utc("2026-06-01 22:00"), utc("2026-06-02 01:00"))]


def test_hours_of_sunday_night_reach_into_a_window_that_begins_on_monday() -> None:
    hours = Hours("UTC", [Weekly(6, time(22), time(2))])
    found = free(hours, (utc("2026-06-01 00:00"), utc("2026-06-02 00:00")))
    assert found == [(utc("2026-06-01 00:00"), utc("2026-06-01 02:00"))]


def test_weekly_length_counts_overlaps_once_and_sunday_night_whole() -> None:
    weekly = [Weekly(0, time(9), time(12)), Weekly(0, time(11), time(13)), Weekly(6, time(22), time(2))]
    assert weekly_length(weekly) == timedelta(hours=8)
    assert weekly_length([*weekly, Weekly(0, time(0), time(3))]) == timedelta(hours=9)
