"""The loop line says state, who and when of each round."""

import pytest

from interviews.loops.line import LOOKS, loop_line
from interviews.models import Round
from tests.factories import make_loop

pytestmark = pytest.mark.django_db


def test_stations_in_the_order_of_the_loop() -> None:
    loop = make_loop()
    rounds = list(loop.rounds.all())
    line = loop_line(loop, here=rounds[2])
    assert [station["kind"] for station in line] == [round_.kind for round_ in rounds]
    assert [station["here"] for station in line] == [False, False, True, False]
    assert [station["url"] for station in line] == [f"/rounds/{round_.pk}/" for round_ in rounds]
    assert [station["when"] for station in line] == [round_.starts_at for round_ in rounds]
    assert [station["who"] for station in line] == [
        round_.seats.get(role="interviewer").person.shown_name for round_ in rounds
    ]


def test_only_the_viewers_rounds_are_links() -> None:
    loop = make_loop()
    mine = loop.rounds.order_by("-position")[0]
    assert [bool(station["url"]) for station in loop_line(loop, {mine.pk})] == [False, False, False, True]


def test_every_state_has_a_look_and_a_word() -> None:
    assert set(LOOKS) == set(Round.State.values)
    loop = make_loop()
    loop.rounds.filter(position=0).update(state="cancelled")
    first = loop_line(loop)[0]
    assert (first["state"], str(first["word"]), first["url"], first["when"]) == (
        "quiet",
        "Cancelled",
        "",
        None,
    )
