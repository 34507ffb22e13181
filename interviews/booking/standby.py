"""Who could step in: a standby for every round of a plan (pure)."""

from collections.abc import Sequence
from itertools import pairwise

from interviews.booking.greedy import Slots
from interviews.booking.offers import Offers
from interviews.booking.plans import Peer, Slot
from interviews.booking.ranking import risk


def standbys(slots: Slots, offers: Offers) -> tuple[int | None, ...]:
    """For each slot the key of the best peer who is free then, offers the kind and has no part in the plan.

    Least load comes first, then reliability, then who the candidate has not met. As many rounds as can be get
    somebody of their own; where people are few, one stands by for several rounds that they could all run.
    """
    taken = {slot.peer for slot in slots}
    numbers = {need.kind: number for number, need in enumerate(offers.request.needs)}
    base = offers.request.window[0]
    able: list[list[Peer]] = []
    for slot in slots:
        row = offers.starts[numbers[slot.kind]]
        here = [
            peer
            for peer, bits in zip(offers.pool, row, strict=True)
            if bits >> (slot.start - base) & 1 and peer.key not in taken
        ]
        able.append(sorted(here, key=_order))
    own = _own(able)
    named: dict[int, list[Slot]] = {}
    for slot, peer in zip(slots, own, strict=True):
        if peer is not None:
            named.setdefault(peer.key, []).append(slot)
    result: list[int | None] = []
    for slot, peer, here in zip(slots, own, able, strict=True):
        if peer is None:
            peer = next((each for each in here if _fits(each, [*named.get(each.key, ()), slot])), None)
            if peer is not None:
                named.setdefault(peer.key, []).append(slot)
        result.append(peer.key if peer else None)
    return tuple(result)


def _own(able: Sequence[Sequence[Peer]]) -> list[Peer | None]:
    """Somebody of its own for as many rounds as can be, by augmenting paths; better people first."""
    rounds: dict[int, int] = {}
    people: dict[int, Peer] = {}

    def seat(number: int, tried: set[int]) -> bool:
        for peer in able[number]:
            if peer.key not in tried and peer.key not in rounds:
                rounds[peer.key], people[number] = number, peer
                return True
        for peer in able[number]:
            if peer.key in tried:
                continue
            tried.add(peer.key)
            if seat(rounds[peer.key], tried):
                rounds[peer.key], people[number] = number, peer
                return True
        return False

    for number in sorted(range(len(able)), key=lambda number: (len(able[number]), number)):
        seat(number, set())
    return [people.get(number) for number in range(len(able))]


def _fits(peer: Peer, slots: Sequence[Slot]) -> bool:
    """Whether they could run all of these."""
    ordered = sorted(slots, key=lambda slot: slot.start)
    return all(before.end + peer.buffer <= after.start for before, after in pairwise(ordered)) and all(
        sum(cap.first <= slot.start < cap.end for slot in slots) <= cap.left for cap in peer.caps
    )


def _order(peer: Peer) -> tuple[int, int, int, int]:
    return peer.load, risk(peer), peer.met, peer.key
