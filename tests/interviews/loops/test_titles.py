"""What a loop is called, and what its mode says to whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from interviews.loops.titles import loop_title, mode_words
from interviews.models import Loop
from tests.factories import make_loop, make_peer, make_round, make_user

pytestmark = pytest.mark.django_db


def test_a_part_of_a_loop_is_practice_of_its_rounds() -> None:
    assert loop_title(make_loop()) == "Test track"
    one = make_loop(rounds=False)
    make_round(one, "system_design", position=0)
    assert loop_title(one) == "Practice: Settlement system design"
    make_round(one, "recruiter", position=1, starts_at=timezone.now() + timedelta(days=2))
    assert loop_title(Loop.objects.get(pk=one.pk)) == "Practice: Design, Recruiter"


@pytest.mark.parametrize(("mode", "word"), [("learning", "Learning:"), ("stress", "Stress:")])
def test_the_mode_is_told_on_the_loops_page_and_in_the_lobby(
    client_for: Callable[[Any], Any], mode: str, word: str
) -> None:
    candidate, peer = make_user(), make_peer()
    loop = make_loop(candidate, rounds=False, mode=mode)
    round_ = make_round(loop, interviewer=peer)
    for person, interviewing in ((candidate, False), (peer, True)):
        words = mode_words(loop, interviewing=interviewing)
        assert words.startswith(word)
        for page in (f"/loops/{loop.pk}/", f"/rounds/{round_.pk}/"):
            assert words in client_for(person).get(page).content.decode()


def test_a_closed_round_can_be_booked_again_by_its_candidate_alone(client_for: Callable[[Any], Any]) -> None:
    candidate, peer = make_user(), make_peer()
    loop = make_loop(candidate, rounds=False)
    make_round(loop, "behavioural", interviewer=peer, state="missed")
    link = "/loops/book/?rounds=behavioural"
    assert link in client_for(candidate).get(f"/loops/{loop.pk}/").content.decode()
    assert link not in client_for(peer).get(f"/loops/{loop.pk}/").content.decode()
