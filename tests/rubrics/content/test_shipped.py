"""The rubrics, drills and samples that are shipped."""

import re
from itertools import combinations

import pytest

from interviews.board.elements import clean
from interviews.content.files import read_catalog
from interviews.content.schema import KINDS
from interviews.content.services import TRACKS
from rubrics.content.board import board_elements
from rubrics.content.files import RubricFiles, read_rubrics
from rubrics.content.samples import Sample, read_samples
from rubrics.content.schema import SAMPLES_PER_KIND
from rubrics.content.services import TRACKS as RUBRICS

TRACK = "fintech-settlement"


@pytest.fixture(scope="module")
def track() -> RubricFiles:
    catalog = read_rubrics(RUBRICS, {track.slug for track in read_catalog(TRACKS).tracks})
    assert catalog.problems == []
    return next(track for track in catalog.tracks if track.track_slug == TRACK)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    tracks = read_catalog(TRACKS)
    rubrics = read_rubrics(RUBRICS, {track.slug for track in tracks.tracks})
    found = read_samples(RUBRICS, tracks, rubrics)
    assert found.problems == []
    return next(track.samples for track in found.tracks if track.track_slug == TRACK)


def criteria(track: RubricFiles, kind: str) -> list[str]:
    (rubric,) = (rubric for rubric in track.rubrics if rubric["kind"] == kind)
    return [criterion["key"] for criterion in rubric["criteria"]]


def test_system_design_scores_four_concepts_ledger_trade_off_and_consequence(track: RubricFiles) -> None:
    assert criteria(track, "system_design") == [
        "idempotency",
        "consistency",
        "isolation",
        "observability",
        "ledger",
        "tradeoffs",
        "product_consequence",
    ]


def test_product_consequence_is_scored_in_every_round(track: RubricFiles) -> None:
    assert [kind for kind in KINDS if "product_consequence" not in criteria(track, kind)] == []


def test_most_criteria_of_a_round_can_always_be_observed(track: RubricFiles) -> None:
    for rubric in track.rubrics:
        must = [criterion["key"] for criterion in rubric["criteria"] if criterion.get("must_observe")]
        assert len(must) >= 3, rubric["kind"]


def test_neighbouring_anchors_share_no_sentence(track: RubricFiles) -> None:
    for rubric in track.rubrics:
        for criterion in rubric["criteria"]:
            sentences = [set(text.rstrip(".").split(". ")) for text in criterion["anchors"].values()]
            for one, other in combinations(sentences, 2):
                assert not one & other, (rubric["kind"], criterion["key"])


def test_anchors_measure_by_no_adjective(track: RubricFiles) -> None:
    """Words that say how good something was, where a rater should say what was seen."""
    praise = r"\b(good(?! in)|solid|excellent|clear(ly)?|poor(ly)?|weak|great|deep|thorough|adequate)\b"
    found = [
        (rubric["kind"], criterion["key"], point, match.group())
        for rubric in track.rubrics
        for criterion in rubric["criteria"]
        for point, text in criterion["anchors"].items()
        for match in [re.search(praise, text, re.IGNORECASE)]
        if match
    ]
    assert found == []


def test_every_anchor_stands_by_itself(track: RubricFiles) -> None:
    anchors = [
        text
        for rubric in track.rubrics
        for criterion in rubric["criteria"]
        for text in criterion["anchors"].values()
    ]
    assert len(set(anchors)) == len(anchors)
    assert [text for text in anchors if re.search(r"\b[Aa]s [1-5]\b", text)] == []


def test_every_criterion_has_a_drill_made_for_it(track: RubricFiles) -> None:
    made_for = {drill["criteria"][0] for drill in track.drills["drills"]}
    keys = {criterion["key"] for rubric in track.rubrics for criterion in rubric["criteria"]}
    assert keys - made_for == set()
    assert len(track.drills["drills"]) >= 12


def scores(sample: Sample) -> list[int]:
    return [entry["half_steps"] for entry in sample.reference.values() if entry["half_steps"] is not None]


def test_every_kind_has_samples_of_all_three_qualities(samples: list[Sample]) -> None:
    for kind in KINDS:
        qualities = [sample.body["quality"] for sample in samples if sample.body["kind"] == kind]
        assert len(qualities) >= SAMPLES_PER_KIND
        assert set(qualities) == {"weak", "middling", "strong"}


def test_no_sample_can_be_scored_with_one_number(samples: list[Sample]) -> None:
    """The same score throughout is off by more than a point somewhere, or by half a point on average."""
    for sample in samples:
        for flat in range(2, 11):
            off = [abs(flat - half_steps) for half_steps in scores(sample)]
            assert max(off) > 2 or sum(off) > len(off), (sample.body["slug"], flat)


def test_qualities_are_those_of_the_scores(samples: list[Sample]) -> None:
    for kind in KINDS:
        means = {
            sample.body["quality"]: sum(scores(sample)) / len(scores(sample))
            for sample in samples
            if sample.body["kind"] == kind
        }
        assert means["weak"] < means["middling"] < means["strong"], kind


def test_every_reason_of_a_score_points_at_a_line_that_was_spoken(samples: list[Sample]) -> None:
    for sample in samples:
        for criterion, entry in sample.reference.items():
            if "transcript" in sample.body and entry["half_steps"] is not None:
                assert re.search(r"\d\d:\d\d", entry["reason"]), (sample.body["slug"], criterion)


def test_samples_are_long_enough_to_score_every_criterion(samples: list[Sample]) -> None:
    for sample in samples:
        spoken = sample.body.get("transcript", [])
        assert len(spoken) >= 20 or len(sample.body.get("answer", "")) >= 2500, sample.body["slug"]


def test_lines_are_spoken_in_the_phases_that_the_sample_shows(samples: list[Sample]) -> None:
    track = next(track for track in read_catalog(TRACKS).tracks if track.slug == TRACK)
    for sample in samples:
        begin, shown = 0, set()
        (round_,) = (one for one in track.body["rounds"] if one["kind"] == sample.body["kind"])
        for phase in round_["phases"]:
            if phase["key"] in sample.body["setting"]["phases"]:
                shown |= set(range(begin, begin + phase["minutes"]))
            begin += phase["minutes"]
        stray = [line["at"] for line in sample.body.get("transcript", []) if int(line["at"][:2]) not in shown]
        assert stray == [], sample.body["slug"]


def test_titles_and_settings_give_no_score_away(samples: list[Sample]) -> None:
    telling = re.compile(r"\b(weak|middling|strong|fluent|hesitant|empty|excellent|poor)\b", re.IGNORECASE)
    for sample in samples:
        assert not telling.search(f"{sample.body['title']} {sample.body['setting']['who']}")


def test_system_design_samples_have_drawings_that_a_whiteboard_would_take(samples: list[Sample]) -> None:
    boards = [sample.body["board"] for sample in samples if sample.body["kind"] == "system_design"]
    assert len(boards) >= SAMPLES_PER_KIND
    for board in boards:
        for element in board_elements(board):
            assert clean(element) == element
