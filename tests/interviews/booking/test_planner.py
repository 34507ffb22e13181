"""Every plan is one that can be lived, and where one can be had the planner finds one."""

import time
from itertools import pairwise, product

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from interviews.booking.choice import distance
from interviews.booking.planner import plan_loops
from interviews.booking.plans import (
    BREAK,
    LONG_BREAK,
    Need,
    Obstacle,
    Outcome,
    Pace,
    Peer,
    Plan,
    Range,
    Request,
    Slot,
)
from interviews.booking.solver import warm_up

DAY = 96
KINDS = ("recruiter", "product_sense", "system_design", "behavioural")
NEEDS = tuple(Need(kind, minutes) for kind, minutes in zip(KINDS, (30, 45, 45, 45), strict=True))
CANDIDATE = 1000


def ask(*peers: Peer, days: int = 14, pace: Pace = "spread", limit: int = 5, **other: object) -> Outcome:
    request = Request(
        candidate=CANDIDATE,
        needs=other.pop("needs", NEEDS),  # type: ignore[arg-type]
        window=(0, days * DAY),
        days=tuple((number * DAY, (number + 1) * DAY) for number in range(days)),
        pace=pace,
        **other,  # type: ignore[arg-type]
    )
    return plan_loops(request, peers, limit=limit)


def peer(key: int, *free: Range, kinds: tuple[str, ...] = KINDS, load: int = 0, earliest: int = 0) -> Peer:
    return Peer(key, frozenset(kinds), free, load, earliest)


def starts(plan: Plan) -> list[int]:
    return [slot.start for slot in plan.slots]


def people(plan: Plan) -> list[int]:
    return [slot.peer for slot in plan.slots]


