"""A rubric goes out as a content file and comes back the same; what is wrong with a file is told by line."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interviews.content.documents import Problem, read_document
from interviews.content.schema import KINDS
from interviews.content.versions import digest
from rubrics.authoring.check import check_draft
from rubrics.authoring.drafts import draft_of
from rubrics.authoring.yaml_files import read, write
from rubrics.content.schema import RUBRIC
from rubrics.content.services import TRACKS
from tests.rubrics.authoring.making import draft, valid_body

SHIPPED = sorted(TRACKS.glob("*/*.yaml"))
# What breaks YAML when it is written carelessly: signs, words that mean something, breaks, wide characters.
PIECES = [
    "- item", "a: b", "# no comment", "'", '"', "“quoted”", "\n", "\n\n", "yes", "no", "12", "~", "{", "}",
    "[x]", "|", ">", "%", "@home", "`", "!tag", "*", "\\", "…", "€ 1,000", "😀", "é", "word", "long " * 30,
    "\t", "\u2028", "\x85", "- ", "---", "...", "?", "a\\n",
]  # fmt: skip
TYPED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join)


def upload(text: str, **fields: Any) -> Any:
    wanted = {"name": "up.yaml", "kind": "recruiter", "slug": "rubric-recruiter", "others": []}
    return read(text, **{**wanted, **fields})


@settings(max_examples=150, deadline=None)
@given(st.lists(TYPED, min_size=4, max_size=7), st.lists(TYPED, min_size=5, max_size=5), st.booleans(), TYPED)
def test_what_may_be_published_comes_back_word_for_word(
    lines: list[str], anchors: list[str], must: bool, meaning: str
) -> None:
    typed = draft()
    for criterion, text in zip(typed["criteria"], lines, strict=False):
        criterion["title"], criterion["question"] = f"A {text}"[:80], f"Is it so: {text}"[:300]
        criterion["must_observe"] = must
        criterion["evidence_examples"] = f"It begins: {' '.join(text[:200].split())}\nand then it ends"
        criterion["anchors"] = {
            str(point): f"{said}\nwhat a rater sees is longer than forty characters, {point}"[:500]
            for point, said in enumerate(anchors, start=1)
        }
    typed["calls"][0]["meaning"] = meaning[:160]
    body = check_draft(typed, "recruiter", []).body
    assume(body is not None)
    assert body is not None
    text = write(body)
    back = upload(text)
    assert back.problems == []
    assert back.draft is not None
    again = check_draft(back.draft, "recruiter", []).body
    assert again is not None
    assert digest(again) == digest(body)
    assert max(len(line) for line in text.splitlines()) <= 700


@pytest.mark.parametrize("path", [path for path in SHIPPED if path.stem in KINDS], ids=lambda path: path.stem)
def test_the_shipped_rubrics_come_back_with_the_same_digest(path: Path, tmp_path: Path) -> None:
    body = read_document(path, TRACKS, RUBRIC).value
    copy = tmp_path / path.name
    copy.write_text(write(body), encoding="utf-8")
    again = read_document(copy, tmp_path, RUBRIC)
    assert again.problems == []
    assert digest(again.value) == digest(body)
    checked = check_draft(draft_of(body), path.stem, []).body
    assert checked is not None
    assert digest(checked) == digest(body)


def test_problems_come_by_line_and_nothing_of_the_file_is_lost() -> None:
    text = write(valid_body()).replace("weight: 2", "weight: heavy", 1).replace("title: Two", "titel: Two")
    found = upload(text)
    line = next(number for number, each in enumerate(text.splitlines(), 1) if "heavy" in each)
    assert Problem("up.yaml", line, "weight: must be a whole number from 1 to 3") in found.problems
    assert any("unknown key “titel”" in each.reason for each in found.problems)
    assert found.draft is not None
    assert found.draft["criteria"][0]["weight"] == "heavy"
    assert found.draft["criteria"][1]["title"] == ""


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty file"),
        ("a: [", "not valid YAML"),
        ("just words", "must hold"),
        ("a: &x 1\nb: *x", "anchors and aliases"),
        ("x" * 500_001, "larger than 500 kB"),
        ("criteria:\n  - 1\n  - [2]\ncalls: 3", "missing “slug”"),
    ],
)
def test_what_is_no_rubric_is_refused_in_words(text: str, reason: str) -> None:
    assert any(reason in each.reason for each in upload(text).problems)


def test_a_file_must_be_of_this_rubric() -> None:
    reasons = [each.reason for each in upload(write(valid_body("behavioural"))).problems]
    assert any(each.startswith("kind: “behavioural”") for each in reasons)
    assert any(each.startswith("slug: must stay “rubric-recruiter”") for each in reasons)


def test_a_file_may_not_name_a_shared_criterion_anew() -> None:
    other = valid_body("system_design", "one", "b", "c", "d")
    other["criteria"][0]["title"] = "Another"
    found = upload(write(valid_body()), others=[("System design", other)])
    assert [each.reason for each in found.problems] == ["title of “one” must be the same as in System design"]
