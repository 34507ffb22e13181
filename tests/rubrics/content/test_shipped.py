"""The rubrics and drills that are shipped."""

import re

import pytest

from interviews.content.files import read_catalog
from interviews.content.services import TRACKS
from rubrics.content.files import RubricFiles, read_rubrics
from rubrics.content.services import TRACKS as RUBRICS

TRACK = "fintech-settlement"


@pytest.fixture(scope="module")
def track() -> RubricFiles:
    catalog = read_rubrics(RUBRICS, {track.slug for track in read_catalog(TRACKS).tracks})
    assert catalog.problems == []
    return next(track for track in catalog.tracks if track.track_slug == TRACK)


def criteria(track: RubricFiles, kind: str) -> list[str]:
    (rubric,) = (rubric for rubric in track.rubrics if rubric["kind"] == kind)
    return [criterion["key"] for criterion in rubric["criteria"]]


def test_system_design_scores_the_four_concepts_the_ledger_and_the_trade_off(track: RubricFiles) -> None:
    assert criteria(track, "system_design") == [
        "idempotency",
        "consistency",
        "isolation",
        "observability",
        "ledger",
        "tradeoffs",
    ]


def test_product_consequence_is_scored_in_every_round_that_is_told_in_words(track: RubricFiles) -> None:
    assert [
        kind
        for kind in ("recruiter", "product_sense", "system_design", "behavioural")
        if "product_consequence" in criteria(track, kind)
    ] == ["recruiter", "product_sense", "behavioural"]


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
