"""Weeks and how full they are."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.load.heat import FULL, cell, hours_within, monday, mondays, quarters_of_week


def test_this_week_is_the_fifth_of_eleven() -> None:
    weeks = mondays(date(2026, 11, 24))
    assert len(weeks) == 11
    assert weeks[4] == date(2026, 11, 23)
    assert all(week.weekday() == 0 for week in weeks)


@pytest.mark.parametrize(
    ("rounds", "hours", "cap", "level"),
    [
        (0, 10, None, 0),
        (0, 0, None, 0),
        (1, 0, None, FULL),
        (1, 10, None, 1),
        (5, 10, None, 2),
        (7, 10, None, 3),
        (9, 10, None, 4),
        (10, 10, None, FULL),
        (3, 40, 3, FULL),
        (2, 40, 3, 3),
        (2, 2, 5, FULL),
    ],
)
def test_a_week_is_as_full_as_its_cap_or_its_hours(
    rounds: int, hours: float, cap: int | None, level: int
) -> None:
    assert cell(rounds, hours=hours, usual=20, cap=cap).level == level


def test_a_week_that_is_over_is_measured_by_an_ordinary_one() -> None:
    assert cell(5, hours=None, usual=20, cap=None).level == 1
    assert cell(5, hours=None, usual=5, cap=None).level == FULL
    assert cell(5, hours=None, usual=0, cap=10).level == 2


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(["UTC", "Europe/Berlin", "Asia/Kolkata"])
)
def test_weeks_follow_one_another_in_every_zone(day: date, zone: str) -> None:
    first = monday(day)
    week, following = (
        quarters_of_week(first, zone),
        quarters_of_week(date.fromordinal(first.toordinal() + 7), zone),
    )
    assert week[1] == following[0]
    assert week[1] - week[0] in (7 * 96 - 4, 7 * 96, 7 * 96 + 4)
    assert hours_within([week], week) in (167, 168, 169)


def test_hours_are_what_lies_within() -> None:
    assert hours_within([(0, 8), (96, 100), (200, 300)], (4, 98)) == 1.5
