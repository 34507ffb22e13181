"""Many people change the same rounds at the same moment: one wins, the rest are told, nothing is half."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from common.errors import DomainError
from common.models import OutgoingMail
from interviews.booking.plans import Plan, Slot
from interviews.booking.services import book_loop
from interviews.changes.answers import take_cover
from interviews.changes.services import cancel_round, decline_round, move_round, replace_interviewer
from interviews.changes.sweep import cover_rounds
from interviews.kinds import LOOP_KINDS
from interviews.models import CoverAsk, CoverRequest, HistoryEntry, Loop, Round, Track
from tests.factories import MINUTES, make_loop, make_peer, make_round, make_user
from tests.interviews.changes.making import assert_whole, interviewer, noon, quarter, soon, vacant
from tests.services.racing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def booked(days: int = 5, *, peer: User | None = None, candidate: User | None = None) -> Round:
    loop = make_loop(candidate or make_user(), rounds=False)
    return make_round(loop, interviewer=peer or make_peer(), starts_at=noon(days))


def moving(round_: Round, start: int, actor: User | None = None) -> Callable[[], object]:
    by = actor or round_.loop.candidate
    return lambda: move_round(round=round_, actor=by, start=start, sequence=0)


def giving_back(round_: Round) -> Callable[[], object]:
    peer = interviewer(round_)
    return lambda: decline_round(round=round_, actor=peer)


def booking(track: Track, peer: User, first: int) -> Callable[[], object]:
    """A loop of four whose first round is with this peer at this time."""
    people = [peer, *(make_peer() for _ in range(3))]
    candidate, key = make_user(), uuid.uuid4()
    plan = Plan(
        tuple(
            Slot(kind, people[number].pk, first + 5 * number, -(-MINUTES[kind] // 15))
            for number, kind in enumerate(LOOP_KINDS)
        )
    )
    return lambda: book_loop(candidate=candidate, track=track, plan=plan, booking_key=key)


def outcomes(results: list[object]) -> Counter[str]:
    """How many did what they wanted, and with which code the others were told."""
    for each in results:
        if isinstance(each, Exception) and not isinstance(each, DomainError):
            raise each
    return Counter(each.code if isinstance(each, DomainError) else "done" for each in results)


def assert_consistent() -> None:
    """No orphan claim, no half state, history and mails of every change once."""
    assert_whole()
    for round_ in Round.objects.all():
        changes = HistoryEntry.objects.filter(
            round=round_,
            event__in=[
                "round_moved",
                "round_cancelled",
                "interviewer_replaced",
                "interviewer_handed_over",
                "interviewer_left",
                "cover_taken",
            ],
        )
        assert round_.sequence == changes.count()
        for number in range(1, round_.sequence + 1):
            mails = OutgoingMail.objects.filter(key__startswith=f"round:{round_.pk}:{number}:")
            assert 1 <= mails.count() <= 3
    assert not Loop.objects.filter(rounds=None).exists()


def test_moves_of_one_round_one_wins(crowd: int) -> None:
    round_ = booked()
    people = (round_.loop.candidate, interviewer(round_))
    # In the afternoons: an interviewer moves a round within the candidate's day only.
    times = [quarter(noon(6 + each // 8)) + 4 * (each % 8) for each in range(crowd)]
    acts = [moving(round_, times[each], people[each % 2]) for each in range(crowd)]
    results = outcomes(all_at_once(acts))
    assert results == {"done": 1, "stale": crowd - 1}
    round_.refresh_from_db()
    assert round_.sequence == 1
    assert_consistent()


def test_many_rounds_moved_to_one_hour_of_a_peer_one_gets_it(crowd: int) -> None:
    peer = make_peer()
    rounds = [
        make_round(
            make_loop(rounds=False),
            interviewer=peer,
            starts_at=noon(5 + each // 12) + timedelta(hours=each % 12),
        )
        for each in range(crowd)
    ]
    wanted = quarter(noon(20))
    results = outcomes(all_at_once([moving(each, wanted) for each in rounds]))
    assert results == {"done": 1, "not_free": crowd - 1}
    assert Round.objects.filter(starts_at=noon(20)).count() == 1
    assert_consistent()


def test_bookings_and_moves_of_the_same_hour_one_gets_it(track: Track, crowd: int) -> None:
    peer = make_peer()
    wanted = quarter(noon(20))
    acts = []
    for each in range(crowd):
        if each % 2:
            acts.append(booking(track, peer, wanted))
        else:
            at = noon(5 + each // 12) + timedelta(hours=each % 12)
            acts.append(moving(make_round(make_loop(rounds=False), interviewer=peer, starts_at=at), wanted))
    results = outcomes(all_at_once(acts))
    assert results["done"] == 1
    assert sum(results.values()) == crowd
    assert set(results) <= {"done", "taken", "not_free"}
    assert peer.seats.filter(round__starts_at=noon(20)).count() == 1
    assert_whole()


def test_cancelling_and_moving_one_round_one_wins(crowd: int) -> None:
    round_ = booked()
    candidate, peer = round_.loop.candidate, interviewer(round_)
    acts: list[Callable[[], object]] = [
        (lambda: cancel_round(round=round_, actor=candidate, sequence=0))
        if each % 2
        else moving(round_, quarter(noon(6)) + each, peer)
        for each in range(crowd)
    ]
    results = outcomes(all_at_once(acts))
    round_.refresh_from_db()
    assert round_.sequence == 1
    if round_.state == "cancelled":
        # Cancelling twice changes nothing, so all who cancelled got what they wanted.
        assert results["done"] == crowd // 2
    else:
        assert results == {"done": 1, "stale": crowd - 1}
    assert_consistent()


def test_replacing_and_declining_one_wins(crowd: int) -> None:
    round_ = booked()
    candidate, bo = round_.loop.candidate, interviewer(round_)
    for _ in range(4):
        make_peer()
    acts: list[Callable[[], object]] = [
        (lambda: decline_round(round=round_, actor=bo, sequence=0))
        if each % 2
        else (lambda: replace_interviewer(round=round_, actor=candidate, sequence=0))
        for each in range(crowd)
    ]
    results = outcomes(all_at_once(acts))
    round_.refresh_from_db()
    assert round_.sequence == 1
    assert interviewer(round_) != bo
    event = HistoryEntry.objects.get(round=round_).event
    # Giving back twice changes nothing; asking for somebody else does it once.
    assert results["done"] == (crowd // 2 if event == "interviewer_handed_over" else 1)
    assert results["done"] + results["stale"] == crowd
    assert_consistent()


def test_everybody_says_yes_one_gets_it(crowd: int) -> None:
    round_ = soon(24)
    peers = [make_peer() for _ in range(crowd)]
    decline_round(round=round_, actor=interviewer(round_))
    request = CoverRequest.objects.get()
    for peer in peers:
        CoverAsk.objects.get_or_create(request=request, person=peer)
    acts = [
        (lambda ask=ask: take_cover(ask=ask, actor=ask.person))
        for ask in request.asks.select_related("person")
    ]
    OutgoingMail.objects.filter(key__startswith="cover:").update(state="sent")
    results = outcomes(all_at_once(acts))
    assert results == {"done": 1, "covered": crowd - 1}
    winner = CoverAsk.objects.get(answer="yes")
    assert interviewer(round_) == winner.person
    request.refresh_from_db()
    assert request.state == "filled"
    assert OutgoingMail.objects.filter(key__contains=":closed:").count() == crowd - 1
    assert_consistent()


def test_rounds_given_back_at_once_share_who_is_free_with_bookings(track: Track, crowd: int) -> None:
    spare = [make_peer() for _ in range(3)]
    acts: list[Callable[[], object]] = []
    for each in range(crowd):
        if each % 4 == 3:
            acts.append(booking(track, spare[each % 3], quarter(noon(5))))
        else:
            acts.append(giving_back(booked(peer=make_peer(hours=False))))
    results = outcomes(all_at_once(acts))
    assert set(results) <= {"done", "taken"}
    refilled = [each for each in Round.objects.filter(kind="system_design", sequence=1) if not vacant(each)]
    assert len({interviewer(each) for each in refilled}) == len(refilled)
    # Nobody who was free was left over while a round is vacant.
    assert all(person.seats.filter(round__starts_at=noon(5)).count() == 1 for person in spare)
    assert_whole()


def test_sweeps_at_once_seat_one(crowd: int) -> None:
    round_ = booked(peer=make_peer(hours=False))
    decline_round(round=round_, actor=interviewer(round_))
    for _ in range(3):
        make_peer()
    results = all_at_once([cover_rounds] * crowd)
    assert sorted(Counter(results).items(), key=str) == [(0, crowd - 1), (1, 1)]
    assert not vacant(round_)
    assert_consistent()


def test_moves_of_one_candidate_to_the_same_hour_one_wins(crowd: int) -> None:
    candidate = make_user()
    rounds = [booked(5 + each, candidate=candidate) for each in range(min(crowd, 12))]
    wanted = quarter(noon(22))
    results = outcomes(all_at_once([moving(each, wanted) for each in rounds]))
    assert results["done"] == 1
    assert set(results) <= {"done", "taken", "not_free"}
    assert candidate.seats.filter(round__starts_at=noon(22)).count() == 1
    assert_consistent()
