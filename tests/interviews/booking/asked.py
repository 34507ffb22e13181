"""Requests and pools of every shape, and what holds of every plan."""

from itertools import pairwise

from hypothesis import strategies as st

from interviews.booking.plans import BREAK, Cap, Need, Peer, Plan, Range, Request, Slot

DAY = 96
KINDS = ("recruiter", "product_sense", "system_design", "behavioural")
MINUTES = {"recruiter": 30, "product_sense": 45, "system_design": 45, "behavioural": 45}
CANDIDATE = 1000


def around(days: int, longest: int) -> st.SearchStrategy[Range]:
    """A stretch of quarters within so many days."""
    return st.tuples(st.integers(0, days * DAY - 4), st.integers(2, longest)).map(
        lambda pair: (pair[0], min(pair[0] + pair[1], days * DAY))
    )


@st.composite
def requests(draw: st.DrawFn, *, days: int = 3, most: int = 4) -> Request:
    """What a candidate may ask."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=most, unique=True))
    return Request(
        candidate=CANDIDATE,
        needs=tuple(Need(kind, MINUTES[kind]) for kind in KINDS if kind in kinds),
        window=(0, days * DAY),
        days=tuple((number * DAY, (number + 1) * DAY) for number in range(days)),
        preferred=draw(
            st.sampled_from([(), tuple((number * DAY + 30, number * DAY + 80) for number in range(days))])
        ),
        busy=draw(st.frozensets(st.integers(0, days * DAY - 1), max_size=6)),
        pace=draw(st.sampled_from(["one_day", "spread"])),
        order=draw(st.sampled_from(["kept", "free"])),
        mode=draw(st.sampled_from(["learning", "stress"])),
    )


@st.composite
def peers(draw: st.DrawFn, key: int, *, days: int = 3, longest: int = 40) -> Peer:
    """Somebody with any hours, kinds, caps and past."""
    free = draw(st.lists(around(days, longest), min_size=1, max_size=3))
    day = draw(st.integers(0, days - 1))
    caps = draw(st.sampled_from([(), (Cap(day * DAY, (day + 1) * DAY, draw(st.integers(0, 2))),)]))
    return Peer(
        key=CANDIDATE if draw(st.integers(0, 15)) == 0 else key,
        kinds=frozenset(draw(st.sets(st.sampled_from(KINDS), min_size=1))),
        free=tuple(free),
        load=draw(st.integers(0, 4)),
        earliest=draw(st.sampled_from([0, 0, 40])),
        caps=caps,
        buffer=draw(st.integers(0, 4)),
        met=draw(st.integers(0, 2)),
        held=draw(st.integers(0, 20)),
        no_shows=draw(st.integers(0, 2)),
        offered=tuple(free),
        lapses=draw(
            st.sampled_from([(), (), ((draw(st.sampled_from(KINDS)), draw(st.integers(0, days * DAY))),)])
        ),
    )


def pools(least: int = 1, most: int = 7, **shape: int) -> st.SearchStrategy[list[Peer]]:
    """A pool, with the candidate in it now and then."""
    return (
        st.integers(least, most)
        .flatmap(lambda count: st.tuples(*(peers(key, **shape) for key in range(1, count + 1))))
        .map(lambda pool: [*{peer.key: peer for peer in pool}.values()])
    )


def is_free(peer: Peer, slot: Slot) -> bool:
    """Whether every quarter of a round lies in their free time, after their notice."""
    free = {quarter for first, end in peer.free for quarter in range(first, end)}
    return slot.start >= peer.earliest and set(range(slot.start, slot.end)) <= free


def broken_rules(plan: Plan, request: Request, pool: list[Peer]) -> list[str]:
    """The hard rules that a plan breaks, in words."""
    broken = []
    by_key = {peer.key: peer for peer in pool}
    slots = plan.slots
    if sorted((slot.kind, slot.quarters) for slot in slots) != sorted(
        (need.kind, need.quarters) for need in request.needs
    ):
        broken.append("not the rounds that were asked for")
    if request.order == "kept" and [slot.kind for slot in slots] != [need.kind for need in request.needs]:
        broken.append("another order")
    if any(before.end + BREAK > after.start for before, after in pairwise(slots)):
        broken.append("no break, or not in the order of time")
    if slots[0].start < request.window[0] or slots[-1].end > request.window[1]:
        broken.append("outside the window")
    for slot in slots:
        peer = by_key[slot.peer]
        if slot.peer == request.candidate:
            broken.append("the candidate interviews")
        if not peer.runs(slot.kind, slot.start) or not is_free(peer, slot):
            broken.append(f"{slot.peer} cannot")
        if request.busy & set(range(slot.start - BREAK, slot.end + BREAK)):
            broken.append("too near to another round of the candidate")
    for peer in pool:
        own = [slot for slot in slots if slot.peer == peer.key]
        if any(before.end + peer.buffer > after.start for before, after in pairwise(own)):
            broken.append(f"no buffer for {peer.key}")
        if any(sum(cap.first <= slot.start < cap.end for slot in own) > cap.left for cap in peer.caps):
            broken.append(f"over the cap of {peer.key}")
    return broken
