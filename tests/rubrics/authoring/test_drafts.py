"""Drafts hold what was typed, and what is done to them can be undone."""

from hypothesis import given
from hypothesis import strategies as st

from rubrics.authoring.drafts import (
    MOST_CRITERIA,
    Draft,
    body_of,
    brought_back,
    draft_of,
    moved,
    with_added,
    without,
)
from tests.rubrics.authoring.making import draft, valid_body


def names(of: Draft) -> list[str]:
    return [each["id"] for each in of["criteria"]]


def test_a_draft_of_a_body_says_what_the_body_says() -> None:
    body = valid_body()
    body["criteria"][1]["must_observe"] = True
    assert body_of(draft_of(body), "recruiter", {}) == body


def test_what_is_taken_out_comes_back_to_its_place() -> None:
    less = without(draft(), "two")
    assert names(less) == ["one", "three", "four"]
    assert brought_back(less, "two") == draft()
    assert without(less, "two") == less


def test_a_new_criterion_gets_its_key_from_its_title_when_it_has_one() -> None:
    more = with_added(with_added(draft()))
    assert names(more)[-2:] == ["1", "2"]
    more["criteria"][-1]["title"] = "Ledger  side"
    more["criteria"][-2]["title"] = "One"
    keys = [each["key"] for each in body_of(more, "recruiter", {})["criteria"]]
    assert keys[-2:] == ["one_2", "ledger_side"]


def test_a_draft_has_room_for_so_many_criteria_and_no_more() -> None:
    full = draft()
    for _ in range(30):
        full = with_added(full)
    assert len(full["criteria"]) == MOST_CRITERIA


def test_a_number_is_not_given_again_while_its_criterion_can_come_back() -> None:
    again = with_added(without(with_added(draft()), "1"))
    assert names(again)[-1] == "2"


def test_keys_of_a_file_that_is_not_in_order_are_no_names() -> None:
    body = valid_body()
    body["criteria"][1]["key"] = "Not a key"
    body["criteria"][2]["key"] = "one"
    assert names(draft_of(body)) == ["one", "2", "3", "four"]


@given(st.sampled_from(["one", "two", "three", "four", "none"]), st.integers(-9, 9))
def test_moving_keeps_all_and_the_order_of_the_rest(name: str, by: int) -> None:
    after = names(moved(draft(), name, by))
    assert sorted(after) == sorted(names(draft()))
    assert [each for each in after if each != name] == [each for each in names(draft()) if each != name]
