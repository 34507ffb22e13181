"""The programme of a candidate against what happened, week after week, with what is due in each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from accounts.models import User
from prep.plan.facts import Booking
from prep.plan.selectors import Overview, StepRow, TaskRow, overview


@dataclass(frozen=True)
class WeekRow:
    """Seven days of the programme: what was planned, what of it is done, and what took place.

    `when` is "past", "now" or "ahead". `due` is whatever else is due in these days, as the page shows it.
    """

    number: int
    phase: str
    start: date
    end: date
    when: str
    tasks: list[TaskRow]
    held: list[Booking]
    booked: list[Booking]
    missed: list[Booking]
    due: list[Any] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many of the tasks are done, by the platform's count or ticked."""
        return sum(task.done for task in self.tasks)

    @property
    def open_tasks(self) -> list[TaskRow]:
        """What is still to be done."""
        return [task for task in self.tasks if not task.done]


@dataclass(frozen=True)
class Programme:
    """A candidate's weeks in their own zone, and the seven steps; no weeks where they made no plan."""

    zone: str
    steps: list[StepRow]
    weeks: list[WeekRow]
    around: list[Booking]
    later: list[Any]

    @property
    def steps_done(self) -> int:
        """How many of the steps are done."""
        return sum(step.done for step in self.steps)


def programme_of(candidate: User, now: datetime, due: Iterable[tuple[date, Any]]) -> Programme:
    """The programme against what happened.

    Args:
        candidate: whose.
        now: decides which week is the present one.
        due: what is due on which of the candidate's days: goals and drills, as the page shows them.
    """
    return laid(overview(candidate, now), due)


def laid(found: Overview, due: Iterable[tuple[date, Any]]) -> Programme:
    """The weeks of a plan with what happened in them; what lies outside of them is `around` and `later`."""
    given = sorted(due, key=lambda each: each[0])
    weeks = []
    for week in found.weeks:
        start, end = week.days[0].date, week.days[-1].date
        bookings = [each for day in week.days for each in day.bookings]
        when = "past" if end < found.today else "ahead" if start > found.today else "now"
        weeks.append(
            WeekRow(
                week.number,
                week.phase,
                start,
                end,
                when,
                [task for day in week.days for task in day.tasks],
                _in_state(bookings, {"completed"}),
                _in_state(bookings, {"scheduled", "live"}),
                _in_state(bookings, {"missed"}),
                [each for day, each in given if start <= day <= end],
            )
        )
    inside = [(week.start, week.end) for week in weeks]
    return Programme(
        found.zone,
        found.steps,
        weeks,
        [each for day in found.around for each in day.bookings],
        [each for day, each in given if not _within(day, inside)],
    )


def _in_state(bookings: Sequence[Booking], states: set[str]) -> list[Booking]:
    return [each for each in bookings if each.state in states]


def _within(day: date, spans: Iterable[tuple[date, date]]) -> bool:
    return any(start <= day <= end for start, end in spans)
