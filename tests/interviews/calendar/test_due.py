"""Which reminder is due when: a table, and laws that hold at any time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.calendar.due import LONGEST, REMINDERS, due, expires_at, key, spans

START = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)  # half an hour after Europe's clocks went forward
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LONG_AGO = START - timedelta(days=10)


@pytest.mark.parametrize(
    ("before", "which"),
    [
        (25 * HOUR, None),
        (24 * HOUR + MINUTE, None),
        (24 * HOUR, "day"),
        (23 * HOUR, "day"),
        (12 * HOUR + MINUTE, "day"),  # late, but still worth reading
        (12 * HOUR, None),
        (2 * HOUR, None),
        (HOUR, "hour"),
        (16 * MINUTE, "hour"),
        (15 * MINUTE, None),
        (11 * MINUTE, None),
        (10 * MINUTE, "opening"),
        (MINUTE, "opening"),
        (timedelta(), None),
        (-MINUTE, None),
    ],
)
def test_each_comes_in_its_time(before: timedelta, which: str | None) -> None:
    found = due(START, LONG_AGO, START - before)
    assert (found.which if found else None) == which


@pytest.mark.parametrize(
    ("booked", "looked", "which"),
    [
        # Booked after the moment: not reminded of what was just read.
        (23 * HOUR, 20 * HOUR, None),
        (24 * HOUR, 24 * HOUR, None),
        (24 * HOUR + MINUTE, 24 * HOUR, "day"),
        (50 * MINUTE, 40 * MINUTE, None),
        (50 * MINUTE, 10 * MINUTE, "opening"),
        (HOUR + MINUTE, 50 * MINUTE, "hour"),
        (5 * MINUTE, 4 * MINUTE, None),
    ],
)
def test_only_what_was_arranged_before_is_reminded_of(
    booked: timedelta, looked: timedelta, which: str | None
) -> None:
    found = due(START, START - booked, START - looked)
    assert (found.which if found else None) == which


def test_a_round_that_moved_is_another_occasion() -> None:
    earlier = START - 3 * HOUR
    assert key("r", START, "day", 1) != key("r", earlier, "day", 1)
    # Moved two hours before to four hours later: that is nearer than a day, so the hour comes next.
    moved_at, now_at = START - 2 * HOUR, START + 4 * HOUR
    assert due(now_at, moved_at, moved_at + MINUTE) is None
    found = due(now_at, moved_at, now_at - HOUR)
    assert found
    assert found.which == "hour"


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))
LEADS = st.timedeltas(-HOUR, timedelta(days=2))


@given(MOMENTS, LEADS, LEADS)
def test_what_is_due_was_known_before_its_moment_and_is_not_too_late(
    start: datetime, booked: timedelta, before: timedelta
) -> None:
    now, known = start - before, start - booked
    found = due(start, known, now)
    if found:
        assert known < start - found.before <= now < expires_at(found, start) <= start


@given(
    MOMENTS,
    st.timedeltas(timedelta(days=1, minutes=1), timedelta(days=30)),
    st.timedeltas(MINUTE, 5 * MINUTE),
)
def test_looking_every_few_minutes_finds_each_once(
    start: datetime, booked: timedelta, step: timedelta
) -> None:
    now, keys = start - LONGEST - 2 * step, []
    while now < start + HOUR:
        if found := due(start, start - booked, now):
            keys.append(key("r", start, found.which, 1))
        now += step
    assert list(dict.fromkeys(keys)) == [key("r", start, each.which, 1) for each in REMINDERS]


@given(MOMENTS, LEADS)
def test_the_spans_to_look_in_are_those_in_which_something_is_due(now: datetime, ahead: timedelta) -> None:
    start = now + ahead
    inside = any(after < start <= until for after, until in spans(now))
    assert inside == (due(start, start - timedelta(days=30), now) is not None)
