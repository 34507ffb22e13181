"""Bad rubric and drill files are refused with file, line and reason; all at once."""

from pathlib import Path

import pytest

from rubrics.content.files import read_rubrics
from rubrics.content.schema import CALLS
from rubrics.models import Scorecard
from tests.interviews.content.sample import CRITERION, replace, write_rubrics

FILE = "sample/recruiter.yaml"
DRILLS = "sample/drills.yaml"


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in read_rubrics(root, ["sample"]).problems]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_rubrics(tmp_path)


def test_calls_are_those_of_the_scorecard() -> None:
    assert [*CALLS, "no_decision"] == Scorecard.Call.values


def test_valid_folder_has_no_problem(root: Path) -> None:
    catalog = read_rubrics(root, ["sample"])
    assert catalog.problems == []
    (track,) = catalog.tracks
    assert [rubric["kind"] for rubric in track.rubrics] == [
        "recruiter",
        "product_sense",
        "system_design",
        "behavioural",
    ]
    assert list(track.rubrics[0]["criteria"][0]["anchors"]) == ["1", "2", "3", "4", "5"]
    assert [drill["slug"] for drill in track.drills["drills"]] == ["practise"]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            FILE,
            "      3: The rater sees it after asking once, with one part missing.\n",
            "",
            ":10: missing “3”",
        ),
        (
            FILE,
            "      5: The rater",
            "      6: The rater sees it, more than once and more than well.\n      5: The rater",
            ":14: unknown key “6”; known here: 1, 2, 3, 4, 5",
        ),
        (
            FILE,
            "      2: The",
            "      1: The",
            ":11: key “1” is used twice, first in line 10",
        ),
        (
            FILE,
            "1: The rater sees nothing of it, even after asking twice.",
            "1: Poor.",
            ":10: 1: 5 characters, at least 40",
        ),
        (
            FILE,
            "1: The rater sees nothing of it, even after asking twice.",
            "1:",
            ":10: 1: is empty",
        ),
        (FILE, "key: b\n", "key: a\n", ":16: key: “a” is used twice, first in line 5"),
        (FILE, "weight: 1", "weight: 4", ":8: weight: must be a whole number from 1 to 3"),
        (FILE, "weight: 1", "weight: 1\n    concept: charm", ":9: concept: “charm” is not known; use "),
        (
            FILE,
            "kind: recruiter",
            "kind: behavioural",
            ":2: kind: “behavioural” must be the file’s name, “recruiter”",
        ),
        (
            FILE,
            '"no", title',
            "no, title",
            ":51: key: must be text; put no in quotes",
        ),
        (FILE, '{key: "no"', "{key: maybe", ":51: key: “maybe” is not known; use "),
        (
            FILE,
            '{key: "no", title: "No"}\n  - {key: "yes", title: "Yes"}',
            '{key: "yes", title: "Yes"}\n  - {key: "no", title: "No"}',
            ":50: calls: must be in the order strong_no, no, yes, strong_yes",
        ),
        (
            "sample/behavioural.yaml",
            "slug: rubric-behavioural",
            "slug: rubric-recruiter",
            f":1: slug: “rubric-recruiter” is used twice, first in {FILE}",
        ),
        (
            "sample/behavioural.yaml",
            "title: Criterion",
            "title: Another criterion",
            f":5: title of “a” must be the same as in {FILE}",
        ),
        (DRILLS, "[a, b, c, d]", "[a, b, c, d, x]", ":4: criteria: 5 given, at most 4 allowed"),
        (DRILLS, "[a, b, c, d]", "[a, b, c, x]", ":4: criteria: no rubric has “x”"),
        (DRILLS, "[a, b, c, d]", "[a, b, c, c]", ":4: criteria: “c” is used twice, first in line 4"),
        (DRILLS, "[a, b, c, d]", "[a, b, c]", f":2: drills: none serves “d” of {FILE}"),
        (DRILLS, "minutes: 10", "minutes: 0", ":5: minutes: must be a whole number from 5 to 120"),
        (DRILLS, "    weak: A weak form of it.\n", "", ":2: missing “weak”"),
    ],
)
def test_bad_value_is_refused_with_its_line(root: Path, file: str, old: str, new: str, expected: str) -> None:
    replace(root / file, old, new)
    assert [problem for problem in problems(root) if problem.startswith(f"{file}{expected}")]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (3, f"{FILE}:5: criteria: 3 given, at least 4 needed"),
        (9, f"{FILE}:5: criteria: 9 given, at most 8 allowed"),
    ],
)
def test_rubric_has_four_to_eight_criteria(root: Path, count: int, expected: str) -> None:
    path = root / FILE
    head, rest = path.read_text().split("criteria:\n", 1)
    calls = rest[rest.index("calls:") :]
    criteria = "".join(CRITERION.format(key=key) for key in "abcdefghi"[:count])
    path.write_text(f"{head}criteria:\n{criteria}{calls}")
    assert problems(root) == [expected]


def test_missing_rubric_and_stray_file_are_told(root: Path) -> None:
    (root / FILE).rename(root / "sample/recruter.yaml")
    assert problems(root) == [
        "sample/recruter.yaml:1: unexpected; files here are behavioural.yaml, drills.yaml, "
        "product_sense.yaml, recruiter.yaml, system_design.yaml",
        f"{FILE}:1: cannot be read: No such file or directory",
    ]


def test_rubrics_belong_to_the_tracks_that_exist(root: Path) -> None:
    assert [str(problem) for problem in read_rubrics(root, ["other"]).problems] == [
        "other:1: missing; the track needs a folder with its rubrics",
        "sample:1: there is no track with this slug",
    ]
