"""A draft is checked by the files' schema, and each problem comes back beside its field."""

from collections.abc import Callable
from typing import Any

import pytest

from rubrics.authoring.check import FieldProblem, check_draft
from rubrics.authoring.drafts import Draft, draft_of, with_added
from tests.rubrics.authoring.making import draft, valid_body

LONG = "x" * 501


def first(of: Draft) -> Any:
    return of["criteria"][0]


@pytest.mark.parametrize(
    ("spoil", "field", "message", "empty"),
    [
        (lambda d: d.update(title=" "), "title", "Is empty", True),
        (lambda d: first(d).update(title="<b>bold</b>"), "c-one-title", "Plain text only, found <b>", False),
        (lambda d: first(d).update(question="Short"), "c-one-question", "5 characters, at least 10", False),
        (
            lambda d: first(d).update(weight="4"),
            "c-one-weight",
            "Must be a whole number from 1 to 3",
            False,
        ),
        (
            lambda d: first(d).update(concept="magic"),
            "c-one-concept",
            "“magic” is not known; use idempotency, consistency, isolation, observability, ledger, tradeoff,"
            " consequence, framing, metric, story, dialogue, level",
            False,
        ),
        (lambda d: first(d)["anchors"].update({"3": LONG}), "c-one-a3", "501 characters, at most 500", False),
        (
            lambda d: first(d).update(evidence_examples="Only this one"),
            "c-one-examples",
            "1 given, at least 2 needed",
            False,
        ),
        (lambda d: d["calls"][2].update(title=""), "call-yes-title", "Is empty", True),
        (lambda d: d["criteria"].pop(), "criteria", "3 given, at least 4 needed", False),
    ],
)
def test_what_the_schema_refuses_comes_back_beside_its_field(
    spoil: Callable[[Draft], None], field: str, message: str, empty: bool
) -> None:
    typed = draft()
    spoil(typed)
    checked = check_draft(typed, "recruiter", [])
    assert checked.problems == [FieldProblem(field, message, empty)]
    assert checked.body is None


def test_a_draft_without_problems_is_the_body_of_the_files() -> None:
    assert check_draft(draft(), "recruiter", []).body == valid_body()


def test_everything_that_a_new_criterion_lacks_is_empty() -> None:
    problems = check_draft(with_added(draft()), "recruiter", []).problems
    assert {each.field for each in problems} == {
        "c-1-title",
        "c-1-question",
        *(f"c-1-a{point}" for point in range(1, 6)),
        "c-1-examples",
    }
    assert all(each.empty for each in problems if each.field != "c-1-examples")


def test_a_criterion_that_rounds_share_keeps_title_and_concept() -> None:
    other = ("System design", valid_body("system_design", "one", "b", "c", "d"))
    typed = draft()
    first(typed).update(title="Another title", concept="ledger")
    assert [(each.field, each.message) for each in check_draft(typed, "recruiter", [other]).problems] == [
        ("c-one-title", "Title of “one” must be the same as in System design"),
        ("c-one-title", "Concept of “one” must be the same as in System design"),
    ]
    assert check_draft(draft_of(valid_body()), "recruiter", [other]).problems == []


def test_a_new_criterion_named_as_one_of_another_round_is_shared() -> None:
    other = ("System design", valid_body("system_design", "ledger", "b", "c", "d"))
    typed = draft_of(valid_body("recruiter", "one", "two", "three", "ledger"))
    typed["criteria"][-1]["id"] = "1"
    body = check_draft(typed, "recruiter", [other]).body
    assert body is not None
    assert body["criteria"][-1]["key"] == "ledger"
