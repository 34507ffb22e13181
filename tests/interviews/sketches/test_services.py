"""Sketches: begun once, cleared and brought back, shown in a round and copied onto its board."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from interviews.board import log
from interviews.board.access import access_board
from interviews.board.elements import clean, compact
from interviews.board.log import Edit
from interviews.board.selectors import scene
from interviews.models import Board, Round, Sketch
from interviews.sketches import services
from interviews.sketches.selectors import made_by, places_of
from interviews.sketches.services import clear, copy_into, hide, make_sketch, moved_beside, restore, show
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person
from tests.interviews.board.make import element

pytestmark = pytest.mark.django_db


@pytest.fixture
def sketch(db: None) -> Sketch:
    return make_sketch(owner=make_user("Ada"), kind="strong")


@pytest.fixture
def round_(sketch: Sketch) -> Round:
    """A round of the owner's whose room is open."""
    return make_round(make_loop(sketch.owner, rounds=False), starts_at=timezone.now())


def put(board: Board, author: User, *elements: dict[str, Any]) -> None:
    outcome = log.append([Edit(board.pk, author.pk, elements, [compact(each) for each in elements])])[0]
    assert not outcome.refused


def alive(board: Board) -> list[dict[str, Any]]:
    return [each for each in scene(board) if not each["isDeleted"]]


def bound() -> list[dict[str, Any]]:
    """A box with a label, and an arrow that begins at it, in a group."""
    return [
        element(id="box", index="a1", groupIds=["g"], boundElements=[{"id": "word", "type": "text"}]),
        element("text", id="word", index="a2", groupIds=["g"], containerId="box"),
        element(
            "arrow",
            id="arrow",
            index="a3",
            startBinding={"elementId": "box", "focus": 0, "gap": 1, "fixedPoint": None},
            endBinding={"elementId": "elsewhere", "focus": 0, "gap": 1, "fixedPoint": None},
        ),
    ]


def test_a_sketch_of_each_kind_is_begun_once(sketch: Sketch) -> None:
    assert make_sketch(owner=sketch.owner, kind="strong") == sketch
    other = make_sketch(owner=sketch.owner, kind="eventual")
    assert other.board_id != sketch.board_id
    with pytest.raises(DomainError):
        make_sketch(owner=sketch.owner, kind="third")
    assert [place.sketch for place in places_of(sketch.owner)] == [sketch, other]


def test_a_sketch_counts_from_a_few_shapes_on(sketch: Sketch) -> None:
    put(sketch.board, sketch.owner, element(), element())
    assert made_by(sketch.owner) == 0
    put(sketch.board, sketch.owner, element(isDeleted=True))
    assert made_by(sketch.owner) == 0
    put(sketch.board, sketch.owner, element())
    assert made_by(sketch.owner) == 1
    assert made_by(make_user()) == 0


def test_clearing_can_be_undone_beside_what_was_drawn_since(sketch: Sketch) -> None:
    put(sketch.board, sketch.owner, *bound())
    assert clear(sketch=sketch) == 3
    assert alive(sketch.board) == []
    assert clear(sketch=sketch) == 0
    put(sketch.board, sketch.owner, element(id="since"))
    assert restore(sketch=sketch) == 3
    assert {each["id"] for each in alive(sketch.board)} == {"box", "word", "arrow", "since"}
    assert restore(sketch=sketch) == 0
    assert next(each for each in alive(sketch.board) if each["id"] == "word")["containerId"] == "box"


