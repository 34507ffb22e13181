"""Two people take one invitation up, or one takes it up while it is taken back: one act wins, whole."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.invites.selectors import possible_starts
from interviews.invites.services import accept_invite, decline_invite, withdraw_invite
from interviews.models import Claim, Loop, RoundInvite, Seat, Track
from tests.factories import make_peer, make_user
from tests.interviews.invites.test_services import make_invite
from tests.services.racing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 6


@pytest.fixture
def candidate() -> User:
    return make_user("Cara")


def assert_whole(loops: int) -> None:
    assert Loop.objects.count() == loops
    assert Seat.objects.count() == 2 * loops
    assert Claim.objects.count() == 6 * loops


def test_of_many_who_take_the_same_link_one_wins(candidate: User, track: Track) -> None:
    invite = make_invite(candidate, track)
    people = [make_peer(hours=False) for _ in range(CROWD)]
    start = possible_starts(invite, people[0])[0]
    results = all_at_once(
        [lambda each=each: accept_invite(invite=invite, person=each, start=start) for each in people]  # type: ignore[misc]
    )
    assert Counter(type(each) for each in results) == {Loop: 1, Conflict: CROWD - 1}
    assert {each.code for each in results if isinstance(each, Conflict)} == {"closed"}
    assert_whole(1)


def test_the_same_person_in_many_tabs_books_once(candidate: User, track: Track) -> None:
    invite, paul = make_invite(candidate, track), make_peer(hours=False)
    start = possible_starts(invite, paul)[0]
    results = all_at_once([lambda: accept_invite(invite=invite, person=paul, start=start)] * CROWD)
    assert results == [Loop.objects.get()] * CROWD
    assert_whole(1)


def test_yes_no_and_taking_back_at_once_leave_one_answer(candidate: User, track: Track) -> None:
    invite, paul, olga = make_invite(candidate, track), make_peer(hours=False), make_peer(hours=False)
    start = possible_starts(invite, paul)[0]
    results = all_at_once(
        [
            lambda: accept_invite(invite=invite, person=paul, start=start),
            lambda: decline_invite(invite=invite, person=olga),
            lambda: withdraw_invite(invite=invite, actor=candidate),
        ]
    )
    assert all(not isinstance(each, Exception) or isinstance(each, DomainError) for each in results)
    state = RoundInvite.objects.get().state
    assert state in {"accepted", "declined", "withdrawn"}
    assert_whole(int(state == "accepted"))


def test_two_invitations_to_one_person_at_the_same_hour_give_one_round(track: Track) -> None:
    paul = make_peer()
    invites = [make_invite(make_user(), track) for _ in range(CROWD)]
    start = possible_starts(invites[0], paul)[0]
    results = all_at_once(
        [lambda each=each: accept_invite(invite=each, person=paul, start=start) for each in invites]  # type: ignore[misc]
    )
    assert Counter(type(each) for each in results) == {Loop: 1, Conflict: CROWD - 1}
    assert_whole(1)


def test_an_hour_of_the_candidate_is_given_away_once(candidate: User, track: Track) -> None:
    invites = [make_invite(candidate, track) for _ in range(CROWD)]
    people = [make_peer(hours=False) for _ in range(CROWD)]
    start = possible_starts(invites[0], people[0])[0]
    results = all_at_once(
        [
            lambda invite=invite, person=person: accept_invite(invite=invite, person=person, start=start)  # type: ignore[misc]
            for invite, person in zip(invites, people, strict=True)
        ]
    )
    assert Counter(type(each) for each in results) == {Loop: 1, Conflict: CROWD - 1}
    assert RoundInvite.objects.filter(state="open").count() == CROWD - 1
    assert_whole(1)
    assert Loop.objects.get().rounds.get().starts_at > timezone.now() + timedelta(hours=1)
