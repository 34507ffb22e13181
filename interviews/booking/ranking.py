"""What makes one plan better than another: one order, for the search, the solver and their tests (pure)."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from interviews.booking.plans import BREAK, LONG_BREAK, LONGEST_BREAK, Mode, Peer, Range, Request, Slot

DAY_OFF = 4
"""What a missing (or, in stress mode, a needless) day between two rounds counts, in quarters of a break."""


class Rank(NamedTuple):
    """Smaller is better, and an earlier field outweighs all later ones.

    * `shared`: pairs of rounds with the same interviewer;
    * `outside`: rounds outside the preferred hours;
    * `pace`: days too few (spread) or too many (one day);
    * `breaks`: quarters by which breaks are shorter or longer than the mode wants;
    * `load`: rounds that the interviewers have around the window, together: the marginal growth of the sum of
      squares over the pool, so the smallest sum is the most even load;
    * `risk`: steps of `risk` of the interviewers, together;
    * `met`: rounds that the candidate had with them;
    * `late`: quarters from the start of the window to each round, together.
    """

    shared: int
    outside: int
    pace: int
    breaks: int
    load: int
    risk: int
    met: int
    late: int

    @property
    def wishes(self) -> tuple[int, int, int, int]:
        """The part that is about what was asked for."""
        return self[:4]


def rank(slots: Sequence[Slot], request: Request, peers: Mapping[int, Peer]) -> Rank:
    """How good a plan is; the slots in the order of time."""
    who = [slot.peer for slot in slots]
    days = [request.day(slot.start) for slot in slots]
    apart = len(set(days))
    return Rank(
        shared=sum(count * (count - 1) // 2 for count in map(who.count, set(who))),
        outside=sum(not liked(slot, request.preferred) for slot in slots),
        pace=apart - 1 if request.pace == "one_day" else len(slots) - apart,
        breaks=sum(
            _off(before, after, request, day, next_day)
            for (before, day), (after, next_day) in pairwise(zip(slots, days, strict=True))
        ),
        load=sum(peers[key].load for key in who),
        risk=sum(risk(peers[key]) for key in who),
        met=sum(peers[key].met for key in who),
        late=sum(slot.start - request.window[0] for slot in slots),
    )


def risk(peer: Peer) -> int:
    """How much likelier than somebody unknown a peer is to stay away, in steps of five in a hundred.

    The share of rounds that they miss is taken to be (no-shows + ½) ÷ (rounds agreed and over + 4), so one
    in eight for a newcomer; the risk is what goes beyond that, 0 at best. Nobody ranks before a newcomer for
    reliability, so newcomers get rounds, and a no-show is made good by seven rounds kept.
    """
    beyond = 7 * peer.no_shows - peer.held
    return max(0, -(-20 * beyond // (8 * (peer.held + peer.no_shows + 4))))


def liked(slot: Slot, preferred: Sequence[Range]) -> bool:
    """Whether a round lies within the preferred hours."""
    if not preferred:
        return True
    at = slot.start
    for first, end in sorted(preferred):
        if first <= at < end:
            at = end
    return at >= slot.end


def breaks_of(mode: Mode) -> Range:
    """The shortest and the longest break on a day, in quarters, that a mode wants."""
    return (BREAK, BREAK) if mode == "stress" else (LONG_BREAK, LONGEST_BREAK)


def _off(before: Slot, after: Slot, request: Request, day: int, next_day: int) -> int:
    """By how much the time between two rounds is not what the mode wants."""
    if day == next_day:
        shortest, longest = breaks_of(request.mode)
        gap = after.start - before.end
        return max(0, shortest - gap, gap - longest)
    if request.pace == "one_day":
        return 0
    days = next_day - day
    return DAY_OFF * (max(0, 2 - days) if request.mode == "learning" else days - 1)
