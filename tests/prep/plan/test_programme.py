"""The programme over any start and length."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prep.plan.programme import LONGEST, STEPS, TASKS, counted, halves, is_done, lay, length

START = date(2026, 11, 30)
BY_KEY = {task.key: task for task in TASKS}
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def test_seven_steps_as_they_are_taught() -> None:
    assert [(step.key, step.wanted) for step in STEPS] == [
        ("stories", 5),
        ("car", 3),
        ("sketches", 2),
        ("companies", 3),
        ("questions", 5),
        ("loops", 2),
        ("offers", 1),
    ]


def test_usual_programme_has_a_task_a_day() -> None:
    laid = lay(START, 2)
    assert [each.day for each in laid] == [START + timedelta(days=day) for day in range(14)]
    assert [each.task for each in laid] == list(TASKS)


@given(days, st.integers(1, LONGEST))
def test_every_task_is_laid_once_within_its_half(start: date, weeks: int) -> None:
    laid = lay(start, weeks)
    assert sorted(each.task.key for each in laid) == sorted(BY_KEY)
    middle = start + timedelta(days=halves(weeks)[0])
    last = start + timedelta(days=length(weeks) - 1)
    for each in laid:
        first, end = (start, middle - timedelta(days=1)) if each.task.phase == "stories" else (middle, last)
        assert first <= each.day <= end
    assert all(one.day <= two.day for one, two in pairwise(laid))


@given(days, st.integers(1, LONGEST), st.integers(-20, 60))
def test_moving_the_start_moves_all_by_as_much(start: date, weeks: int, by: int) -> None:
    moved = lay(start + timedelta(days=by), weeks)
    assert [each.day - timedelta(days=by) for each in moved] == [each.day for each in lay(start, weeks)]


@given(days, st.integers(1, LONGEST), st.lists(st.integers(-10, 40), max_size=4))
def test_loops_are_for_the_days_they_are_booked_on(start: date, weeks: int, offsets: list[int]) -> None:
    booked = sorted(start + timedelta(days=offset) for offset in offsets)
    at = {each.task.key: each.day for each in lay(start, weeks, booked)}
    usual = {each.task.key: each.day for each in lay(start, weeks)}
    assert at["first_loop"] == (booked[0] if booked else usual["first_loop"])
    assert at["second_loop"] == (booked[1] if len(booked) > 1 else usual["second_loop"])
    assert {key: day for key, day in at.items() if "loop" not in key} == {
        key: day for key, day in usual.items() if "loop" not in key
    }


@pytest.mark.parametrize(
    ("task", "counts", "ticked", "known", "done"),
    [
        ("first_stories", {}, [], False, False),
        ("first_stories", {"stories": 1}, [], False, False),
        ("first_stories", {"stories": 2}, [], True, True),
        ("more_stories", {"stories": 2}, ["more_stories"], False, True),
        ("rework_stories", {"stories": 9}, [], False, False),
        ("rework_stories", {}, ["rework_stories"], False, True),
    ],
)
def test_task_is_done_when_counted_or_ticked(
    task: str, counts: dict[str, int], ticked: list[str], known: bool, done: bool
) -> None:
    assert counted(BY_KEY[task], counts) is known
    assert is_done(BY_KEY[task], counts, ticked) is done
