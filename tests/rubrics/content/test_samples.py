"""Bad samples are refused with file, line and reason; all at once."""

from pathlib import Path

import pytest

from interviews.content.files import read_catalog
from rubrics.content.files import read_rubrics
from rubrics.content.samples import SampleCatalog, read_samples
from tests.interviews.content.sample import replace, write_rubrics, write_samples, write_tracks

FILE = "sample/samples/weak-recruiter.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_tracks(tmp_path)
    root = write_rubrics(tmp_path)
    write_samples(tmp_path)
    return root


def read(root: Path) -> SampleCatalog:
    catalog = read_catalog(root.parent / "tracks")
    return read_samples(root, catalog, read_rubrics(root, ["sample"]))


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in read(root).problems]


def test_valid_samples_keep_their_scores_apart_from_what_raters_see(root: Path) -> None:
    catalog = read(root)
    assert catalog.problems == []
    (track,) = catalog.tracks
    assert len(track.samples) == 12
    sample = next(one for one in track.samples if one.body["slug"] == "weak-recruiter")
    assert "reference" not in sample.body
    assert sample.reference == {
        "a": {"half_steps": 8, "reason": "It was said at 01:10 and once more at 02:10."},
        "b": {"half_steps": 5, "reason": "It was said at 01:10 but not to the end."},
        "c": {"half_steps": 2, "reason": "Asked for it at 03:00 and got nothing."},
        "d": {"half_steps": None, "reason": "There was no question about it."},
    }


def test_track_without_samples_is_valid(root: Path) -> None:
    for file in (root / "sample/samples").iterdir():
        file.unlink()
    (root / "sample/samples").rmdir()
    catalog = read(root)
    assert (catalog.problems, [track.samples for track in catalog.tracks]) == ([], [[]])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("key: left, label: Left", "key: left, label: ''", "19: label: is empty"),
        ("slug: weak-recruiter", "slug: other", "1: slug: “other” must be the file’s name, “weak-recruiter”"),
        ("kind: recruiter", "kind: coding", "2: kind: “coding” is not known; use recruiter, "),
        ("quality: weak", "quality: poor", "4: quality: “poor” is not known; use weak, middling, strong"),
        ("prompt: recruiter-a", "prompt: nowhere", "7: prompt: recruiter has none “nowhere”"),
        ("steps: [one, two]", "steps: [one, ten]", "8: steps: “ten” is not one of one, two, three"),
        ("phases: [talk]", "phases: [chat]", "9: phases: “chat” is not one of talk, close"),
        ('at: "01:10"', 'at: "01:00"', "12: at: 01:00 must be later than 01:00"),
        ('at: "01:10"', "at: 1:10", "12: at: must be text; put 1:10 in quotes"),
        ('at: "01:10"', 'at: "1:70"', "12: at: “1:70” must look like"),
        ('at: "03:10"', 'at: "45:00"', "16: at: the round ends after 45 minutes"),
        ("who: candidate", "who: coach", "12: who: “coach” is not known; use candidate, interviewer"),
        ("x: 200", "x: 90", "20: box “right” lies over “left”"),
        ("label: Left", "label: Left of everything that has ever been drawn here by anybody", "19: label: "),
        ("x: 200", "x: -1", "20: x: must be a whole number from 0 to 1600"),
        ("kind: store", "kind: disk", "20: kind: “disk” is not known; use service, store, "),
        ("to: right", "to: top", "22: to: no box “top”"),
        ("to: right", "to: left", "22: an arrow joins two different boxes"),
        ("key: right", "key: left", "20: key: “left” is used twice, first in line 19"),
        ('score: "4"', "score: 4", "24: score: must be text; put 4 in quotes"),
        ('score: "4"', 'score: "4.2"', "24: score: “4.2” is not known; use 1, 1.5, "),
        ('score: "4", ', "", "24: either a score or not_observed: true"),
        ("not_observed: true", "not_observed: false", "27: either a score or not_observed: true"),
        ("not_observed: true", 'not_observed: true, score: "3"', "27: either a score or not_observed: true"),
        ("at 03:00 and", "at 03:01 and", "26: reason: no line of the transcript is at 03:01"),
        ("criterion: a", "criterion: x", "24: criterion: the rubric has no “x”"),
        ("criterion: a", "criterion: x", "24: reference: nothing on “a”"),
        ("criterion: a", "criterion: b", "25: criterion: “b” is used twice, first in line 24"),
        ("reason: Asked for it at 03:00 and got nothing.", "reason: Nothing.", "26: reason: 8 characters"),
        ("title: A sample", "titel: A sample", "3: unknown key “titel”; known here: "),
    ],
)
def test_bad_value_is_refused_with_its_line(root: Path, old: str, new: str, expected: str) -> None:
    replace(root / FILE, old, new)
    found = problems(root)
    assert [problem for problem in found if problem.startswith(f"{FILE}:{expected}")], found


def test_sample_that_shows_nothing_is_refused(root: Path) -> None:
    path = root / FILE
    head, rest = path.read_text().split("transcript:\n")
    path.write_text(head + "reference:\n" + rest.split("reference:\n")[1])
    assert problems(root) == [f"{FILE}:1: at least one of transcript, answer, board is needed"]


def test_rubric_that_gains_a_criterion_asks_every_sample_of_its_kind(root: Path) -> None:
    replace(root / "sample/recruiter.yaml", "key: d\n", "key: e\n")
    replace(root / "sample/drills.yaml", "[a, b, c, d]", "[a, b, d, e]")
    replace(root / "sample/drills.yaml", "slug: practise", "slug: practise-more")
    drills = root / "sample/drills.yaml"
    more = (
        drills.read_text().split("drills:\n")[1].replace("practise-more", "c").replace("[a, b, d, e]", "[c]")
    )
    drills.write_text(drills.read_text() + more)
    assert problems(root) == [
        f"sample/samples/{quality}-recruiter.yaml:{line}: {reason}"
        for quality in ("middling", "strong", "weak")
        for line, reason in ((27, "criterion: the rubric has no “d”"), (24, "reference: nothing on “e”"))
    ]


def test_stray_file_is_told(root: Path) -> None:
    (root / "sample/samples/notes.txt").write_text("later")
    assert problems(root) == ["sample/samples/notes.txt:1: unexpected; samples are files that end in .yaml"]


def test_broken_rubrics_are_told_once_and_not_by_every_sample(root: Path) -> None:
    replace(root / "sample/recruiter.yaml", "key: d\n", "key: e\n    charm: much\n")
    assert problems(root) == []


def test_each_kind_needs_three_samples_that_differ(root: Path) -> None:
    folder = root / "sample/samples"
    (folder / "weak-behavioural.yaml").unlink()
    for quality in ("weak", "strong"):
        replace(folder / f"{quality}-recruiter.yaml", f"quality: {quality}", "quality: middling")
    assert problems(root) == [
        "sample/samples:1: all samples of recruiter are middling",
        "sample/samples:1: 2 samples of behavioural, at least 3 needed for each kind",
    ]
