"""Many people book the same hours at the same moment: one wins, the rest are told, nothing is half booked."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict
from common.models import OutgoingMail
from interviews.booking.plans import Plan, Slot
from interviews.booking.services import book_loop
from interviews.kinds import LOOP_KINDS
from interviews.loops.services import cancel_loop
from interviews.models import Board, Claim, HistoryEntry, Loop, Round, Seat, Track
from tests.factories import MINUTES, make_peer, make_user
from tests.services.racing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
DAY = 96


def monday_noon() -> int:
    start = (timezone.now() + timedelta(days=3)).replace(hour=12, minute=0, second=0, microsecond=0)
    return int(start.timestamp()) // 900


def plan_with(contested: User, place: int, others: list[User], first: int) -> Plan:
    """Four rounds, of which the one at `place` is with the contested peer."""
    people = [*others[:place], contested, *others[place:]]
    return Plan(
        tuple(
            Slot(kind, people[number].pk, first + 5 * number, -(-MINUTES[kind] // 15))
            for number, kind in enumerate(LOOP_KINDS)
        )
    )


def booking(candidate: User, track: Track, plan: Plan, key: uuid.UUID | None = None) -> Callable[[], Loop]:
    return lambda: book_loop(candidate=candidate, track=track, plan=plan, booking_key=key or uuid.uuid4())


def assert_whole(loops: int) -> None:
    """So many loops, each complete, and nothing that belongs to none."""
    assert Loop.objects.count() == loops
    assert Round.objects.count() == Board.objects.count() == 4 * loops
    assert Seat.objects.count() == 8 * loops
    assert HistoryEntry.objects.count() == 5 * loops
    assert Claim.objects.count() == loops * 2 * sum(-(-minutes // 15) for minutes in MINUTES.values())
    assert OutgoingMail.objects.count() == 8 * loops
    for claim in Claim.objects.select_related("seat__round"):
        round_ = claim.seat.round
        assert claim.person_id == claim.seat.person_id
        assert round_.starts_at.timestamp() <= claim.quarter * 900 < round_.ends_at.timestamp()


def test_one_of_many_gets_the_peer(track: Track, crowd: int) -> None:
    peer = make_peer()
    first = monday_noon()
    acts = []
    for number in range(crowd):
        # Different rounds of different candidates, all of them with this peer at noon.
        place = number % 4
        others = [make_peer() for _ in range(3)]
        plan = plan_with(peer, place, others, first - 5 * place)
        acts.append(booking(make_user(), track, plan))
    results = all_at_once(acts)
    assert Counter(type(each) for each in results) == {Loop: 1, Conflict: crowd - 1}
    assert {each.code for each in results if isinstance(each, Conflict)} == {"taken"}
    assert_whole(1)


def test_many_peers_in_opposite_orders_do_not_deadlock(track: Track, crowd: int) -> None:
    peers = [make_peer() for _ in range(4)]
    first = monday_noon()
    acts = []
    for number in range(crowd):
        turned = peers if number % 2 else list(reversed(peers))
        plan = plan_with(turned[0], 0, turned[1:], first + number % 3)
        acts.append(booking(make_user(), track, plan))
    results = all_at_once(acts)
    booked = sum(isinstance(each, Loop) for each in results)
    assert Counter(type(each) for each in results) == {Loop: booked, Conflict: crowd - booked}
    assert booked >= 1
    assert_whole(booked)


def test_same_form_sent_many_times_books_once(track: Track, crowd: int) -> None:
    candidate, key = make_user(), uuid.uuid4()
    plan = plan_with(make_peer(), 0, [make_peer() for _ in range(3)], monday_noon())
    results = all_at_once([booking(candidate, track, plan, key) for _ in range(crowd)])
    loop = Loop.objects.get()
    assert results == [loop] * crowd
    assert_whole(1)


def test_one_candidate_in_many_tabs_is_in_one_round_at_once(track: Track, crowd: int) -> None:
    candidate = make_user()
    first = monday_noon()
    acts = [
        booking(candidate, track, plan_with(make_peer(), 0, [make_peer() for _ in range(3)], first))
        for _ in range(crowd)
    ]
    results = all_at_once(acts)
    assert Counter(type(each) for each in results) == {Loop: 1, Conflict: crowd - 1}
    assert_whole(1)


def test_hours_freed_by_cancelling_go_to_one_of_those_who_wait(track: Track, crowd: int) -> None:
    peer, candidate = make_peer(), make_user()
    others = [make_peer() for _ in range(3)]
    plan = plan_with(peer, 0, others, monday_noon())
    held = book_loop(candidate=candidate, track=track, plan=plan, booking_key=uuid.uuid4())
    acts = [booking(make_user(), track, plan) for _ in range(crowd - 1)]
    results = all_at_once([lambda: cancel_loop(loop=held, actor=candidate), *acts])
    assert isinstance(results[0], Loop)
    assert results[0].state == "cancelled"
    booked = [each for each in results[1:] if isinstance(each, Loop)]
    assert len(booked) <= 1
    assert all(isinstance(each, Conflict | Loop) for each in results)
    assert Claim.objects.filter(seat__round__loop=held).count() == 0
    assert Claim.objects.filter(person=peer).count() == 2 * len(booked)
