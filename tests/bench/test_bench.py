"""What the benchmark compares with is fair: pools as asked for, and a first-fit that keeps the rules."""

import random

import pytest

from bench.first_fit import first_fit
from bench.pools import make_candidate, make_pool, make_request, peers_of
from interviews.booking.planner import plan_loops
from tests.interviews.booking.asked import broken_rules


@pytest.mark.parametrize("seed", range(4))
def test_first_fit_keeps_the_rules_and_the_planner_finds_a_plan_where_it_does(seed: int) -> None:
    people = make_pool(20, seed=seed)
    candidate = make_candidate(1000, random.Random(seed))
    request, peers = make_request(candidate), peers_of(people, candidate)
    plan = first_fit(request, peers)
    if plan is not None:
        assert broken_rules(plan, request, peers) == []
        assert plan_loops(request, peers, limit=1).plans


def test_same_seed_makes_the_same_pool_and_a_booking_takes_its_time() -> None:
    people, candidate = make_pool(5, seed=3), make_candidate(1000, random.Random(1))
    peers = peers_of(people, candidate)
    assert peers == peers_of(make_pool(5, seed=3), candidate)
    person = next(each for each, peer in zip(people, peers, strict=True) if peer.free)
    start = next(peer for peer in peers if peer.key == person.key).free[0][0]
    person.take(start, 3)
    after = next(peer for peer in peers_of(people, candidate) if peer.key == person.key)
    assert all(end <= start or first >= start + 3 for first, end in after.free)
