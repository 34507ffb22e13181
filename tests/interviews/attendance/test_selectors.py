"""Reliability in counts, and what it costs to read it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from interviews.attendance.selectors import Reliability, record_of, reliability
from interviews.attendance.words import reliability_words
from interviews.booking.pool import pool
from interviews.loops.services import record
from interviews.models import Attendance
from tests.factories import make_loop, make_peer, make_round, make_user

pytestmark = pytest.mark.django_db


def held(peer: User, number: int = 1) -> None:
    for hours in range(number):
        make_round(
            make_loop(rounds=False),
            interviewer=peer,
            starts_at=timezone.now() - timedelta(days=3, hours=hours),
            state="completed",
        )


def missed(peer: User, dispute: str = "") -> Attendance:
    round_ = make_round(
        make_loop(rounds=False),
        interviewer=peer,
        starts_at=timezone.now() - timedelta(days=4 + Attendance.objects.count()),
        state="missed",
    )
    return Attendance.objects.create(
        round=round_, person=peer, role="interviewer", outcome="no_show", dispute=dispute
    )


def gave_back(peer: User, before: timedelta) -> None:
    round_ = make_round(make_loop(rounds=False), starts_at=timezone.now() + before)
    record(
        loop=round_.loop,
        round=round_,
        actor=peer,
        event="interviewer_left",
        old={"interviewer": peer.pk},
        new={"interviewer": None},
    )


def test_counts_what_happened_and_words_say_it() -> None:
    peer = make_peer()
    held(peer, 3)
    missed(peer)
    gave_back(peer, timedelta(hours=5))
    gave_back(peer, timedelta(hours=20))
    gave_back(peer, timedelta(days=2))  # in good time
    counts = reliability([peer.pk])[peer.pk]
    assert counts == Reliability(3, 1, 2)
    assert reliability_words(counts) == "ran 3 rounds, missed 1, gave back 2 late"


def test_what_is_disputed_or_taken_back_does_not_count() -> None:
    peer = make_peer()
    missed(peer, "raised")
    missed(peer, "granted")
    missed(peer, "upheld")
    assert reliability([peer.pk])[peer.pk] == Reliability(0, 1, 0)
    found = pool(
        candidate=make_user(), window=(timezone.now(), timezone.now() + timedelta(days=1)), only=[peer.pk]
    )
    assert found.peers[0].no_shows == 1


def test_newcomers_are_called_so() -> None:
    peer = make_peer()
    assert reliability_words(reliability([peer.pk])[peer.pk]) == "new here"


def test_a_round_that_somebody_else_moved_away_is_not_given_back() -> None:
    peer = make_peer()
    round_ = make_round(make_loop(rounds=False), starts_at=timezone.now() + timedelta(hours=5))
    record(
        loop=round_.loop,
        round=round_,
        actor=round_.loop.candidate,
        event="interviewer_left",
        old={"interviewer": peer.pk},
    )
    assert reliability([peer.pk, round_.loop.candidate_id]) == {
        peer.pk: Reliability(),
        round_.loop.candidate_id: Reliability(),
    }


@pytest.mark.parametrize("people", [1, 20])
def test_costs_three_queries_for_any_number(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    peers = [make_peer() for _ in range(people)]
    for peer in peers:
        missed(peer)
    with django_assert_num_queries(3):
        reliability([peer.pk for peer in peers])


def test_own_record_counts_both_parts() -> None:
    person = make_user(is_peer=True)
    held(person, 2)
    loop = make_loop(person, rounds=False)
    for kind, outcome in (("recruiter", "present"), ("behavioural", "no_show")):
        round_ = make_round(loop, kind, starts_at=timezone.now() - timedelta(days=1, hours=len(kind)))
        Attendance.objects.create(round=round_, person=person, role="candidate", outcome=outcome)
    counts = record_of(person)
    assert (counts.running.ran, counts.came, counts.absent) == (2, 1, 1)