def test_only_its_owner_draws_and_who_is_let_in_watches(sketch: Sketch, round_: Round) -> None:
    coach, observer = make_coach(sketch.owner), make_user()
    seat_person(round_, observer, "observer")
    interviewer = round_.seats.get(role="interviewer").person
    assert access_board(sketch.owner, sketch.board_id).may_draw
    assert not access_board(coach, sketch.board_id).may_draw
    for person in (interviewer, observer, make_peer(), make_user(is_staff=True)):
        with pytest.raises(Http404):
            access_board(person, sketch.board_id)
    show(sketch=sketch, round=round_, actor=sketch.owner)
    for person, role in ((interviewer, "interviewer"), (observer, "observer")):
        access = access_board(person, sketch.board_id)
        assert (access.role, access.may_draw) == (role, False)
    with pytest.raises(Http404):
        access_board(make_peer(), sketch.board_id)
    hide(sketch=sketch)
    with pytest.raises(Http404):
        access_board(interviewer, sketch.board_id)


def test_what_is_shown_in_a_round_is_shown_until_it_is_over(sketch: Sketch, round_: Round) -> None:
    interviewer = round_.seats.get(role="interviewer").person
    show(sketch=sketch, round=round_, actor=sketch.owner)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.COMPLETED)
    with pytest.raises(Http404):
        access_board(interviewer, sketch.board_id)
    assert access_board(sketch.owner, sketch.board_id).may_draw


@pytest.mark.parametrize("act", [show, copy_into])
def test_only_the_candidate_brings_their_own_and_only_while_the_room_is_open(
    sketch: Sketch, round_: Round, act: Any
) -> None:
    put(sketch.board, sketch.owner, *bound())
    interviewer = round_.seats.get(role="interviewer").person
    foreign = make_sketch(owner=make_user(), kind="strong")
    for what, who in ((sketch, interviewer), (foreign, sketch.owner)):
        with pytest.raises(DomainError) as refused:
            act(sketch=what, round=round_, actor=who)
        assert refused.value.code == "not_yours"
    later = timezone.now() + timedelta(hours=3)
    Round.objects.filter(pk=round_.pk).update(starts_at=later, ends_at=later + timedelta(hours=1))
    with pytest.raises(DomainError) as refused:
        act(sketch=sketch, round=round_, actor=sketch.owner)
    assert refused.value.code == "closed"


def test_a_copy_has_names_of_its_own_and_lies_beside_what_is_there(sketch: Sketch, round_: Round) -> None:
    board = Board.objects.get(round=round_)
    put(sketch.board, sketch.owner, *bound())
    put(board, sketch.owner, element(id="box", x=500, width=100, index="a5"))
    assert copy_into(sketch=sketch, round=round_, actor=sketch.owner) == 3
    there = alive(board)
    assert there[0]["id"] == "box"
    copies = {each["type"]: each for each in there[1:]}
    assert min(each["x"] for each in copies.values()) >= 600
    assert copies["text"]["containerId"] == copies["rectangle"]["id"]
    assert copies["rectangle"]["boundElements"] == [{"id": copies["text"]["id"], "type": "text"}]
    assert copies["arrow"]["startBinding"]["elementId"] == copies["rectangle"]["id"]
    assert copies["arrow"]["endBinding"] is None
    assert copies["text"]["groupIds"] == copies["rectangle"]["groupIds"] != ["g"]
    for each in there:
        assert clean(each) == each
    assert {each["id"] for each in alive(sketch.board)} == {"box", "word", "arrow"}
    assert copy_into(sketch=sketch, round=round_, actor=sketch.owner) == 3
    assert len({each["id"] for each in alive(board)}) == 7


def test_a_copy_keeps_to_the_boards_limits(
    sketch: Sketch, round_: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(DomainError) as refused:
        copy_into(sketch=sketch, round=round_, actor=sketch.owner)
    assert refused.value.code == "empty"
    put(sketch.board, sketch.owner, *bound())
    monkeypatch.setattr(services, "MAX_BOARD_ELEMENTS", 2)
    with pytest.raises(DomainError) as refused:
        copy_into(sketch=sketch, round=round_, actor=sketch.owner)
    assert refused.value.code == "full"
    assert not Board.objects.get(round=round_).last_seq


def test_a_copy_onto_an_empty_board_stays_where_it_was_drawn() -> None:
    assert [each["x"] for each in moved_beside(bound(), [])] == [each["x"] for each in bound()]
