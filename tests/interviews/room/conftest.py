"""A round whose room is open, with everybody in it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from interviews.models import Round
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person


@dataclass
class Room:
    round: Round
    candidate: User
    interviewer: User
    observer: User
    coach: User
    stranger: User


def build_room(minutes: float = 5) -> Room:
    """`minutes` until it starts; 5 means the room is open, 60 that it is not."""
    candidate, interviewer, observer = make_user("Cora"), make_peer("Ivan", hours=False), make_user("Olga")
    made = make_round(
        make_loop(candidate, rounds=False),
        interviewer=interviewer,
        starts_at=timezone.now() + timedelta(minutes=minutes),
    )
    seat_person(made, observer, "observer")
    return Room(
        made,
        candidate,
        interviewer,
        observer,
        make_coach(candidate),
        make_user("Stan", is_peer=True, is_coach=True),
    )


@pytest.fixture
def room(db: None) -> Room:
    return build_room()
