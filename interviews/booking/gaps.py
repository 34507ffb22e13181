"""Pace and breaks in the constraint model, where they cannot be kept in full and are counted (pure)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviews.booking.plans import BREAK, Request
from interviews.booking.ranking import DAY_OFF, breaks_of

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Linear = cp_model.LinearExpr | cp_model.IntVar | int


def missed_gaps(
    model: cp_model.CpModel,
    request: Request,
    starts: list[Linear],
    days: list[Linear],
    most_pace: int | None,
) -> tuple[Linear, Linear]:
    """By how much pace and breaks are missed (`Rank.pace`, `Rank.breaks`).

    Args:
        model: gets what it takes to count.
        request: whose wishes count.
        starts: per round, quarters from the start of the window.
        days: per round, the number of its day.
        most_pace: how much of the pace may be missed at most; None when that is open.
    """
    from ortools.sat.python import cp_model

    length = request.window[1] - request.window[0]
    one_day = request.pace == "one_day"
    at, until, day = _in_time(model, request, starts, days, length)
    shortest, longest = breaks_of(request.mode)
    off: list[cp_model.IntVar] = []
    same: list[cp_model.IntVar] = []
    for place in range(len(starts) - 1):
        together = model.new_bool_var("")
        if most_pace == 0:
            model.add(together == one_day)
        apart = day[place + 1] - day[place]
        gap = at[place + 1] - until[place]
        model.add(apart == 0).only_enforce_if(together)
        model.add(apart >= 1).only_enforce_if(~together)
        missed = model.new_int_var(0, max(length, DAY_OFF * len(request.days)), "")
        model.add(gap - longest <= missed).only_enforce_if(together)
        model.add(shortest - gap <= missed).only_enforce_if(together)
        if not one_day:
            wanted = 2 - apart if request.mode == "learning" else apart - 1
            model.add(wanted * DAY_OFF <= missed).only_enforce_if(~together)
        same.append(together)
        off.append(missed)
    pace = [~each for each in same] if one_day else same
    return cp_model.LinearExpr.sum(pace), cp_model.LinearExpr.sum(off)


def _in_time(
    model: cp_model.CpModel, request: Request, starts: list[Linear], days: list[Linear], length: int
) -> tuple[list[Linear], list[Linear], list[Linear]]:
    """Per place in time: when its round begins, when it is over, on which day."""
    from ortools.sat.python import cp_model

    needs = request.needs
    if request.order == "kept":
        over = [start + need.quarters for start, need in zip(starts, needs, strict=True)]
        return starts, over, days
    lengths = [need.quarters for need in needs]
    placed = [[model.new_bool_var("") for _ in needs] for _ in needs]
    for row in (*placed, *zip(*placed, strict=True)):
        model.add_exactly_one(row)
    at: list[Linear] = []
    until: list[Linear] = []
    on: list[Linear] = []
    for place in range(len(needs)):
        here = [row[place] for row in placed]
        begins = model.new_int_var(0, length, "")
        its_day = model.new_int_var(0, len(request.days), "")
        for number, its in enumerate(here):
            model.add(begins == starts[number]).only_enforce_if(its)
            model.add(its_day == days[number]).only_enforce_if(its)
        at.append(begins)
        until.append(begins + cp_model.LinearExpr.weighted_sum(here, lengths))
        on.append(its_day)
    for place in range(1, len(needs)):
        model.add(at[place] >= until[place - 1] + BREAK)
    return at, until, on
