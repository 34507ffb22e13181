"""Taking over what somebody else published, criterion by criterion."""

from hypothesis import given
from hypothesis import strategies as st

from rubrics.authoring.drafts import body_of, draft_of
from rubrics.authoring.merge import meanwhile, take
from tests.rubrics.authoring.making import valid_body


def test_what_both_changed_is_said() -> None:
    base, theirs, mine = valid_body(), valid_body(), valid_body()
    for body in (theirs, mine):
        body["criteria"][0]["question"] = f"Changed {len(body)} ways, is it?"
    theirs["criteria"][1]["weight"] = 1
    mine["title"] = theirs["title"] = "Another"
    found = meanwhile(base, theirs, mine)
    assert found.names() == ["title", "c-one", "c-two"]
    assert found.both == {"title", "c-one"}


def test_only_what_was_chosen_is_taken() -> None:
    theirs = valid_body("recruiter", "zero", "one", "two", "four")
    theirs["title"] = "Theirs"
    theirs["criteria"][1]["weight"] = 1
    theirs["criteria"][2]["weight"] = 3
    mine = draft_of(valid_body())
    mine["criteria"][1]["question"] = "Typed here"
    taken = take(mine, theirs, ["c-zero", "c-one", "c-three"])
    assert [each["id"] for each in taken["criteria"]] == ["zero", "one", "two", "four"]
    assert [each["criterion"]["id"] for each in taken["removed"]] == ["three"]
    assert (taken["title"], taken["criteria"][1]["weight"]) == ("Rubric of recruiter", "1")
    assert taken["criteria"][2]["question"] == "Typed here"


def test_a_criterion_that_was_taken_out_here_comes_back_once() -> None:
    theirs = valid_body()
    theirs["criteria"][1]["weight"] = 3
    gone = draft_of(valid_body("recruiter", "one", "three", "four"))
    gone["removed"] = [{"at": 1, "criterion": draft_of(valid_body())["criteria"][1]}]
    taken = take(gone, theirs, ["c-two"])
    assert [each["id"] for each in taken["criteria"]] == ["one", "two", "three", "four"]
    assert taken["removed"] == []


@given(st.permutations(["one", "two", "three", "four", "five"]), st.sets(st.sampled_from(["one", "four"])))
def test_taking_all_of_an_untouched_draft_gives_their_criteria(order: list[str], left: set[str]) -> None:
    theirs = valid_body("recruiter", *(name for name in order if name not in left))
    theirs["title"], theirs["criteria"][0]["weight"] = "Theirs", 3
    found = meanwhile(valid_body(), theirs, valid_body())
    assert found.both == frozenset()
    taken = body_of(take(draft_of(valid_body()), theirs, found.names()), "recruiter", {})
    assert {each["key"]: each for each in taken["criteria"]} == {
        each["key"]: each for each in theirs["criteria"]
    }
    assert taken["title"] == "Theirs"
