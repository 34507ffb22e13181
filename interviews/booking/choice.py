"""Which of many plans to show: good ones that really differ (pure)."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from interviews.booking.plans import BREAK, Plan, Request

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
    for enough in (rounds * 1.5, max(rounds * 0.5, 0.5)):
        while len(chosen) < limit:
            parts = [_part_of_day(plan, request) for plan in chosen]
            differing = [plan for plan in found if all(distance(plan, other) >= enough for other in chosen)]
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


def distance(left: Plan, right: Plan) -> float:
    """How different two plans of the same rounds are: per round 2 for another day's worth of hours, 1 for two
    hours or more, else a half for another interviewer."""
    total = 0.0
    for one, other in zip(left.slots, right.slots, strict=True):
        apart = abs(one.start - other.start)
        total += 2 if apart >= 64 else 1 if apart >= 8 else 0.5 if one.peer != other.peer else 0
    return total


def _part_of_day(plan: Plan, request: Request) -> int:
    """The four hours of the candidate's day in which most of the plan begins."""
    starts = sorted((slot.start - request.days[request.day(slot.start)][0]) // _PART for slot in plan.slots)
    return starts[len(starts) // 2]
