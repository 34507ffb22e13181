"""Staffing a whole loop: who interviews in which round, and when (pure).

Time is counted in quarter hours since 1970-01-01T00:00Z, so a person's free time is a set of whole numbers.
The greedy search (`greedy`) says quickly what there is; the solver (`solver`) begins there and finds the best
plan and others that really differ from it; where it has run out of time, what the greedy search found stands.
"""

from collections.abc import Iterable
from itertools import tee

from interviews.booking.choice import choose, with_reasons
from interviews.booking.greedy import Slots, search
from interviews.booking.obstacles import in_the_way, outside_hours, singles
from interviews.booking.offers import Offers, offers_of
from interviews.booking.plans import Outcome, Peer, Plan, Request
from interviews.booking.ranking import rank
from interviews.booking.solver import staff
from interviews.booking.standby import standbys


def plan_loops(request: Request, peers: Iterable[Peer], *, limit: int = 5) -> Outcome:
    """Staff the loop in up to `limit` really different ways; the same input gives the same plans.

    Never gives way: free time, notice, buffers, caps, a kept order, breaks, no peer across from themself.
    The rest is ranked (`ranking.Rank`): an interviewer of its own for each round, then the candidate's
    wishes, then an even load, reliability, people not met, earliness. Plans with a shared interviewer are
    offered only where there is none without.

    Args:
        request: what is asked for; up to four rounds.
        peers: the pool, in any order; the candidate among them is left out.
        limit: how many plans are wanted. One is found in a fraction of the time that five take.
    """
    offers = offers_of(request, peers)
    chosen = _staffed(offers, limit)
    if not chosen:
        return Outcome(obstacles=tuple(in_the_way(offers)), singles=tuple(singles(offers)))
    wishes = tuple(outside_hours(offers)) if all(plan.outside_hours for plan in chosen) else ()
    return Outcome(with_reasons(chosen, offers.peers), wishes=wishes)


def greedy_loops(request: Request, peers: Iterable[Peer], *, limit: int = 5) -> tuple[Plan, ...]:
    """The same by the greedy search alone: what the benchmark compares with."""
    offers = offers_of(request, peers)
    chosen: list[Plan] = []
    _fill(chosen, offers, search(offers), limit)
    return tuple(chosen)


def _staffed(offers: Offers, limit: int) -> list[Plan]:
    """The solver's plans, and where it has none or too few, the greedy search's."""
    looked_at, levels = tee(search(offers))
    found: list[Slots] = next((level for level in looked_at if level), [])
    chosen = [_plan(slots, offers) for slots in staff(offers, found, limit=limit)]
    if len(chosen) < limit:
        _fill(chosen, offers, levels, limit)
    return chosen


def _fill(chosen: list[Plan], offers: Offers, levels: Iterable[list[Slots]], limit: int) -> None:
    """More plans of the greedy search, level by level, up to the limit."""
    loads = {peer.key: peer.load for peer in offers.pool}
    for level in levels:
        plans = [_plan(slots, offers) for slots in level]
        if chosen and not chosen[0].shared_interviewer:
            plans = [plan for plan in plans if not plan.shared_interviewer]
        choose(chosen, plans, request=offers.request, loads=loads, limit=limit)
        if len(chosen) == limit:
            return


def _plan(slots: Slots, offers: Offers) -> Plan:
    its = rank(slots, offers.request, offers.peers)
    return Plan(
        slots,
        outside_hours=its.outside > 0,
        other_pace=its.pace > 0,
        shared_interviewer=its.shared > 0,
        other_breaks=its.breaks > 0,
        standbys=standbys(slots, offers),
    )
