"""Bad track and prompt files are refused with file, line and reason; all at once."""

from pathlib import Path

import pytest

from interviews.content.files import read_catalog
from interviews.content.schema import ALL_KINDS, KINDS
from interviews.kinds import LOOP_KINDS, RoundKind
from tests.interviews.content.sample import PROMPT, TRACK, replace, write_tracks

TRACK_FILE = "sample/track.yaml"
PROMPT_FILE = "sample/prompts/recruiter/recruiter-a.yaml"


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in read_catalog(root).problems]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_tracks(tmp_path)


def test_kinds_are_those_of_the_model() -> None:
    assert list(KINDS) == LOOP_KINDS
    assert list(ALL_KINDS) == RoundKind.values


def test_valid_folder_has_no_problem(root: Path) -> None:
    catalog = read_catalog(root)
    assert catalog.problems == []
    assert [track.slug for track in catalog.tracks] == ["sample"]
    assert [prompt["slug"] for prompt in catalog.tracks[0].prompts][:4] == [
        "recruiter-a",
        "recruiter-b",
        "recruiter-c",
        "product-sense-a",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (TRACK_FILE, "title: Sample track\n", "", ":1: missing “title”"),
        (
            TRACK_FILE,
            "title: Sample track",
            "titel: Sample track",
            ":2: unknown key “titel”; known here: slug, title, summary, rounds, singles",
        ),
        (
            TRACK_FILE,
            "title: Sample track",
            "title: A\ntitle: B",
            ":3: key “title” is used twice, first in line 2",
        ),
        (TRACK_FILE, "title: Sample track", "title:", ":2: title: is empty"),
        (TRACK_FILE, "title: Sample track", "title: '  '", ":2: title: is empty"),
        (TRACK_FILE, "title: Sample track", "title: 2024", ":2: title: must be text; put 2024 in quotes"),
        (TRACK_FILE, "title: Sample track", "title: yes", ":2: title: must be text; put yes in quotes"),
        (TRACK_FILE, "title: Sample track", "title: [a]", ":2: title: must be text"),
        (
            TRACK_FILE,
            "title: Sample track",
            f"title: {'x' * 201}",
            ":2: title: 201 characters, at most 200",
        ),
        (
            TRACK_FILE,
            "title: Sample track",
            "title: A <b>bold</b> one",
            ":2: title: plain text only, found <b>",
        ),
        (
            TRACK_FILE,
            "title: Sample track",
            'title: "A\\u0007bell"',
            ":2: title: contains control characters",
        ),
        (TRACK_FILE, "slug: sample", "slug: Sample", ":1: slug: “Sample” must look like instant-payouts"),
        (
            TRACK_FILE,
            "slug: sample",
            "slug: other",
            ":1: slug: “other” must be the folder’s name, “sample”",
        ),
        (
            TRACK_FILE,
            "minutes: 45",
            "minutes: 50",
            ":7: minutes: the round has 50, its phases add up to 45",
        ),
        (
            TRACK_FILE,
            "minutes: 45",
            "minutes: many",
            ":7: minutes: must be a whole number from 15 to 120",
        ),
        (
            TRACK_FILE,
            "minutes: 45",
            "minutes: 45.5",
            ":7: minutes: must be a whole number from 15 to 120",
        ),
        (TRACK_FILE, "minutes: 45", "minutes: -3", ":7: minutes: must be a whole number from 15 to 120"),
        (
            TRACK_FILE,
            "key: close",
            "key: talk",
            ":12: key: “talk” is used twice, first in line 11",
        ),
        (
            TRACK_FILE,
            "kind: product_sense",
            "kind: recruiter",
            ":13: kind: “recruiter” is used twice, first in line 5",
        ),
        (
            TRACK_FILE,
            "kind: recruiter",
            "kind: lunch",
            ":5: kind: “lunch” is not known; use recruiter, product_sense, system_design, behavioural",
        ),
        (
            TRACK_FILE,
            "title: Sample track",
            "title: 'open",
            ":2: not valid YAML: found unexpected end of stream",
        ),
        (
            TRACK_FILE,
            "title: Sample track",
            "\ttitle: a",
            ":2: not valid YAML: found character '\\t' that cannot start any token",
        ),
        (
            TRACK_FILE,
            "title: Sample track",
            "title: !!python/name:os.system x",
            ":2: title: must be text; put x in quotes",
        ),
        (PROMPT_FILE, "key: two", "key: one", ":9: key: “one” is used twice, first in line 6"),
        (PROMPT_FILE, "key: two", "key: Two", ":9: key: “Two” must look like first_reveal"),
        (
            PROMPT_FILE,
            "slug: recruiter-a",
            "slug: recruiter-z",
            ":1: slug: “recruiter-z” must be the file’s name, “recruiter-a”",
        ),
        (
            PROMPT_FILE,
            "kind: recruiter",
            "kind: behavioural",
            ":2: kind: “behavioural” must be the folder’s name, “recruiter”",
        ),
        (
            PROMPT_FILE,
            "    body: The third step is this and has forty characters.\n",
            "",
            ":13: missing “body”",
        ),
        (
            PROMPT_FILE,
            "  - {key: c, body: A third hint of some length, cost: half a point}\n",
            "",
            ":17: hints: 2 given, at least 3 needed",
        ),
        (PROMPT_FILE, "hints:", "hints: none\nhonts:", ":16: hints: must be a list"),
        (PROMPT_FILE, "  - key: one\n", "  - one\n  - key: one\n", ":6: steps: must hold key, title, body"),
    ],
)
def test_bad_value_is_refused_with_its_line(root: Path, file: str, old: str, new: str, expected: str) -> None:
    replace(root / file, old, new)
    assert f"{file}{expected}" in problems(root)


