"""The programme: what is prepared when, laid over any number of weeks (pure).

Stories are refined in the first half, live mocks run in the second. The two-week form has one task a day; in
longer or shorter programmes the same tasks are spread evenly over the days of their half.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

Phase = Literal["stories", "mocks"]
SHORTEST, USUAL, LONGEST = 1, 2, 8
"""Weeks of a programme."""


@dataclass(frozen=True)
class Step:
    """One of the seven steps of preparation: done when the platform counts `wanted` of its fact."""

    key: str
    wanted: int


STEPS: Final = (
    Step("stories", 5),
    Step("car", 3),
    Step("sketches", 2),
    Step("companies", 3),
    Step("questions", 5),
    Step("loops", 2),
    Step("offers", 1),
)


@dataclass(frozen=True)
class Task:
    """One task. It ticks itself when the fact of `step` reaches `wanted`; with 0 it is ticked by hand."""

    key: str
    phase: Phase
    step: str
    wanted: int


TASKS: Final = (
    Task("first_stories", "stories", "stories", 2),
    Task("more_stories", "stories", "stories", 5),
    Task("first_car", "stories", "car", 1),
    Task("strong_sketch", "stories", "sketches", 1),
    Task("eventual_sketch", "stories", "sketches", 2),
    Task("companies", "stories", "companies", 3),
    Task("more_car", "stories", "car", 3),
    Task("first_loop", "mocks", "loops", 1),
    Task("first_debrief", "mocks", "debriefs", 1),
    Task("rework_stories", "mocks", "stories", 0),
    Task("questions", "mocks", "questions", 5),
    Task("second_loop", "mocks", "loops", 2),
    Task("second_debrief", "mocks", "debriefs", 2),
    Task("offer", "mocks", "offers", 1),
)
LOOPS: Final = {1: "first_loop", 2: "second_loop"}
"""The tasks that are held at a booked time, by which loop it is."""


@dataclass(frozen=True)
class Laid:
    """A task with the day it is for."""

    task: Task
    day: date


def length(weeks: int) -> int:
    """Days of a programme of so many weeks."""
    return weeks * 7


def halves(weeks: int) -> tuple[int, int]:
    """How many days belong to stories and to mocks; stories get the odd one."""
    days = length(weeks)
    return days - days // 2, days // 2


def lay(start: date, weeks: int, loops: Sequence[date] = ()) -> list[Laid]:
    """Every task with its day, in the order of the days.

    Args:
        start: first day.
        weeks: 1 to 8.
        loops: days on which whole loops are booked or were held, ascending: a loop's task moves to its day.
    """
    stories, mocks = halves(weeks)
    booked = {LOOPS[number]: day for number, day in enumerate(loops[: len(LOOPS)], start=1)}
    found = []
    for phase, begin, days in (("stories", 0, stories), ("mocks", stories, mocks)):
        tasks = [task for task in TASKS if task.phase == phase]
        for place, task in enumerate(tasks):
            usual = start + timedelta(days=begin + place * days // len(tasks))
            found.append(Laid(task, booked.get(task.key, usual)))
    order = {task.key: place for place, task in enumerate(TASKS)}
    return sorted(found, key=lambda laid: (laid.day, order[laid.task.key]))


def is_done(task: Task, counts: Mapping[str, int], ticked: Iterable[str]) -> bool:
    """Whether a task is done: because the platform counts it, or because the candidate says so."""
    return counted(task, counts) or task.key in set(ticked)


def counted(task: Task, counts: Mapping[str, int]) -> bool:
    """Whether the platform itself knows that a task is done."""
    return bool(task.wanted) and counts.get(task.step, 0) >= task.wanted