ranges = st.tuples(st.integers(0, 3 * DAY), st.integers(1, 60)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def pools(draw: st.DrawFn, most: int = 6) -> list[Peer]:
    count = draw(st.sampled_from([most, most, most - 1, most // 2, 1]))
    return [
        Peer(
            key=number if draw(st.integers(0, 9)) else CANDIDATE,
            kinds=frozenset(KINDS) - draw(st.sets(st.sampled_from(KINDS), max_size=3)),
            free=tuple(draw(st.lists(ranges, min_size=1, max_size=4))),
            load=draw(st.integers(0, 5)),
            earliest=draw(st.integers(0, DAY)),
        )
        for number in range(count)
    ]


def is_free(peer_: Peer, slot: Slot) -> bool:
    quarters = {quarter for first, last in peer_.free for quarter in range(first, last)}
    return set(range(slot.start, slot.end)) <= quarters


@given(pools(), st.sampled_from(["one_day", "spread"]), st.frozensets(st.integers(0, 3 * DAY), max_size=20))
@settings(max_examples=40, deadline=None)
def test_every_plan_can_be_lived(pool: list[Peer], pace: Pace, busy: frozenset[int]) -> None:
    outcome = ask(*pool, days=3, pace=pace, busy=busy, preferred=((30, 80), (130, 180)))
    by_key = {each.key: each for each in pool}
    event(f"{len(outcome.plans)} plans")
    for plan in outcome.plans:
        assert [(slot.kind, slot.quarters) for slot in plan.slots] == [(n.kind, n.quarters) for n in NEEDS]
        assert all(before.end + BREAK <= after.start for before, after in pairwise(plan.slots))
        assert plan.slots[0].start >= 0
        assert plan.slots[-1].end <= 3 * DAY
        for slot in plan.slots:
            someone = by_key[slot.peer]
            assert slot.peer != CANDIDATE
            assert slot.kind in someone.kinds
            assert slot.start >= someone.earliest
            assert is_free(someone, slot)
            assert not busy & set(range(slot.start, slot.end))
        shared = len(set(people(plan))) < len(plan.slots)
        assert plan.shared_interviewer == shared
        if not plan.outside_hours:
            liked = [set(range(30, 80)), set(range(130, 180))]
            assert all(any(set(range(s.start, s.end)) <= hours for hours in liked) for s in plan.slots)
        if not plan.other_pace:
            days = {slot.start // DAY for slot in plan.slots}
            assert len(days) == (1 if pace == "one_day" else 4)
    assert bool(outcome.plans) != bool(outcome.obstacles)
    assert len({plan.shared_interviewer for plan in outcome.plans}) <= 1


def exists(pool: list[Peer], needs: tuple[Need, ...], days: int, *, distinct: bool) -> bool:
    """Whether any plan exists, by trying everybody in every round at their earliest."""
    able = [each for each in pool if each.key != CANDIDATE]
    for seats in product(range(len(able)), repeat=len(needs)):
        if distinct and len({able[seat].key for seat in seats}) < len(seats):
            continue
        at: int | None = 0
        for seat, need in zip(seats, needs, strict=True):
            someone = able[seat]
            at = next(
                (
                    start
                    for start in range(max(at or 0, someone.earliest), days * DAY - need.quarters + 1)
                    if need.kind in someone.kinds
                    and is_free(someone, Slot(need.kind, someone.key, start, need.quarters))
                ),
                None,
            )
            if at is None:
                break
            at += need.quarters + BREAK
        if at is not None:
            return True
    return False


@given(pools(most=4))
@settings(max_examples=30, deadline=None)
def test_where_a_plan_exists_one_is_found(pool: list[Peer]) -> None:
    pool = list({each.key: each for each in pool}.values())
    needs = NEEDS[:3]
    outcome = ask(*pool, days=2, needs=needs)
    event(f"{len(outcome.plans)} plans")
    assert bool(outcome.plans) == exists(pool, needs, 2, distinct=False)
    if outcome.plans:
        assert outcome.plans[0].shared_interviewer != exists(pool, needs, 2, distinct=True)


@given(pools(), st.sampled_from(["one_day", "spread"]))
@settings(max_examples=30, deadline=None)
def test_plans_differ_and_do_not_depend_on_the_order_of_the_pool(pool: list[Peer], pace: Pace) -> None:
    outcome = ask(*pool, days=3, pace=pace)
    assert outcome == ask(*reversed(pool), days=3, pace=pace) or len({p.key for p in pool}) < len(pool)
    for number, plan in enumerate(outcome.plans):
        assert all(distance(plan.slots, other.slots) >= 2 for other in outcome.plans[:number])


def around_the_clock(count: int, days: int = 14) -> list[Peer]:
    return [peer(key, (0, days * DAY)) for key in range(1, count + 1)]


@pytest.mark.parametrize("pace", ["one_day", "spread"])
def test_five_plans_as_asked_when_everybody_is_free(pace: Pace) -> None:
    hours = tuple((number * DAY + 36, number * DAY + 72) for number in range(14))
    outcome = ask(*around_the_clock(6), pace=pace, preferred=hours)
    assert len(outcome.plans) == 5
    for plan in outcome.plans:
        assert (plan.outside_hours, plan.other_pace, plan.shared_interviewer) == (False, False, False)
        assert len(set(people(plan))) == 4


def test_one_day_has_no_needless_waiting() -> None:
    plan = ask(*around_the_clock(4), pace="one_day", mode="stress").plans[0]
    assert [after.start - before.end for before, after in pairwise(plan.slots)] == [BREAK] * 3


def test_who_learns_has_longer_breaks() -> None:
    plan = ask(*around_the_clock(4), pace="one_day", mode="learning").plans[0]
    assert [after.start - before.end for before, after in pairwise(plan.slots)] == [LONG_BREAK] * 3


@pytest.mark.parametrize(("mode", "apart"), [("learning", 2), ("stress", 1)])
def test_who_learns_has_a_day_off_between_rounds_that_are_spread(mode: str, apart: int) -> None:
    plan = ask(*around_the_clock(4), mode=mode).plans[0]
    days = [slot.start // DAY for slot in plan.slots]
    assert [after - before for before, after in pairwise(days)] == [apart] * 3
    assert not plan.other_breaks


@pytest.mark.parametrize(("pace", "parts"), [("one_day", 2), ("spread", 3)])
def test_plans_are_not_all_in_the_same_part_of_the_day(pace: Pace, parts: int) -> None:
    hours = tuple((number * DAY + 32, number * DAY + 84) for number in range(14))
    plans = ask(*around_the_clock(8), pace=pace, preferred=hours).plans
    assert len({starts(plan)[0] % DAY // 16 for plan in plans}) >= parts


def test_who_has_less_to_do_is_asked_first() -> None:
    busy = [peer(key, (0, DAY), load=3) for key in range(1, 5)]
    idle = [peer(key, (0, DAY)) for key in range(5, 9)]
    assert set(people(ask(*busy, *idle, days=1, pace="one_day").plans[0])) == {5, 6, 7, 8}


def test_one_interviewer_may_run_two_rounds_only_when_nobody_else_can() -> None:
    outcome = ask(peer(1, (0, DAY)), peer(2, (0, DAY)), peer(3, (0, DAY)), pace="one_day", days=1)
    assert outcome.plans
    assert all(plan.shared_interviewer for plan in outcome.plans)


def test_hours_give_way_before_nothing_is_offered() -> None:
    outcome = ask(*[peer(key, (0, 20)) for key in range(1, 5)], days=1, pace="one_day", preferred=((40, 80),))
    assert [plan.outside_hours for plan in outcome.plans] == [True] * len(outcome.plans) != []


def test_pace_gives_way_before_hours() -> None:
    free = [peer(key, (20 * key, 20 * key + 3), (DAY + 20, DAY + 80)) for key in range(1, 5)]
    outcome = ask(*free, days=2, pace="spread", preferred=((0, 90), (DAY, DAY + 90)))
    assert all(plan.other_pace and not plan.outside_hours for plan in outcome.plans)
    assert outcome.plans


def test_rounds_keep_away_from_what_the_candidate_has_booked() -> None:
    free = [peer(key, (10, 30)) for key in range(1, 5)]
    asked = {"days": 1, "pace": "one_day", "mode": "stress"}
    assert starts(ask(*free, **asked).plans[0]) == [10, 13, 17, 21]  # type: ignore[arg-type]
    assert starts(ask(*free, **asked, busy=frozenset({11})).plans[0]) == [13, 16, 20, 24]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        ([], tuple(Obstacle("nobody", kind) for kind in KINDS)),
        (
            [peer(1, (0, DAY), kinds=KINDS[:3]), peer(2, (2 * DAY, 3 * DAY), kinds=KINDS[3:])],
            (Obstacle("none_free", "behavioural", 1, 2 * DAY, away=1),),
        ),
        (
            [peer(1, (0, DAY), kinds=KINDS[:3]), peer(2, (0, 2), kinds=KINDS[3:])],
            (Obstacle("none_free", "behavioural", 1, None, away=1),),
        ),
        (
            [peer(1, (10, DAY), kinds=KINDS[:3]), peer(2, (0, 4), kinds=KINDS[3:])],
            (
                Obstacle("order"),
                Obstacle("too_early", "behavioural", 1, None, after=21, last_start=1),
            ),
        ),
        (
            [peer(1, (0, DAY), kinds=KINDS[:3]), peer(CANDIDATE, (0, DAY), kinds=KINDS)],
            (Obstacle("nobody", "behavioural"),),
        ),
    ],
)
def test_when_nothing_fits_it_says_what_stands_in_the_way(
    pool: list[Peer], expected: tuple[Obstacle, ...]
) -> None:
    outcome = ask(*pool, days=2)
    assert outcome.plans == ()
    assert outcome.obstacles == expected


@pytest.mark.parametrize("pace", ["one_day", "spread"])
def test_fifty_peers_and_two_weeks_take_less_than_a_second(pace: Pace) -> None:
    free = [
        peer(
            key,
            *(
                (number * DAY + 30 + key % 40, number * DAY + 44 + key % 40)
                for number in range(key % 3, 14, 2)
            ),
            kinds=tuple(kind for place, kind in enumerate(KINDS) if (key >> place) & 1 or key % 5 == 0),
        )
        for key in range(1, 51)
    ]
    warm_up().join()
    began = time.process_time()
    outcome = ask(*free, pace=pace)
    assert len(outcome.plans) == 5
    assert time.process_time() - began < 1
