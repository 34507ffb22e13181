"""From calendars to busy times."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.busy import apart
from interviews.busy.apart import expand_apart
from interviews.busy.expand import busy_in
from interviews.busy.text import BadCalendar, stripped
from tests.interviews.busy.samples import APPLE, GOOGLE, OUTLOOK, calendar

WINDOW = (datetime(2026, 11, 23, tzinfo=UTC), datetime(2026, 12, 23, tzinfo=UTC))


def written(data: bytes, zone: str = "Europe/Berlin") -> list[str]:
    """The busy times of a calendar as "25 13:00–14:00" in UTC."""
    return [
        f"{start:%d %H:%M}–{end:%d %H:%M}".replace(f"–{start:%d} ", "–")
        for start, end in busy_in(stripped(data), zone, WINDOW)
    ]


def test_an_event_blocks_its_time_and_one_shown_as_free_does_not() -> None:
    assert written(GOOGLE) == ["25 13:00–14:00"]


def test_a_series_with_a_moved_and_a_left_out_entry_in_a_zone_of_its_own_name() -> None:
    assert written(OUTLOOK) == [
        "23 08:00–08:30",
        "25 08:00–08:30",
        "30 10:00–10:30",
        "07 08:00–08:30",
        "09 08:00–08:30",
        "14 08:00–08:30",
        "16 08:00–08:30",
    ]


def test_durations_days_and_wall_clock_times_in_the_persons_zone() -> None:
    assert written(APPLE, "Asia/Kolkata") == [
        "27 22:00–23:30",
        "28 02:30–03:30",
        "30 18:30–02 18:30",
    ]


def test_a_calendars_own_zone_goes_before_the_persons() -> None:
    day = calendar("UID:1\nDTSTART;VALUE=DATE:20261125", head="X-WR-TIMEZONE:America/New_York\r\n")
    assert written(day, "Asia/Kolkata") == ["25 05:00–26 05:00"]
    nonsense = calendar("UID:1\nDTSTART;VALUE=DATE:20261125", head="X-WR-TIMEZONE:Mars/Base\r\n")
    assert written(nonsense, "UTC") == ["25 00:00–26 00:00"]


def test_own_rounds_do_not_count() -> None:
    ours = "UID:3f@mockloop\nDTSTART:20261125T130000Z\nDTEND:20261125T140000Z"
    assert written(calendar(ours)) == []


def test_times_that_touch_or_overlap_are_one_and_those_outside_are_cut() -> None:
    events = [
        "UID:1\nDTSTART:20261122T230000Z\nDTEND:20261123T010000Z",
        "UID:2\nDTSTART:20261124T100000Z\nDTEND:20261124T110000Z",
        "UID:3\nDTSTART:20261124T110000Z\nDTEND:20261124T113000Z",
        "UID:4\nDTSTART:20261124T120000Z\nDTEND:20261124T120000Z",
    ]
    assert written(calendar(*events)) == ["23 00:00–01:00", "24 10:00–11:30"]


def test_a_daily_series_keeps_its_hour_over_the_change_of_the_clock() -> None:
    spring = (datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 3, 30, tzinfo=UTC))
    series = "UID:1\nDTSTART;TZID=Europe/Berlin:20261101T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    found = busy_in(stripped(calendar(series)), "UTC", spring)
    assert [start.hour for start, _end in found] == [8, 7, 7]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;BYSECOND=0,1,2,3,4,5,6,7,8,9",
        "FREQ=HOURLY;COUNT=99999999;BYMINUTE=0,1,2,3",
    ],
)
def test_a_series_without_measure_ends_its_own_process_alone(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "EXPAND_SECONDS", 1.5)
    hostile = f"UID:1\nDTSTART:19700101T000000Z\nDURATION:PT1S\nRRULE:{rule}"
    began = time.monotonic()
    with pytest.raises(BadCalendar) as refusal:
        expand_apart(stripped(calendar(hostile)), "UTC", WINDOW)
    assert refusal.value.code == "heavy"
    assert time.monotonic() - began < 10


def test_in_a_process_of_its_own_the_answer_is_the_same() -> None:
    text = stripped(OUTLOOK)
    assert expand_apart(text, "Europe/Berlin", WINDOW) == busy_in(text, "Europe/Berlin", WINDOW)
    with pytest.raises(BadCalendar) as refusal:
        expand_apart(stripped(calendar("DTSTART:x")), "UTC", WINDOW)
    assert refusal.value.code == "broken"


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            st.integers(-3 * 96, 33 * 96), st.integers(1, 200), st.sampled_from(["", "DAILY", "WEEKLY"])
        ),
        max_size=6,
    )
)
def test_busy_times_lie_in_the_window_and_apart(events: list[tuple[int, int, str]]) -> None:
    lines = []
    for key, (start, length, rule) in enumerate(events):
        at = WINDOW[0] + timedelta(minutes=15 * start)
        series = f"\nRRULE:FREQ={rule};COUNT=5" if rule else ""
        lines.append(f"UID:{key}\nDTSTART:{at:%Y%m%dT%H%M%SZ}\nDURATION:PT{15 * length}M{series}")
    found = busy_in(stripped(calendar(*lines)), "UTC", WINDOW)
    assert all(WINDOW[0] <= start < end <= WINDOW[1] for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))
