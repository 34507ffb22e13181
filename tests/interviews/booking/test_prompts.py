"""Nobody is interviewed on a prompt that they read as somebody else's interviewer, or are about to."""

import pytest

from accounts.models import User
from interviews.booking.prompts import choose_prompts
from interviews.kinds import LOOP_KINDS
from interviews.models import Round, Track
from tests.factories import make_loop, make_prompt, make_round, make_track, make_user, seat_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def track() -> Track:
    for kind in LOOP_KINDS:
        make_prompt(kind)
    make_prompt("system_design", slug="z-other")
    return make_track()


def chosen(candidate: User, track: Track, interviewer: User) -> str:
    interviewers = dict.fromkeys(LOOP_KINDS, interviewer.pk)
    return choose_prompts(candidate, track, interviewers)["system_design"].slug


@pytest.mark.parametrize("state", Round.State.values)
def test_prompt_of_a_round_one_ran_is_not_ones_own(track: Track, state: str) -> None:
    peer = make_user(is_peer=True)
    read = make_round(make_loop(rounds=False), interviewer=peer, state=state)
    assert read.prompt.slug == "test-system-design"
    assert chosen(peer, track, make_user()) == "z-other"


def test_prompt_of_a_round_one_watched_is_not_ones_own(track: Track) -> None:
    watcher = make_user()
    seat_person(make_round(make_loop(rounds=False), state="completed"), watcher, "observer")
    assert chosen(watcher, track, make_user()) == "z-other"


def test_prompt_that_awaits_the_interviewer_is_not_given_to_them_to_read(track: Track) -> None:
    peer = make_user(is_peer=True)
    make_round(make_loop(peer, rounds=False))
    for _ in range(2):
        used = make_round(make_loop(rounds=False))
        used.prompt = make_prompt("system_design", slug="z-other")
        used.save()
    assert chosen(make_user(), track, peer) == "z-other"


def test_only_prompt_there_is_is_given_all_the_same(track: Track) -> None:
    peer = make_user(is_peer=True)
    make_loop(peer)
    interviewers = dict.fromkeys(LOOP_KINDS, peer.pk)
    assert choose_prompts(peer, track, interviewers)["recruiter"].slug == "test-recruiter"