def test_all_problems_of_all_files_are_told_together(root: Path) -> None:
    replace(root / TRACK_FILE, "title: Sample track", "title:")
    replace(root / TRACK_FILE, "minutes: 45", "minutes: 44")
    replace(root / PROMPT_FILE, "title: A prompt", "name: A prompt")
    assert problems(root) == [
        f"{TRACK_FILE}:2: title: is empty",
        f"{TRACK_FILE}:7: minutes: the round has 44, its phases add up to 45",
        f"{PROMPT_FILE}:3: unknown key “name”; known here: "
        "slug, kind, title, teaser, steps, hints, probes, facts",
        f"{PROMPT_FILE}:1: missing “title”",
    ]


def test_fewer_than_three_prompts_of_a_kind_are_refused(root: Path) -> None:
    (root / PROMPT_FILE).unlink()
    assert problems(root) == [
        "sample/prompts/recruiter:1: 2 prompts, at least 3 needed for each kind of round"
    ]


def test_slug_used_by_two_kinds_is_refused(root: Path) -> None:
    twin = root / "sample/prompts/behavioural/recruiter-a.yaml"
    twin.write_text(PROMPT.format(slug="recruiter-a", kind="behavioural"))
    assert problems(root) == [
        "sample/prompts/behavioural/recruiter-a.yaml:1: "
        f"slug: “recruiter-a” is used twice, first in {PROMPT_FILE}"
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("readme.txt", "readme.txt:1: unexpected file; a track is a folder"),
        ("sample/notes.txt", "sample/notes.txt:1: unexpected; a track holds track.yaml and prompts/"),
        (
            "sample/prompts/recruiter/extra.yml",
            "sample/prompts/recruiter/extra.yml:1: unexpected; prompts are files that end in .yaml",
        ),
        (
            "sample/prompts/recruter/x.yaml",
            "sample/prompts/recruter:1: unexpected; folders here are "
            "recruiter, product_sense, system_design, behavioural",
        ),
    ],
)
def test_file_that_would_be_passed_over_is_refused(root: Path, path: str, expected: str) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("x")
    assert problems(root) == [expected]


def test_hidden_file_is_ignored(root: Path) -> None:
    (root / "sample" / ".DS_Store").write_bytes(b"\x00")
    assert problems(root) == []


def test_missing_track_file_and_missing_folder_are_told(root: Path, tmp_path: Path) -> None:
    (root / TRACK_FILE).unlink()
    assert problems(root) == [f"{TRACK_FILE}:1: cannot be read: No such file or directory"]
    assert problems(tmp_path / "nowhere") == ["nowhere:1: is not a folder"]
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty") == [".:1: holds no track"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", ":1: empty file"),
        (b"# nothing here\n", ":1: empty file"),
        (b"just words", ":1: file: must hold slug, title, summary, rounds"),
        (TRACK.encode() + b"# caf\xe9\n", ":5: not UTF-8"),
        (b"slug: a\ntitle: \x01\n", ":2: not valid YAML: a character that YAML does not allow"),
        (
            b"slug: &s sample\ntitle: *s\n",
            ":1: anchors and aliases (& and *) are not used here; write it out",
        ),
        (b"slug: a\n---\nslug: b\n", ":2: not valid YAML: but found another document"),
        (b"[" * 5000, ":1: nested too deeply"),
        (b"slug: " + b"x" * 500_001, ":1: larger than 500 kB"),
    ],
)
def test_unreadable_file_is_refused(root: Path, content: bytes, expected: str) -> None:
    (root / TRACK_FILE).write_bytes(content)
    assert f"{TRACK_FILE}{expected}" in problems(root)


def test_list_that_contains_itself_is_refused(root: Path) -> None:
    (root / TRACK_FILE).write_text("rounds: &r\n  - *r\n")
    assert problems(root) == [
        f"{TRACK_FILE}:1: anchors and aliases (& and *) are not used here; write it out"
    ]
