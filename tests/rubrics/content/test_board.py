"""Drawings of samples as whiteboard elements, as a picture and in words."""

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from interviews.board.elements import clean
from rubrics.content.board import SHAPES, board_elements, board_picture, board_words, fitted, overlap, wrapped
from rubrics.content.schema import BOXES

boxes = st.fixed_dictionaries(
    {
        "label": st.just("Box"),
        "kind": st.sampled_from(BOXES),
        "x": st.integers(0, 1600),
        "y": st.integers(0, 1200),
        "w": st.integers(60, 400),
        "h": st.integers(40, 300),
    }
)

LEFT = {"key": "left", "label": "Payments log", "kind": "queue", "x": 0, "y": 0, "w": 140, "h": 60}
RIGHT = {"key": "right", "label": "Ledger", "kind": "store", "x": 300, "y": 0, "w": 140, "h": 60}


def board(*boxes: dict[str, Any], arrows: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    joined = arrows if arrows is not None else [{"from": "left", "to": "right", "label": "one commit"}]
    return {"boxes": list(boxes or (LEFT, RIGHT)), "arrows": joined}


def by_id(drawing: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {element["id"]: element for element in board_elements(drawing)}


def test_kinds_of_the_schema_are_those_that_can_be_drawn() -> None:
    assert set(BOXES) == set(SHAPES)


@pytest.mark.parametrize("kind", BOXES)
def test_every_element_would_be_accepted_on_a_whiteboard(kind: str) -> None:
    drawing = board({**LEFT, "kind": kind}, RIGHT)
    for element in board_elements(drawing):
        assert clean(element) == element


def test_arrow_between_boxes_that_face_each_other_is_level_and_touches_neither() -> None:
    arrow = by_id(board())["arrow_1"]
    assert arrow["points"] == [[0, 0], [150, 0]]
    assert (arrow["x"], arrow["y"]) == (145, 30)
    assert arrow["endArrowhead"] == "triangle"


def test_arrow_points_where_it_goes() -> None:
    arrow = by_id(board(arrows=[{"from": "right", "to": "left"}]))["arrow_1"]
    assert (arrow["x"], arrow["points"][1]) == (295, [-150, 0])


def test_there_and_back_do_not_lie_on_each_other() -> None:
    drawn = by_id(board(arrows=[{"from": "left", "to": "right"}, {"from": "right", "to": "left"}]))
    assert abs(drawn["arrow_1"]["y"] - drawn["arrow_2"]["y"]) >= 20


def test_slanting_arrow_ends_outside_both_boxes() -> None:
    drawn = by_id(board(LEFT, {**RIGHT, "y": 300}))["arrow_1"]
    x, y = drawn["x"] + drawn["points"][1][0], drawn["y"] + drawn["points"][1][1]
    assert y <= 300 or x <= 300
    assert drawn["y"] >= 60 or drawn["x"] >= 140


def test_areas_lie_behind_what_they_hold() -> None:
    area = {"key": "around", "label": "First sketch", "kind": "area", "x": 0, "y": 0, "w": 500, "h": 200}
    ids = [element["id"] for element in board_elements(board(LEFT, RIGHT, area))]
    assert ids.index("box_around") < ids.index("box_left")
    assert not overlap(LEFT, area)


def test_label_wraps_and_shrinks_before_it_is_too_long() -> None:
    assert wrapped("one two\nthree", 1000, 16) == ["one two", "three"]
    assert wrapped("one two", 40, 16) == ["one", "two"]
    small = fitted({**LEFT, "label": "Deduplication and posting in one commit"})
    assert small is not None
    assert small[0] < 16
    assert fitted({**LEFT, "label": "Deduplication " * 9}) is None


def test_picture_is_one_svg_with_everything_escaped() -> None:
    svg = board_picture(board({**LEFT, "label": "<a> & <b>"}, RIGHT), title="A <board>", empty="Nothing")
    top = ElementTree.fromstring(svg)
    words = [element.text for element in top.iter() if element.text]
    assert "A <board>" in words
    assert "<a> & <b>" in words
    assert "one commit" in words


def test_drawing_in_words_names_every_box() -> None:
    note = {"key": "note", "label": "500 ms\nin all", "kind": "note", "x": 0, "y": 100, "w": 90, "h": 60}
    assert board_words(board(LEFT, RIGHT, note)) == [
        "Payments log → Ledger: one commit",
        "500 ms in all",
    ]


@given(st.text(max_size=160), st.integers(40, 800), st.sampled_from([12, 14, 16]))
def test_wrapping_keeps_every_word_in_order(label: str, width: int, size: int) -> None:
    assert " ".join(wrapped(label, width, size)).split() == label.split()


@given(boxes, boxes)
def test_arrow_never_begins_or_ends_inside_a_box(one: dict[str, Any], other: dict[str, Any]) -> None:
    start, end = {**one, "key": "start"}, {**other, "key": "end"}
    assume(not overlap({**start, "kind": "service"}, {**end, "kind": "service"}))
    arrow = by_id({"boxes": [start, end], "arrows": [{"from": "start", "to": "end"}]})["arrow_1"]
    tip = (arrow["x"] + arrow["points"][1][0], arrow["y"] + arrow["points"][1][1])
    assert not inside(start, arrow["x"], arrow["y"])
    assert not inside(end, *tip)


def inside(box: dict[str, Any], x: float, y: float) -> bool:
    """Whether a point lies within the outline of a box's shape."""
    across = abs(x - box["x"] - box["w"] / 2) / (box["w"] / 2)
    down = abs(y - box["y"] - box["h"] / 2) / (box["h"] / 2)
    shape = {"person": across**2 + down**2, "choice": across + down}
    return shape.get(box["kind"], max(across, down)) < 1
