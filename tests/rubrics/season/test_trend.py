"""The arithmetic of a season: points, changes and noise, goals."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.season.goals import progress
from rubrics.season.trend import Given, Point, Series, gaps, series

DAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
ORDER = ("recruiter", "system_design")
scores = st.lists(st.integers(2, 10), min_size=1, max_size=3)


def point(day: int, *half_steps: int) -> Point:
    return Point(UUID(int=100 + day), DAY + timedelta(days=day), sum(half_steps), len(half_steps))


def line(*points: Point) -> Series:
    return Series("recruiter", "first", "First", points)


def figure(day: int, *half_steps: int, kind: str = "recruiter", title: str = "First") -> Given:
    at = DAY + timedelta(days=day)
    return Given(UUID(int=day), at, kind, "first", title, sum(half_steps), len(half_steps))


def test_series_are_ordered_by_round_then_time_and_have_their_newest_title() -> None:
    found = series(
        [figure(5, 8, kind="system_design"), figure(9, 8, title="Newer"), figure(1, 4, 5, title="Older")],
        ORDER,
    )
    assert [(each.kind, each.title) for each in found] == [
        ("recruiter", "Newer"),
        ("system_design", "First"),
    ]
    assert [each.mean for each in found[0].points] == [Fraction(9, 2), Fraction(8)]


def test_two_rounds_of_a_kind_in_one_loop_are_one_point() -> None:
    (found,) = series([figure(1, 4), figure(1, 6, 8)], ORDER)
    assert [(each.total, each.raters) for each in found.points] == [(18, 3)]


def test_a_single_loop_has_no_change_and_two_have_one() -> None:
    assert line(point(1, 6)).step is None
    two = line(point(1, 4), point(2, 9))
    assert two.whole is None
    assert two.step is not None
    assert two.step.by == 5


@given(scores, scores)
def test_a_change_is_turned_round_by_its_order_and_never_both_noise_and_more(
    before: list[int], after: list[int]
) -> None:
    there = line(point(1, *before), point(2, *after)).step
    back = line(point(1, *after), point(2, *before)).step
    assert there is not None
    assert back is not None
    assert there.by == -back.by
    assert there.beyond == back.beyond == (abs(there.by) > there.noise)


@given(scores, st.integers(1, 8))
def test_the_same_scores_again_are_never_more_than_noise(half_steps: list[int], times: int) -> None:
    found = line(*(point(day, *half_steps) for day in range(times + 1)))
    assert found.moved is None
    assert found.step is not None
    assert found.step.by == 0


@given(st.lists(scores, min_size=2, max_size=6))
def test_what_moved_is_one_of_the_two_changes(given_: list[list[int]]) -> None:
    found = line(*(point(day, *each) for day, each in enumerate(given_)))
    if found.moved is not None:
        assert found.moved in (found.whole, found.step)
        assert found.moved.beyond


@given(scores)
def test_an_interval_holds_its_mean_and_stays_on_the_scale(half_steps: list[int]) -> None:
    found = point(1, *half_steps)
    low, high = found.ends
    assert 2 <= low <= found.mean <= high <= 10


def test_gaps_are_the_newest_scores_below_weakest_first() -> None:
    weak, weaker, strong = line(point(1, 9), point(2, 5)), line(point(1, 3)), line(point(1, 4), point(2, 8))
    assert gaps([weak, strong, weaker], 6) == [weaker, weak]


GOAL = {"target": 8, "since": DAY, "due": date(2026, 11, 12), "zone": "UTC"}


@pytest.mark.parametrize(
    ("points", "today", "standing"),
    [
        ([], date(2026, 11, 12), "open"),
        ([], date(2026, 11, 13), "missed"),
        ([point(-2, 9)], date(2026, 11, 5), "open"),
        ([point(3, 7, 8)], date(2026, 11, 13), "missed"),
        ([point(3, 8, 8)], date(2026, 11, 5), "met"),
        ([point(10, 8)], date(2026, 11, 30), "met"),
        ([point(11, 8)], date(2026, 11, 30), "late"),
        ([point(3, 8), point(4, 2)], date(2026, 11, 30), "met"),
    ],
)
def test_a_goal_is_met_by_what_is_held_from_its_setting_to_its_day(
    points: list[Point], today: date, standing: str
) -> None:
    assert progress(points, today=today, **GOAL).standing == standing  # type: ignore[arg-type]


def test_the_last_day_is_the_candidates() -> None:
    late = [Point(UUID(int=1), datetime(2026, 11, 12, 23, 30, tzinfo=UTC), 8, 1)]
    for zone, standing in (("UTC", "met"), ("Asia/Tokyo", "late"), ("America/New_York", "met")):
        found = progress(late, today=date(2026, 11, 30), **(GOAL | {"zone": zone}))  # type: ignore[arg-type]
        assert found.standing == standing


@given(st.lists(scores, max_size=4), st.lists(scores, max_size=4), st.integers(3, 10))
def test_progress_lies_between_nothing_and_all_and_is_all_where_it_was_reached(
    before: list[list[int]], after: list[list[int]], target: int
) -> None:
    points = [point(day - 10, *each) for day, each in enumerate(before)]
    points += [point(day + 1, *each) for day, each in enumerate(after)]
    found = progress(points, today=date(2026, 11, 8), **(GOAL | {"target": target}))  # type: ignore[arg-type]
    share = found.share(target)
    assert 0 <= share <= 1
    assert (found.reached is not None) == any(Fraction(sum(each), len(each)) >= target for each in after)
    if found.reached is not None:
        assert share == 1
        assert found.standing in ("met", "late")
