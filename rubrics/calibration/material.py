"""A sample as a rater reads it: named part by part, so that nothing else of it can reach a page."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from interviews.models import Prompt, Track
from rubrics.content.board import board_picture, board_words
from rubrics.models import CalibrationSample

MOMENT = re.compile(r"\b([0-9]{2}:[0-5][0-9])\b")


@dataclass(frozen=True)
class Spoken:
    """One line of a transcript; `at` is minutes and seconds since the round began."""

    at: str
    who: str
    is_candidate: bool
    said: str


@dataclass(frozen=True)
class Material:
    """What is shown of a sample: who takes part, the prompt's steps as (title, body), and what came of it."""

    title: str
    who: str
    prompt: str = ""
    steps: list[tuple[str, str]] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    transcript: list[Spoken] = field(default_factory=list)
    answer: str = ""
    has_board: bool = False
    board_words: list[str] = field(default_factory=list)


def material_of(sample: CalibrationSample) -> Material:
    """What a rater sees of a sample before scoring and after: neither how good it is nor agreed scores."""
    body = sample.body
    setting = body["setting"]
    names = {"candidate": _("Candidate"), "interviewer": _("Interviewer")}
    prompt = Prompt.objects.filter(
        track_slug=sample.track_slug, slug=setting["prompt"], is_current=True
    ).first()
    steps = {step["key"]: step for step in prompt.body["steps"]} if prompt else {}
    board = body.get("board")
    return Material(
        title=body["title"],
        who=setting["who"].strip(),
        prompt=prompt.title if prompt else "",
        steps=[(steps[key]["title"], steps[key]["body"]) for key in setting["steps"] if key in steps],
        phases=_phases(sample, setting["phases"]),
        transcript=[
            Spoken(line["at"], names[line["who"]], line["who"] == "candidate", line["said"])
            for line in body.get("transcript", ())
        ],
        answer=body.get("answer", "").strip(),
        has_board=board is not None,
        board_words=board_words(board) if board else [],
    )


def _phases(sample: CalibrationSample, wanted: list[str]) -> list[str]:
    """The phases of the round that the excerpt is from, by their titles."""
    track = Track.objects.filter(slug=sample.track_slug, is_current=True).first()
    rounds: list[dict[str, Any]] = track.body["rounds"] if track else []
    return [
        phase["title"]
        for round_ in rounds
        if round_["kind"] == sample.kind
        for phase in round_["phases"]
        if phase["key"] in wanted
    ]


def picture_of(sample: CalibrationSample) -> str:
    """The sample's drawing as an SVG document; an empty one where nothing was drawn."""
    return board_picture(
        sample.body.get("board") or {"boxes": [], "arrows": []},
        title=_("Board of “%(title)s”") % {"title": sample.body["title"]},
        empty=_("Nothing was drawn"),
    )


def with_moments(text: str, material: Material) -> list[tuple[str, bool]]:
    """A text cut into (part, whether it names a moment of the transcript), for links to that line."""
    there = {line.at for line in material.transcript}
    return [(part, part in there) for part in MOMENT.split(text) if part]
