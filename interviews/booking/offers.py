"""Who could begin which round when, as bits: what every search begins with (pure)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from interviews.booking.bits import bits_of, fitting, until
from interviews.booking.openings import without
from interviews.booking.plans import BREAK, Peer, Range, Request

Row = list[int]
"""Per peer of the pool: the quarters (bit 0 is the first of the window) at which they could begin a round."""


@dataclass(frozen=True)
class Offers:
    """A request and the pool that it is asked of.

    `pool` is sorted by key and without the candidate; `starts` has a row per round, `liked` the same within
    the preferred hours alone.
    """

    request: Request
    pool: list[Peer]
    starts: list[Row]
    liked: list[Row]

    @property
    def peers(self) -> dict[int, Peer]:
        """The pool by key."""
        return {peer.key: peer for peer in self.pool}

    def rows(self, *, only_liked: bool) -> list[Row]:
        """Per round and peer where it could begin."""
        return self.liked if only_liked else self.starts


def offers_of(request: Request, peers: Iterable[Peer]) -> Offers:
    """What the pool offers in the window, with breaks around what the candidate has booked."""
    first, last = request.window
    pool = sorted((peer for peer in peers if peer.key != request.candidate), key=lambda peer: peer.key)
    mine = bits_of([(first, last)], first, last)
    for quarter in request.busy:
        mine &= ~bits_of([(quarter - BREAK, quarter + 1 + BREAK)], first, last)
    free = [mine & bits_of(bookable(peer), first, last) for peer in pool]
    starts = _begun(request, _fits(request, pool, free))
    if not request.preferred:
        return Offers(request, pool, starts, starts)
    hours = bits_of(request.preferred, first, last)
    liked = _fits(request, pool, [bits & hours for bits in free])
    return Offers(request, pool, starts, _begun(request, liked))


def bookable(peer: Peer) -> Iterator[Range]:
    """Their free time from their notice on, where they take on a round more."""
    full = [(cap.first, cap.end) for cap in peer.caps if cap.left <= 0]
    free = without(sorted(peer.free), full) if full else peer.free
    return ((max(first, peer.earliest), end) for first, end in free if end > peer.earliest)


def _begun(request: Request, rows: list[Row]) -> list[Row]:
    """The rows with the first round where it is asked to begin."""
    if request.begin is None or request.order == "free":
        return rows
    within = bits_of([request.begin], *request.window)
    return [[bits & within for bits in rows[0]], *rows[1:]]


def _fits(request: Request, pool: list[Peer], free: list[int]) -> list[Row]:
    by_length = {
        quarters: [fitting(bits, quarters) for bits in free]
        for quarters in {need.quarters for need in request.needs}
    }
    return [
        [
            until(bits, request.window[0], peer.begins_before(need.kind, request.window[1]))
            if need.kind in peer.kinds
            else 0
            for peer, bits in zip(pool, by_length[need.quarters], strict=True)
        ]
        for need in request.needs
    ]
