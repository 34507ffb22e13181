"""The tracks and prompts that are shipped."""

import pytest

from interviews.content.files import TrackFiles, read_catalog
from interviews.content.schema import KINDS
from interviews.content.services import TRACKS

TRACK = "fintech-settlement"
MINUTES = {"recruiter": 30, "product_sense": 45, "system_design": 45, "behavioural": 45}


@pytest.fixture(scope="module")
def track() -> TrackFiles:
    catalog = read_catalog(TRACKS)
    assert catalog.problems == []
    return next(track for track in catalog.tracks if track.slug == TRACK)


def test_rounds_have_the_promised_length_and_order(track: TrackFiles) -> None:
    assert {round_["kind"]: round_["minutes"] for round_ in track.body["rounds"]} == MINUTES
    assert tuple(round_["kind"] for round_ in track.body["rounds"]) == KINDS


def test_every_kind_has_three_prompts_of_its_own(track: TrackFiles) -> None:
    for kind in KINDS:
        titles = {prompt["title"] for prompt in track.prompts if prompt["kind"] == kind}
        assert len(titles) >= 3


def test_every_step_but_the_first_tells_the_interviewer_when(track: TrackFiles) -> None:
    assert [
        (prompt["slug"], step["key"])
        for prompt in track.prompts
        for step in prompt["steps"]
        if "cue" not in step
    ] == []


def test_teaser_gives_away_no_figure_of_a_later_step(track: TrackFiles) -> None:
    for prompt in track.prompts:
        assert not any(sign in prompt["teaser"] for sign in "$%"), prompt["slug"]


def test_no_sentence_is_used_in_two_prompts(track: TrackFiles) -> None:
    seen: dict[str, str] = {}
    for prompt in track.prompts:
        for step in prompt["steps"]:
            for sentence in step["body"].split(". "):
                if len(sentence) > 60:
                    assert seen.setdefault(sentence, prompt["slug"]) == prompt["slug"]
