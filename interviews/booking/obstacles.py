"""What stands in the way when nothing fits, and what could be had instead (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from interviews.booking.bits import any_bit, bits_of, fitting, next_bit, until
from interviews.booking.greedy import search
from interviews.booking.offers import Offers, bookable, offers_of
from interviews.booking.plans import BREAK, Need, Obstacle, Peer, Request, Single, Slot
from interviews.booking.ranking import liked


def in_the_way(offers: Offers) -> Iterator[Obstacle]:
    """Why no plan fits. Rounds that can't be had at all come first; only without any is it how they lie."""
    request, alone = offers.request, True
    for number, need in enumerate(request.needs):
        offering = [peer for peer in offers.pool if need.kind in peer.kinds]
        if not offering:
            alone = False
            count = _uncalibrated(need, offers.pool)
            yield Obstacle("uncalibrated" if count else "nobody", need.kind, count)
        elif not any_bit(offers.starts[number]):
            alone = False
            yield replace(_none_free(request, need, offering), uncalibrated=_uncalibrated(need, offers.pool))
    if alone:
        yield from _lie_badly(offers)


def singles(offers: Offers) -> Iterator[Single]:
    """The rounds that could be booked on their own, each at its first hour (within the preferred, if any)."""
    for need, starts, liked_starts in zip(offers.request.needs, offers.starts, offers.liked, strict=True):
        at = next_bit(any_bit(liked_starts), 0)
        if at is None:
            at = next_bit(any_bit(starts), 0)
        if at is not None:
            yield Single(need.kind, offers.request.window[0] + at, sum(bits > 0 for bits in starts))


def outside_hours(offers: Offers) -> Iterator[Obstacle]:
    """The rounds that nobody can take within the preferred hours, though at others somebody can."""
    for need, starts, in_hours in zip(offers.request.needs, offers.starts, offers.liked, strict=True):
        at = next_bit(any_bit(starts), 0)
        if at is not None and not any_bit(in_hours):
            count = sum(need.kind in peer.kinds for peer in offers.pool)
            yield Obstacle("not_in_hours", need.kind, count, offers.request.window[0] + at, in_hours=False)


def _uncalibrated(need: Need, pool: Sequence[Peer]) -> int:
    return sum(need.kind in peer.uncalibrated for peer in pool)


def _none_free(request: Request, need: Need, offering: Sequence[Peer]) -> Obstacle:
    """Why nobody who offers the kind can be had, counted by what stands in the way of each."""
    first, last = request.window
    reasons = [_reason(peer, need, first, last) for peer in offering]
    at = _first_from(need, offering, last)
    return Obstacle(
        "none_free",
        need.kind,
        len(offering),
        at,
        in_hours=_in_hours(request, need, at),
        away=reasons.count("away"),
        notice=reasons.count("notice"),
        full=reasons.count("full"),
        clash=reasons.count("clash"),
    )


def _reason(peer: Peer, need: Need, first: int, last: int) -> str:
    """The last thing without which this peer could be had in the window."""
    # Behind the last round that they could begin calibrated they are as good as away.
    last = min(last, peer.begins_before(need.kind, last) + need.quarters - 1)
    if fitting(bits_of(bookable(peer), first, last), need.quarters):
        return "clash"
    if fitting(bits_of(peer.free, first, last), need.quarters):
        return "notice"
    if fitting(bits_of(peer.offered, first, last), need.quarters):
        return "full"
    return "away"


def _lie_badly(offers: Offers) -> Iterator[Obstacle]:
    """Each round can be had, but not all together: which one breaks the chain, and what would help."""
    request = offers.request
    if request.order == "kept" and len(request.needs) > 1:
        freed = offers_of(replace(request, order="free"), offers.pool)
        if any(search(freed)):
            yield Obstacle("order")
        broken = _too_early(offers)
        if broken is not None:
            yield broken
            return
    yield Obstacle("together")


def _too_early(offers: Offers) -> Obstacle | None:
    """The first round whose last hour is over before the rounds ahead of it can be."""
    request, earliest = offers.request, 0
    base, last = request.window
    for need, row in zip(request.needs, offers.starts, strict=True):
        starts = any_bit(row)
        at = next_bit(starts, earliest)
        if at is None:
            offering = [peer for peer in offers.pool if need.kind in peer.kinds]
            later = _first_from(need, offering, last)
            return Obstacle(
                "too_early",
                need.kind,
                len(offering),
                later,
                in_hours=_in_hours(request, need, later),
                after=base + earliest,
                last_start=base + starts.bit_length() - 1,
            )
        earliest = at + need.quarters + BREAK
    return None


def _first_from(need: Need, offering: Sequence[Peer], first: int) -> int | None:
    """When the first of them could begin from `first` on, as far as their time was given."""
    last = max((end for peer in offering for _, end in peer.free), default=first)
    bits = any_bit(
        until(
            fitting(bits_of(bookable(peer), first, last), need.quarters),
            first,
            peer.begins_before(need.kind, last),
        )
        for peer in offering
    )
    at = next_bit(bits, 0)
    return None if at is None else first + at


def _in_hours(request: Request, need: Need, at: int | None) -> bool:
    return at is None or liked(Slot(need.kind, 0, at, need.quarters), request.preferred)
