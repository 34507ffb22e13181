"""History in words."""

import pytest
from django.utils import timezone

from common.clock import reading_clock
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


@pytest.mark.parametrize(
    ("event", "old", "new", "words", "who"),
    [
        ("interviewer_replaced", "Bo", "Cy", "Recruiter screen went from Bo to Cy", "by Bo"),
        ("interviewer_replaced", None, "Cy", "Recruiter screen was given to Cy", "by Bo"),
        ("interviewer_handed_over", "Bo", "Cy", "Bo gave Recruiter screen back, and Cy took it over", ""),
        ("interviewer_left", "Bo", None, "Bo gave Recruiter screen back", ""),
        ("cover_taken", None, "Cy", "Cy said yes and took Recruiter screen over", ""),
    ],
)
def test_people_are_named_in_what_happened(
    event: str, old: str | None, new: str | None, words: str, who: str
) -> None:
    people = {name: make_user(name) for name in ("Bo", "Cy")}
    loop = make_loop()
    entry = record(
        loop=loop,
        round=loop.rounds.all()[0],
        actor=people["Bo"],
        event=event,
        old={"interviewer": people[old].pk if old else None},
        new={"interviewer": people[new].pk if new else None},
    )
    told = history_words(entry, make_user())
    assert (told["what"], told["who"]) == (words, who)
    assert "ou" in history_words(entry, people[new or "Bo"])["what"]


def test_a_move_is_told_on_the_viewers_clock() -> None:
    loop = make_loop()
    entry = record(
        loop=loop,
        round=loop.rounds.all()[0],
        actor=None,
        event="round_moved",
        old={"starts_at": "2026-11-26T14:00:00+00:00"},
        new={"starts_at": "2026-11-27T09:00:00+00:00"},
    )
    with timezone.override("Europe/Berlin"):
        what = history_words(entry, make_user())["what"]
        assert (
            what == "Recruiter screen was moved from Thu 26 Nov, 15:00 to Fri 27 Nov, 10:00 (Europe/Berlin)"
        )
        with reading_clock("12"):
            assert "3:00 pm to Fri 27 Nov, 10:00 am" in history_words(entry, make_user())["what"]
