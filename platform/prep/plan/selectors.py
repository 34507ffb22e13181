"""A candidate's plan as it stands today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from accounts.models import User
from prep.models import Plan, PlanTick
from prep.plan import programme, words
from prep.plan.facts import Booking, bookings_of, counts


@dataclass(frozen=True)
class StepRow:
    """One of the seven steps; `known` when the platform itself counts it as done, `ticked` when by hand."""

    key: str
    title: str
    why: str
    url: str
    button: str
    count: int
    wanted: int
    known: bool
    ticked: bool

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.known or self.ticked


@dataclass(frozen=True)
class TaskRow:
    """One task on its day."""

    key: str
    day: date
    title: str
    how: str
    url: str
    button: str
    known: bool
    ticked: bool
    late: bool

    @property
    def done(self) -> bool:
        """Whether nothing is left to do."""
        return self.known or self.ticked


@dataclass(frozen=True)
class Day:
    """A day of the programme, or one beside it on which something is booked."""

    date: date
    is_today: bool
    is_past: bool
    tasks: list[TaskRow]
    bookings: list[Booking]


@dataclass(frozen=True)
class Week:
    """Seven days of the programme; `phase` is what most of it is for."""

    number: int
    phase: programme.Phase
    days: list[Day]


@dataclass(frozen=True)
class Overview:
    """Everything the plan's page says. Without a plan `weeks` is empty and `next` is of the steps alone.

    `zone` is the candidate's: the days are theirs. `around` are days with bookings outside the programme.
    """

    plan: Plan | None
    today: date
    zone: str
    steps: list[StepRow]
    weeks: list[Week]
    around: list[Day]
    next: TaskRow | None

    @property
    def done(self) -> int:
        """How many of the steps are done."""
        return sum(step.done for step in self.steps)

    @property
    def ends_on(self) -> date | None:
        """The programme's last day."""
        return last_day(self.plan) if self.plan else None


def last_day(plan: Plan) -> date:
    """The last day of a programme."""
    return plan.starts_on + timedelta(days=programme.length(plan.weeks) - 1)


def plan_of(candidate: User) -> Plan | None:
    """Their plan, or None before they made one."""
    return Plan.objects.filter(candidate=candidate).first()


def overview(candidate: User, now: datetime) -> Overview:
    """The plan of a candidate, with what ticked itself, in their own zone."""
    zone = ZoneInfo(candidate.timezone)
    today = now.astimezone(zone).date()
    facts = counts(candidate)
    ticked = set(PlanTick.objects.filter(candidate=candidate).values_list("key", flat=True))
    plan = plan_of(candidate)
    bookings = bookings_of(candidate)
    days = {day: list(found) for day, found in groupby(bookings, lambda each: _day(each.starts_at, zone))}
    tasks: list[TaskRow] = []
    if plan is not None:
        laid = programme.lay(plan.starts_on, plan.weeks, _loop_days(bookings, zone))
        tasks = [_task(each, facts, ticked, today) for each in laid]
    return Overview(
        plan=plan,
        today=today,
        zone=candidate.timezone,
        steps=[_step(step, facts, ticked) for step in programme.STEPS],
        weeks=_weeks(plan, tasks, days, today) if plan else [],
        around=_around(plan, tasks, days, today),
        next=_next(tasks, today),
    )


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _loop_days(bookings: list[Booking], zone: ZoneInfo) -> list[date]:
    """The first day of every whole loop that is to come or took place, ascending."""
    firsts: dict[str, date] = {}
    for each in bookings:
        if each.whole and each.state != "missed":
            firsts.setdefault(each.loop, _day(each.starts_at, zone))
    return sorted(firsts.values())


def _step(step: programme.Step, facts: dict[str, int], ticked: set[str]) -> StepRow:
    said, count = words.STEPS[step.key], facts.get(step.key, 0)
    return StepRow(
        key=step.key,
        title=str(said.title),
        why=str(said.why),
        url=words.address(said.name),
        button=str(said.button),
        count=count,
        wanted=step.wanted,
        known=count >= step.wanted,
        ticked=f"step:{step.key}" in ticked,
    )


def _task(laid: programme.Laid, facts: dict[str, int], ticked: set[str], today: date) -> TaskRow:
    said = words.TASKS[laid.task.key]
    done = programme.is_done(laid.task, facts, ticked)
    return TaskRow(
        key=laid.task.key,
        day=laid.day,
        title=str(said.title),
        how=str(said.how),
        url=words.address(said.name),
        button=str(said.button),
        known=programme.counted(laid.task, facts),
        ticked=laid.task.key in ticked,
        late=not done and laid.day < today,
    )


def _next(tasks: list[TaskRow], today: date) -> TaskRow | None:
    left = [task for task in tasks if not task.done]
    return min(left, key=lambda task: (task.day > today, task.day), default=None)


def _weeks(plan: Plan, tasks: list[TaskRow], bookings: dict[date, list[Booking]], today: date) -> list[Week]:
    stories, _mocks = programme.halves(plan.weeks)
    found = []
    for number in range(plan.weeks):
        start = plan.starts_on + timedelta(days=7 * number)
        phase: programme.Phase = "stories" if number * 7 + 3 < stories else "mocks"
        days = [_as_day(start + timedelta(days=place), tasks, bookings, today) for place in range(7)]
        found.append(Week(number + 1, phase, days))
    return found


def _around(
    plan: Plan | None, tasks: list[TaskRow], bookings: dict[date, list[Booking]], today: date
) -> list[Day]:
    """Days outside the programme on which a round is to come, or a task was moved to by a booked loop."""
    days = {day for day in bookings if day >= today} | {task.day for task in tasks}
    if plan is not None:
        days = {day for day in days if not plan.starts_on <= day <= last_day(plan)}
    return [_as_day(day, tasks, bookings, today) for day in sorted(days)]


def _as_day(day: date, tasks: list[TaskRow], bookings: dict[date, list[Booking]], today: date) -> Day:
    its = [each for each in tasks if each.day == day]
    return Day(day, day == today, day < today, its, bookings.get(day, []))
