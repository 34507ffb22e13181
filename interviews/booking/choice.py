"""How plans differ, which of many to show, and what speaks for each (pure)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from interviews.booking.plans import BREAK, Peer, Plan, Reason, Request, Slot

SAME_TIME, SAME_DAY = 8, 64
"""Quarters within which two rounds begin at much the same time, and on much the same day."""
NEAR, FAR = 0.5, 1.5
"""The distance per round that two plans on show have at least, and the one they should have."""
SAME_PART = 8
"""What it costs to lie in the same part of the day as a chosen plan: as much as waiting two days."""
_PART = 16  # quarters: four hours


def choose(
    chosen: list[Plan], found: Sequence[Plan], *, request: Request, loads: Mapping[int, int], limit: int
) -> None:
    """Add the best of `found` to `chosen`, up to `limit`: first those far from all chosen, then those near.

    Args:
        chosen: plans to show already; extended in place.
        found: plans of one level of wishes.
        request: whose days they are.
        loads: rounds that each interviewer has to run anyway.
        limit: how many to show.
    """
    costs = {plan: cost(plan, request, loads) for plan in found}
    rounds = len(request.needs)
    for enough in (rounds * FAR, rounds * NEAR):
        while len(chosen) < limit:
            parts = [_part_of_day(plan, request) for plan in chosen]
            differing = [
                plan for plan in found if all(distance(plan.slots, other.slots) >= enough for other in chosen)
            ]
            if not differing:
                break
            chosen.append(
                min(
                    differing,
                    key=lambda plan: (
                        costs[plan] + SAME_PART * parts.count(_part_of_day(plan, request)),
                        [slot.start for slot in plan.slots],
                    ),
                )
            )


def cost(plan: Plan, request: Request, loads: Mapping[int, int]) -> int:
    """Small is good: no idle time on a day, done early, and people spared who have much to do."""
    idle = sum(
        after.start - before.end - BREAK
        for before, after in pairwise(plan.slots)
        if request.day(before.start) == request.day(after.start)
    )
    busy = sum(loads[slot.peer] for slot in plan.slots)
    return idle + 4 * request.day(plan.slots[-1].start) + 3 * busy


def distance(left: Sequence[Slot], right: Sequence[Slot]) -> float:
    """How different two plans of the same rounds are: per round 2 for another day's worth of hours, 1 for two
    hours or more, else a half for another interviewer."""
    total = 0.0
    others = {slot.kind: slot for slot in right}
    for one in left:
        other = others[one.kind]
        apart = abs(one.start - other.start)
        total += 2 if apart >= SAME_DAY else 1 if apart >= SAME_TIME else 0.5 if one.peer != other.peer else 0
    return total


def part_of_day(quarter: int, day: int, request: Request) -> int:
    """The four hours of the candidate's day in which a quarter lies, counted from the end of the day: the
    first day of a window may have no beginning."""
    return (request.days[day][1] - 1 - quarter) // _PART


def with_reasons(plans: Sequence[Plan], peers: Mapping[int, Peer]) -> tuple[Plan, ...]:
    """The plans, each with what it has over all the others."""
    if len(plans) < 2:
        return tuple(plans)
    merits: list[tuple[Reason, Callable[[Plan], int]]] = [
        ("soonest", lambda plan: -plan.slots[-1].end),
        ("spared", lambda plan: -sum(peers[slot.peer].load for slot in plan.slots)),
        ("unmet", lambda plan: sum(not peers[slot.peer].met for slot in plan.slots)),
        ("shortest", lambda plan: plan.slots[0].start - plan.slots[-1].end),
        ("backed", lambda plan: bool(plan.standbys) and None not in plan.standbys),
        ("latest", lambda plan: plan.slots[0].start),
    ]
    reasons: list[tuple[Reason, ...]] = [()] * len(plans)
    for reason, merit in merits:
        values = [merit(plan) for plan in plans]
        best = max(values)
        if values.count(best) == 1:
            reasons[values.index(best)] += (reason,)
    return tuple(replace(plan, reasons=its) for plan, its in zip(plans, reasons, strict=True))


def _part_of_day(plan: Plan, request: Request) -> int:
    """The four hours of the candidate's day in which most of the plan begins."""
    parts = sorted(part_of_day(slot.start, request.day(slot.start), request) for slot in plan.slots)
    return parts[len(parts) // 2]
