"""On which days a loop could begin, told quickly for a calendar (pure)."""

from collections.abc import Iterable, Sequence
from itertools import permutations

from interviews.booking.bits import any_bit, bits_of, fitting, next_bit, until
from interviews.booking.plans import BREAK, Need, Peer, Request


def days_to_begin(request: Request, peers: Iterable[Peer]) -> frozenset[int]:
    """The candidate's days (their numbers in the request) on which the first round could be.

    It is a necessary condition, for dimming the days that are out of the question: all rounds fit one after
    the other from that day on with anybody who offers them, within the preferred hours where some were given.
    That each round wants an interviewer of its own is left to the planner.
    """
    first, last = request.window
    mine = bits_of([(first, last)], first, last)
    for quarter in request.busy:
        mine &= ~bits_of([(quarter - BREAK, quarter + 1 + BREAK)], first, last)
    if request.preferred:
        mine &= bits_of(request.preferred, first, last)
    pool = [
        (peer, mine & bits_of(((max(a, peer.earliest), b) for a, b in peer.free), first, last))
        for peer in peers
        if peer.key != request.candidate
    ]
    starts = {
        need: any_bit(
            until(fitting(bits, need.quarters), first, peer.begins_before(need.kind, last))
            for peer, bits in pool
            if need.kind in peer.kinds
        )
        for need in request.needs
    }
    orders = list(permutations(request.needs)) if request.order == "free" else [request.needs]
    found = set()
    for number, (begin, end) in enumerate(request.days):
        bound = end if request.pace == "one_day" else last
        if any(_follow(order, starts, (begin, end), bound, first) for order in orders):
            found.add(number)
    return frozenset(found)


def _follow(
    order: Sequence[Need], starts: dict[Need, int], day: tuple[int, int], bound: int, base: int
) -> bool:
    """Whether the rounds fit one after the other, the first within the day, all before the bound."""
    earliest = max(day[0] - base, 0)
    for place, need in enumerate(order):
        at = next_bit(starts[need], earliest)
        # A round that begins before midnight is of that day, though it ends on the next.
        if at is None or at >= bound - base or (place == 0 and at >= day[1] - base):
            return False
        earliest = at + need.quarters + BREAK
    return True
