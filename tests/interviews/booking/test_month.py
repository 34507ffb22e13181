"""Months as weeks of days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from interviews.booking.month import months

DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DATES, st.integers(0, 60))
def test_every_date_is_there_once_under_its_weekday_and_month(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    shown = []
    for month in months(first, last):
        for week in month.weeks:
            assert len(week) == 7
            for weekday, day in enumerate(week):
                if day is not None:
                    assert day.weekday() == weekday
                    assert (day.year, day.month) == (month.first.year, month.first.month)
                    shown.append(day)
    assert shown == sorted(set(shown))
    assert {first + timedelta(days=number) for number in range(length + 1)} <= set(shown)


def test_a_window_over_the_turn_of_the_year_has_both_months() -> None:
    found = months(date(2026, 12, 28), date(2027, 1, 3))
    assert [month.first for month in found] == [date(2026, 12, 1), date(2027, 1, 1)]
    assert found[0].weeks == (
        (date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31), None, None, None),
    )
