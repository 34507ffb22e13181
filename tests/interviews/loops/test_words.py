"""History in words."""

import pytest

from interviews.loops.services import record
from interviews.loops.words import history_words
from tests.factories import make_loop, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("loop_booked", "The loop was booked"),
        ("round_live", "Recruiter screen began"),
        ("round_moved", "Recruiter screen was moved"),
        ("observer_invited", "An observer was invited to Recruiter screen"),
        ("round_of_a_later_day", "Round of a later day"),
    ],
)
def test_events_read_as_sentences(event: str, words: str) -> None:
    loop = make_loop()
    entry = record(loop=loop, round=loop.rounds.all()[0], actor=loop.candidate, event=event)
    assert history_words(entry, make_user())["what"] == words


def test_who_did_it_is_you_for_yourself_and_nobody_for_the_product() -> None:
    loop = make_loop(make_user("Carla"))
    mine = record(loop=loop, actor=loop.candidate, event="loop_booked")
    assert history_words(mine, loop.candidate)["who"] == "by you"
    assert history_words(mine, make_user())["who"] == "by Carla"
    assert history_words(record(loop=loop, actor=None, event="loop_booked"), loop.candidate)["who"] == ""
