"""The plan as rows and as a sheet to print."""

from typing import Any

from django.utils.translation import gettext as _

from common.zones import written_span
from prep.plan.facts import Booking
from prep.plan.selectors import Overview, TaskRow

COLUMNS = ("day", "task", "how", "state")


def state_words(row: TaskRow) -> str:
    """How a task stands: "done", "late" or "open"."""
    return _("done") if row.done else _("late") if row.late else _("open")


def rows(overview: Overview) -> list[dict[str, str]]:
    """Every task with its day (ISO) and state, in their order."""
    days = [*(day for week in overview.weeks for day in week.days), *overview.around]
    tasks = sorted((task for day in days for task in day.tasks), key=lambda task: task.day)
    return [
        {"day": task.day.isoformat(), "task": task.title, "how": task.how, "state": state_words(task)}
        for task in tasks
    ]


def steps(overview: Overview) -> list[dict[str, Any]]:
    """The seven steps with what is counted and wanted of each."""
    return [
        {"step": step.title, "count": step.count, "wanted": step.wanted, "done": step.done}
        for step in overview.steps
    ]


def sheet(overview: Overview, name: str) -> dict[str, Any]:
    """The plan as `prep.printing` prints it: the steps, then week by week."""
    sections: list[dict[str, Any]] = [
        {
            "title": _("Seven steps"),
            "columns": [_("Step"), _("So far"), _("State")],
            "rows": [
                [
                    step.title,
                    _("%(count)s of %(wanted)s") % {"count": step.count, "wanted": step.wanted},
                    _("done") if step.done else _("open"),
                ]
                for step in overview.steps
            ],
        }
    ]
    for week in overview.weeks:
        phase = _("Stories") if week.phase == "stories" else _("Mocks")
        lines = []
        for day in week.days:
            on = f"{day.date:%a %d %b}"
            lines += [[on, task.title, state_words(task)] for task in day.tasks]
            lines += [[on, _booked(each, overview.zone), ""] for each in day.bookings]
        if lines:
            title = _("Week %(number)s: %(phase)s") % {"number": week.number, "phase": phase}
            sections.append({"title": title, "columns": [_("Day"), _("What"), _("State")], "rows": lines})
    return {"kind": _("Preparation plan"), "title": name, "sections": sections}


def _booked(booking: Booking, zone: str) -> str:
    return f"{booking.title}, {written_span(booking.starts_at, booking.ends_at, zone)}"
