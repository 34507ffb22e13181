"""Many stand-ins say yes, both sides accuse each other, one purse pays for many loops: each happens once."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.attendance import rematch
from interviews.attendance.rules import SEARCH
from interviews.attendance.services import claim_no_show
from interviews.attendance.tasks import sweep_searches
from interviews.credits.selectors import balance
from interviews.credits.services import charge, give
from interviews.models import Attendance, Claim, CoverRequest, HistoryEntry, Loop, PriorityPass, Round, Seat
from tests.factories import make_loop, make_round, make_user
from tests.interviews.attendance.making import interviewer_of, online_peer, waiting_round, was_here
from tests.services.racing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def search(peers: int) -> tuple[Round, CoverRequest, list[User]]:
    round_ = waiting_round()
    people = [online_peer(f"Peer {number}") for number in range(peers)]
    was_here(round_, round_.loop.candidate, since=14, still=True)
    claim_no_show(round=round_, actor=round_.loop.candidate)
    return round_, rematch.begin(round=round_, actor=round_.loop.candidate), people


def test_one_of_many_stand_ins_gets_the_seat(crowd: int) -> None:
    round_, request, people = search(crowd)
    asks = {ask.person_id: ask for ask in request.asks.all()}
    acts = [partial(rematch.answer, ask=asks[each.pk], person=each, yes=True) for each in people]
    results = all_at_once(acts)
    assert Counter(type(each) for each in results) == {Round: 1, Conflict: crowd - 1}
    assert {each.code for each in results if isinstance(each, Conflict)} == {"taken"}
    winner = people[next(i for i, each in enumerate(results) if isinstance(each, Round))]
    assert interviewer_of(round_) == winner
    assert HistoryEntry.objects.filter(event="interviewer_stood_in").count() == 1
    assert not Claim.objects.filter(person__in=[p.pk for p in people if p != winner]).exists()


def test_a_yes_and_the_end_of_the_search_are_one_or_the_other() -> None:
    round_, request, people = search(1)
    CoverRequest.objects.update(created_at=timezone.now() - SEARCH)
    ask = request.asks.get()
    results = all_at_once(
        [lambda: rematch.answer(ask=ask, person=people[0], yes=True), *[sweep_searches] * 4]
    )
    round_.refresh_from_db()
    taken = isinstance(results[0], Round)
    assert round_.state == ("scheduled" if taken else "missed")
    assert PriorityPass.objects.count() == (0 if taken else 1)
    assert Seat.objects.filter(round=round_, person=people[0]).exists() == taken


def test_of_two_who_accuse_each_other_one_is_heard() -> None:
    round_ = waiting_round()
    candidate, interviewer = round_.loop.candidate, interviewer_of(round_)
    results = all_at_once(
        [
            lambda: claim_no_show(round=round_, actor=candidate),
            lambda: claim_no_show(round=round_, actor=interviewer),
        ]
    )
    assert Counter(type(each) for each in results) == {Attendance: 1, DomainError: 1}
    assert Attendance.objects.filter(round=round_, outcome="no_show").count() == 1
    assert Attendance.objects.filter(round=round_, outcome="present").count() == 1


def test_one_purse_never_pays_for_more_than_it_holds(settings: Any) -> None:
    settings.CREDITS_REQUIRED, settings.CREDITS_START = True, 3
    candidate = make_user()
    loops = []
    for day in range(8):
        loop = make_loop(candidate, rounds=False)
        make_round(loop, starts_at=timezone.now() + timedelta(days=day + 1))
        loops.append(loop)

    def book(loop: Loop) -> int:
        with transaction.atomic():
            return charge(loop=loop, rounds=list(loop.rounds.all()))

    results = all_at_once([partial(book, loop) for loop in loops])
    assert Counter(type(each) for each in results) == {int: 3, DomainError: 5}
    assert balance(candidate) == 0
    with pytest.raises(DomainError):
        give(person=candidate, amount=-1, note="")
