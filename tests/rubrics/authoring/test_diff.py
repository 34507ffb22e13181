"""What is different between two versions, down to words."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from common.worddiff import Part, words
from rubrics.authoring.diff import compare
from tests.rubrics.authoring.making import valid_body, valid_criterion

NAMES = ("one", "two", "three", "four", "five", "six")
TEXT = st.text(alphabet="ab -’,.\n", max_size=40)


def said(parts: tuple[Part, ...]) -> list[tuple[str, str]]:
    return [(part.kind, part.text) for part in parts]


def test_the_same_is_no_difference() -> None:
    assert not compare(valid_body(), valid_body())


def test_words_that_went_and_came_are_marked() -> None:
    assert said(words("Draws the key in one transaction.", "Draws the posting in one transaction.")) == [
        ("same", "Draws the "),
        ("gone", "key"),
        ("new", "posting"),
        ("same", " in one transaction."),
    ]


def test_two_words_beside_each_other_are_one_change() -> None:
    assert said(words("a b c", "a x y c")) == [("same", "a "), ("gone", "b"), ("new", "x y"), ("same", " c")]


@given(TEXT, TEXT)
def test_the_parts_are_both_texts(old: str, new: str) -> None:
    parts = words(old, new)
    assert "".join(part.text for part in parts if part.kind != "new") == old
    assert "".join(part.text for part in parts if part.kind != "gone") == new
    if old == new:
        assert {part.kind for part in parts} <= {"same"}


def test_each_kind_of_change_is_named() -> None:
    old, new = valid_body(), valid_body("recruiter", "four", "one", "two", "five")
    new["title"] = "Another title"
    new["criteria"][1]["title"] = "One anew"
    new["criteria"][1]["weight"] = 3
    new["criteria"][1]["must_observe"] = True
    new["criteria"][1]["anchors"]["4"] = "At point 4 the rater sees something else."
    new["criteria"][1]["evidence_examples"].append("A third one.")
    new["calls"][0]["meaning"] = "Never"
    found = compare(old, new)
    assert found.title is not None
    assert (found.title.old, found.title.new) == ("Rubric of recruiter", "Another title")
    states = {each.key: (each.added, each.removed, each.moved, each.was, each.now) for each in found.criteria}
    assert states == {
        "four": (False, False, True, 4, 1),
        "one": (False, False, False, 1, 2),
        "three": (False, True, False, 3, 0),
        "five": (True, False, False, 0, 4),
    }
    one = next(each for each in found.criteria if each.key == "one")
    assert one.renamed
    assert [(change.name, change.old, change.new) for change in one.changes if change.name != "anchor_4"] == [
        ("title", "One", "One anew"),
        ("weight", "2", "3"),
        ("must_observe", "", "true"),
        ("example", "", "A third one."),
    ]
    assert [(key, [change.name for change in changes]) for key, changes in found.calls] == [
        ("strong_no", ["meaning"])
    ]


def test_moving_one_of_many_is_one_move() -> None:
    moved = compare(valid_body("recruiter", *NAMES), valid_body("recruiter", *NAMES[1:], NAMES[0]))
    assert [(each.key, each.was, each.now) for each in moved.criteria] == [("one", 1, 6)]


def test_two_that_changed_places_both_moved() -> None:
    swapped = compare(
        valid_body("recruiter", "one", "two", "three", "four"),
        valid_body("recruiter", "one", "four", "three", "two"),
    )
    assert [(each.key, each.was, each.now) for each in swapped.criteria] == [("four", 4, 2), ("two", 2, 4)]


def test_what_is_gone_stands_where_it_stood() -> None:
    found = compare(valid_body("recruiter", *NAMES), valid_body("recruiter", "two", "three", "five"))
    assert [each.key for each in found.criteria] == ["one", "four", "six"]


@given(st.permutations(NAMES), st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_any_two_orders_compare(order: list[str], left: set[str], reworded: set[str]) -> None:
    old: dict[str, Any] = {**valid_body(), "criteria": [valid_criterion(name) for name in NAMES]}
    new = copy.deepcopy({**old, "criteria": [valid_criterion(name) for name in order if name not in left]})
    for each in new["criteria"]:
        if each["key"] in reworded:
            each["question"] += " Really?"
    found = {each.key: each for each in compare(old, new).criteria}
    assert {key for key, each in found.items() if each.removed} == left
    assert {key for key, each in found.items() if each.changes} == reworded - left
    back = compare(new, old)
    assert {each.key for each in back.criteria if each.added} == left
    # Without the moved ones both orders are the same.
    rest = [name for name in NAMES if name not in left and not (name in found and found[name].moved)]
    assert [name for name in order if name in rest] == rest
