"""The months beside the plans: which days could be the first, and what the candidate has on them anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.clock import current_clock
from common.zones import written
from interviews.booking.month import months
from interviews.booking.plans import Plan
from interviews.booking.selectors import Commitments, Wishes
from interviews.booking.services import moment
from interviews.kinds import SHORT_TITLES, RoundKind


@dataclass(frozen=True)
class Cell:
    """One day of the calendar.

    `asked`: it lies in the window. `possible`: a loop could begin on it. `plans`: how many of those shown do.
    `own` says in words what the candidate has on it anyway. `query` asks for plans that begin on it, or takes
    that back where it is `chosen`.
    """

    day: date
    asked: bool
    possible: bool
    plans: int
    chosen: bool
    today: bool
    own: tuple[str, ...]
    query: str


def calendar(
    wishes: Wishes,
    plans: Sequence[Plan],
    possible: frozenset[date],
    commitments: Commitments,
    query: QueryDict,
) -> list[dict[str, Any]]:
    """The months of the window: [{title, weeks: [[Cell or None]]}], in the active zone."""
    begins = [timezone.localdate(moment(plan.slots[0].start)) for plan in plans]
    own = _by_day(commitments)
    today = timezone.localdate()

    def cell(day: date) -> Cell:
        return Cell(
            day=day,
            asked=wishes.first <= day <= wishes.last,
            possible=day in possible,
            plans=begins.count(day),
            chosen=day == wishes.begin,
            today=day == today,
            own=tuple(own.get(day, ())),
            query=_with_day(query, None if day == wishes.begin else day),
        )

    return [
        {
            "title": date_format(month.first, "F Y"),
            "weeks": [[cell(day) if day else None for day in week] for week in month.weeks],
        }
        for month in months(wishes.first, wishes.last)
    ]


def beside(plan: Plan, commitments: Commitments) -> list[str]:
    """What the candidate has anyway on the days of a plan, in words with the day."""
    own = _by_day(commitments)
    days = sorted({timezone.localdate(moment(slot.start)) for slot in plan.slots} & own.keys())
    return [f"{day:%a} {day.day} {day:%b}: {', '.join(own[day])}" for day in days]


def without_day(query: QueryDict) -> str:
    """The address parameters that ask for plans on any day."""
    return _with_day(query, None)


def widened(query: QueryDict, wishes: Wishes, days: int) -> str:
    """The address parameters that ask for the same with a window that ends so many days later."""
    wider = query.copy()
    wider["last"] = (wishes.last + timedelta(days=days)).isoformat()
    wider.pop("day", None)
    return wider.urlencode()


def only(query: QueryDict, kind: str) -> str:
    """The address parameters that ask for one round alone."""
    narrower = query.copy()
    narrower.setlist("rounds", [kind])
    narrower.pop("day", None)
    return narrower.urlencode()


def _with_day(query: QueryDict, day: date | None) -> str:
    asked = query.copy()
    asked.pop("day", None)
    if day is not None:
        asked["day"] = day.isoformat()
    return asked.urlencode()


def _by_day(commitments: Commitments) -> dict[date, list[str]]:
    """What there is on each day of the active zone, in the order of time; what crosses midnight on both."""
    found: dict[date, list[tuple[datetime, str]]] = {}
    spans = [
        (each.starts_at, each.ends_at, str(SHORT_TITLES[RoundKind(each.kind)])) for each in commitments.rounds
    ]
    spans += [(start, end, _("busy")) for start, end in commitments.busy]
    for start, end, what in spans:
        day, last = timezone.localdate(start), timezone.localdate(end - timedelta(seconds=1))
        while day <= last:
            found.setdefault(day, []).append((start, f"{what} {_clock(start)}–{_clock(end)}"))
            day += timedelta(days=1)
    return {day: [words for _at, words in sorted(entries)] for day, entries in found.items()}


def _clock(at: datetime) -> str:
    return written(at, timezone.get_current_timezone_name(), "clock", current_clock())
