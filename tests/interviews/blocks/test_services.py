"""Being kept apart: nothing proposes, books or seats the two together, and the other never learns."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.blocks.selectors import apart_from
from interviews.blocks.services import keep_apart, take_back
from interviews.booking.plans import Plan, Slot
from interviews.booking.pool import pool
from interviews.booking.services import book_loop
from interviews.kinds import LOOP_KINDS
from interviews.models import BlockedPair, HistoryEntry, Round, Track
from tests.clock import stopped
from tests.factories import MINUTES, make_loop, make_peer, make_prompt, make_round, make_track, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def met() -> tuple[User, User, Round]:
    """A candidate, a peer with hours, and the round they have the day after tomorrow."""
    candidate, peer = make_user("Cand Idate"), make_peer("Inter Viewer")
    loop = make_loop(candidate, rounds=False)
    start = (timezone.now() + timedelta(days=2)).replace(hour=9, minute=0, second=0, microsecond=0)
    return candidate, peer, make_round(loop, "recruiter", interviewer=peer, starts_at=start)


def proposed(candidate: User) -> set[int]:
    now = timezone.now()
    return {peer.key for peer in pool(candidate=candidate, window=(now, now + timedelta(days=7))).peers}


def book(candidate: User, peer: User) -> object:
    track: Track = make_track()
    for kind in LOOP_KINDS:
        make_prompt(kind)
    first = int((timezone.now() + timedelta(days=3)).timestamp()) // 900
    slots = [
        Slot(kind, peer.pk, first + 8 * number, -(-MINUTES[kind] // 15))
        for number, kind in enumerate(LOOP_KINDS)
    ]
    return book_loop(candidate=candidate, track=track, plan=Plan(tuple(slots)), booking_key=uuid.uuid4())


@pytest.mark.parametrize("asker", ["candidate", "interviewer"])
def test_the_two_are_neither_proposed_nor_booked(met: tuple[User, User, Round], asker: str) -> None:
    candidate, peer, _ = met
    assert peer.pk in proposed(candidate)
    person, other = (candidate, peer) if asker == "candidate" else (peer, candidate)
    keep_apart(person=person, other=other)
    assert peer.pk not in proposed(candidate)
    with pytest.raises(Conflict) as conflict:
        book(candidate, peer)
    # What anybody is told whose hours are not offered.
    assert conflict.value.code == "not_offered"


def test_asking_twice_is_asking_once_and_taking_back_twice_changes_nothing(
    met: tuple[User, User, Round],
) -> None:
    candidate, peer, _ = met
    pair = keep_apart(person=candidate, other=peer)
    assert keep_apart(person=candidate, other=peer) == pair
    assert BlockedPair.objects.count() == 1
    assert take_back(person=candidate, pair_id=pair.pk) == peer
    assert take_back(person=candidate, pair_id=pair.pk) is None
    assert peer.pk in proposed(candidate)


def test_what_one_asks_the_other_can_not_take_back(met: tuple[User, User, Round]) -> None:
    candidate, peer, _ = met
    pair = keep_apart(person=candidate, other=peer)
    assert take_back(person=peer, pair_id=pair.pk) is None
    assert BlockedPair.objects.filter(pk=pair.pk).exists()


def test_both_may_ask_and_each_takes_back_their_own(met: tuple[User, User, Round]) -> None:
    candidate, peer, _ = met
    own = keep_apart(person=candidate, other=peer)
    keep_apart(person=peer, other=candidate)
    take_back(person=candidate, pair_id=own.pk)
    assert peer.pk not in proposed(candidate)


def test_only_people_one_met_can_be_named(met: tuple[User, User, Round]) -> None:
    candidate, _, _ = met
    for other in (make_peer(), candidate):
        with pytest.raises(DomainError) as refusal:
            keep_apart(person=candidate, other=other)
        assert refusal.value.code == "stranger"


def test_booked_rounds_stand_and_are_named(met: tuple[User, User, Round]) -> None:
    candidate, peer, round_ = met
    keep_apart(person=peer, other=candidate)
    round_.refresh_from_db()
    assert round_.state == Round.State.SCHEDULED
    [apart] = apart_from(peer)
    assert [card["round"] for card in apart.still] == [round_]
    assert apart.still[0]["may_decline"]


def seen(client: Client, path: str) -> str:
    """A page without what differs each time."""
    page = client.get(path).content.decode()
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "token", page)


@pytest.mark.parametrize("asker", ["candidate", "interviewer"])
def test_the_other_never_learns(
    met: tuple[User, User, Round], client_for: Callable[[Any], Client], asker: str
) -> None:
    candidate, peer, round_ = met
    person, other = (candidate, peer) if asker == "candidate" else (peer, candidate)
    paths = [
        "/",
        "/loops/",
        "/hours/",
        "/settings/",
        "/settings/apart/",
        reverse("interviews:loop", args=[round_.loop_id]),
        reverse("interviews:room", args=[round_.pk]),
        reverse("interviews:apart", args=[round_.pk]),
    ]
    with stopped(timezone.now()):
        their = client_for(other)
        before = [seen(their, path) for path in paths]
        happened = HistoryEntry.objects.count()
        asked = client_for(person).post(reverse("interviews:apart", args=[round_.pk]))
        assert asked["Location"] == reverse("interviews:apart_list")
        assert [seen(their, path) for path in paths] == before
    assert OutgoingMail.objects.count() == 0
    assert HistoryEntry.objects.count() == happened
