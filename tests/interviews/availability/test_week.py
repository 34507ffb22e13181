"""Tidying typed hours changes their shape, never the times they cover."""

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from interviews.availability.hours import Differing, Weekly, weekly_length
from interviews.availability.week import cut_at_midnight, tidy

times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weeklies = st.lists(st.builds(Weekly, st.integers(0, 6), times, times), max_size=8)


@given(weeklies)
def test_tidy_keeps_the_covered_time(weekly: list[Weekly]) -> None:
    tidied = tidy(weekly).weekly
    assert weekly_length(tidied) == weekly_length(weekly)
    assert tidy(tidied).weekly == tidied
    assert not tidy(tidied).merged


@given(weeklies)
def test_tidy_leaves_no_overlap_and_nothing_across_midnight(weekly: list[Weekly]) -> None:
    tidied = tidy(weekly).weekly
    assert all(each.end > each.start or each.end == time(0) for each in tidied)
    alone = sum((weekly_length([each]).total_seconds() for each in tidied), 0.0)
    assert alone == weekly_length(tidied).total_seconds()


def test_merged_tells_overlaps_from_touching() -> None:
    touching = [Weekly(0, time(9), time(12)), Weekly(0, time(12), time(13))]
    assert tidy(touching) == tidy([Weekly(0, time(9), time(13))])
    assert tidy([*touching, Weekly(0, time(10), time(11))]).merged


def test_sunday_night_goes_on_on_monday() -> None:
    assert tidy([Weekly(6, time(22), time(2))]).weekly == (
        Weekly(0, time(0), time(2)),
        Weekly(6, time(22), time(0)),
    )


def test_exception_across_midnight_is_two_dates() -> None:
    given_ = [Differing(date(2026, 12, 31), "extra", time(22), time(1)), Differing(date(2026, 12, 24), "off")]
    assert cut_at_midnight([*given_, given_[1]]) == (
        Differing(date(2026, 12, 24), "off"),
        Differing(date(2026, 12, 31), "extra", time(22), time(0)),
        Differing(date(2027, 1, 1), "extra", time(0), time(1)),
    )
