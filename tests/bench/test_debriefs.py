"""The loops that are measured are whole: what a season has, compiled as the product does it."""

import pytest
from django.core.management import call_command

from bench.loops import change_a_card, make_loop, make_people
from rubrics.debriefs.compiler import run


@pytest.mark.django_db
def test_loops_to_measure_have_three_raters_boards_with_concepts_and_a_loop_before() -> None:
    call_command("load_content", verbosity=0)
    candidate, *raters = make_people(4)
    first = make_loop(candidate, raters, days_ago=14, seed=1)
    assert run(first.debrief.pk) is not None
    second = make_loop(candidate, raters, days_ago=7, seed=2)
    revision = run(second.debrief.pk)
    assert revision is not None
    assert [len(each["cards"]) for each in revision.content["rounds"]] == [3, 3, 3, 3]
    assert not any(each["missing"] for each in revision.content["rounds"])
    places = [place for each in revision.content["concepts"] for place in each["places"]]
    assert {place["source"] for place in places} == {"board", "note", "card"}
    assert all(place["offset"] is not None for place in places if place["source"] != "card")
    assert revision.content["since"]["loop"] == str(first.pk)
    assert len(revision.content["actions"]) == 3
    change_a_card(second)
    again = run(second.debrief.pk)
    assert again is not None
    assert again.number == 2
