"""Looking back: saved together, handed in once, waived with a word, and never after the reveal."""

import pytest

from common.errors import Conflict, DomainError
from interviews.models import Round
from rubrics.debriefs import compiler
from rubrics.debriefs.selectors import sides
from rubrics.lookback import services
from rubrics.lookback.rules import LookBackData
from rubrics.lookback.selectors import look_back_of, owed_rounds
from rubrics.models import Debrief, RoundRating, Scorecard
from tests.factories import make_loop
from tests.rubrics.making import finished_loop, look_back, look_back_data, make_rubrics, run_round, waive_all

pytestmark = pytest.mark.django_db
KIND = "system_design"


@pytest.fixture
def held() -> Round:
    make_rubrics()
    return run_round(make_loop().rounds.get(kind=KIND))


def test_both_parts_are_saved_with_one_version(held: Round) -> None:
    data = look_back_data(KIND, 9, None)
    found = services.save_draft(round=held, version=0, data=data)
    assert (found.version, found.data, found.standing) == (1, data, "open")
    again = services.save_draft(round=held, version=0, data=data)
    assert again.version == 1, "what is saved already can be sent again"
    with pytest.raises(Conflict):
        services.save_draft(round=held, version=0, data=look_back_data(KIND, 2))
    assert look_back_of(held).data == data
    assert Scorecard.objects.get().role == "candidate"


def test_what_is_missing_is_told_and_kept(held: Round) -> None:
    with pytest.raises(services.Incomplete) as told:
        services.submit(round=held, version=0, data=LookBackData(comment="said"))
    assert [each.what for each in told.value.lacks] == ["score"] * 3 + ["rating"] * 3
    assert RoundRating.objects.get().comment == "said"


def test_handed_in_it_is_locked(held: Round) -> None:
    for _ in range(2):
        services.submit(round=held, version=0, data=look_back_data(KIND))
    with pytest.raises(DomainError) as told:
        services.save_draft(round=held, version=2, data=look_back_data(KIND, 2))
    assert told.value.code == "locked"
    with pytest.raises(DomainError):
        services.waive(round=held)


def test_before_the_end_there_is_nothing_to_look_back_on() -> None:
    make_rubrics()
    round_ = make_loop().rounds.get(kind=KIND)
    with pytest.raises(DomainError) as told:
        services.submit(round=round_, version=0, data=look_back_data(KIND))
    assert told.value.code == "early"


def test_a_waiver_settles_and_can_be_taken_back_until_the_debrief_is_there(held: Round) -> None:
    for _ in range(2):
        services.waive(round=held)
    assert [each.look_back for each in sides(held.loop)].count("waived") == 1
    assert not owed_rounds(held.loop.candidate).exists()
    with pytest.raises(DomainError) as told:
        services.save_draft(round=held, version=0, data=look_back_data(KIND))
    assert told.value.code == "waived"
    services.take_back_waiver(round=held)
    look_back(held)
    assert look_back_of(held).standing == "in"


def test_the_debrief_waits_for_both_sides_and_nothing_comes_after_it() -> None:
    loop = finished_loop(waived=False)
    assert Debrief.objects.get().state == "waiting"
    *rest, last = loop.rounds.order_by("position")
    for round_ in rest:
        services.waive(round=round_)
    assert Debrief.objects.get().state == "waiting"
    look_back(last)
    assert Debrief.objects.get().state == "queued"
    compiler.sweep()
    for act in (services.waive, services.take_back_waiver):
        with pytest.raises(DomainError):
            act(round=last if act is services.waive else rest[0])
    waived = look_back_of(Round.objects.select_related("loop__candidate", "loop__track").get(pk=rest[0].pk))
    assert waived.standing == "revealed"


def test_waiving_what_took_place_is_enough(held: Round) -> None:
    waive_all(held.loop)
    assert not owed_rounds(held.loop.candidate).exists()
