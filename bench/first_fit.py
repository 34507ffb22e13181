"""What a booking tool without a planner does: round after round, the first hour of the first free peer."""

from collections.abc import Sequence

from interviews.booking.bits import bits_of, next_bit
from interviews.booking.offers import Row, offers_of
from interviews.booking.plans import BREAK, Peer, Plan, Request, Slot


def first_fit(request: Request, peers: Sequence[Peer]) -> Plan | None:
    """A plan in the order of the needs, without looking back; within the preferred hours and the pace where
    that works at once, else without them; None when it gets stuck."""
    offers = offers_of(request, peers)
    for rows in (offers.liked, offers.starts):
        for paced in (True, False):
            slots = _chain(request, offers.pool, rows, paced=paced)
            if slots:
                return Plan(slots)
    return None


def _chain(request: Request, pool: Sequence[Peer], rows: Sequence[Row], *, paced: bool) -> tuple[Slot, ...]:
    base, last = request.window
    if paced and request.pace == "one_day":
        for first, end in request.days:
            slots = _fill(request, pool, rows, max(first - base, 0), end - base, next_day=False)
            if slots:
                return slots
        return ()
    return _fill(request, pool, rows, 0, last - base, next_day=paced)


def _fill(
    request: Request, pool: Sequence[Peer], rows: Sequence[Row], at: int, end: int, *, next_day: bool
) -> tuple[Slot, ...]:
    base = request.window[0]
    slots: list[Slot] = []
    for need, row in zip(request.needs, rows, strict=True):
        within = bits_of([(at, end - need.quarters + 1)], 0, end)
        options = [
            (start, peer.key)
            for peer, bits in zip(pool, row, strict=True)
            if peer.key not in {slot.peer for slot in slots}
            and (start := next_bit(bits & within, at)) is not None
        ]
        if not options:
            return ()
        start, key = min(options)
        slots.append(Slot(need.kind, key, base + start, need.quarters))
        at = start + need.quarters + BREAK
        if next_day:
            day = request.day(base + start)
            at = max(at, request.days[day][1] - base)
    return tuple(slots)
