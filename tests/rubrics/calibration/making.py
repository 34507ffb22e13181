"""Makers of samples with agreed scores, and of attempts at them."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from interviews.kinds import LOOP_KINDS
from rubrics.calibration.services import begin, submit
from rubrics.models import CalibrationAttempt, CalibrationReference, CalibrationSample
from rubrics.scorecards.rules import Entry
from tests.factories import make_prompt
from tests.rubrics.making import CRITERIA, make_rubrics

AGREED = (6, 8, None)
"""The agreed scores of a sample's three criteria unless told otherwise."""


def make_sample(
    kind: str = "recruiter", slug: str = "one", *, agreed: tuple[int | None, ...] = AGREED, **body: Any
) -> CalibrationSample:
    """A current sample with its reference; whatever must stay hidden holds a word that tests hunt for."""
    make_rubrics()
    prompt = make_prompt(kind)
    sample = CalibrationSample.objects.create(
        track_slug=prompt.track_slug,
        kind=kind,
        slug=f"{kind}-{slug}",
        digest=slug * 4,
        title=f"Sample {slug} of {kind}",
        body={
            "slug": f"{kind}-{slug}",
            "kind": kind,
            "title": f"Sample {slug} of {kind}",
            "quality": "QUALITYSECRET",
            "setting": {
                "who": "Somebody who builds models.",
                "prompt": prompt.slug,
                "steps": ["one"],
                "phases": ["work"],
            },
            "transcript": [
                {"at": "01:30", "who": "interviewer", "said": "Why payments?"},
                {"at": "02:10", "who": "candidate", "said": "Because merchants wait for money."},
            ],
            "board": {
                "boxes": [
                    {"key": "log", "label": "BOARDLOG", "x": 0, "y": 0, "w": 140, "h": 60},
                    {"key": "ledger", "label": "Ledger", "x": 300, "y": 0, "w": 140, "h": 60},
                ],
                "arrows": [{"from": "log", "to": "ledger", "label": "posts"}],
            },
            **body,
        },
    )
    CalibrationReference.objects.create(
        sample=sample,
        number=1,
        body={
            f"{kind}_{name}": {"half_steps": score, "reason": f"REFERENCESECRET {name}, said at 02:10."}
            for name, score in zip(CRITERIA, agreed, strict=True)
        },
    )
    return sample


def make_samples(*kinds: str, each: int = 3) -> list[CalibrationSample]:
    """So many samples of each kind (all kinds when none are named)."""
    return [make_sample(kind, f"s{number}") for kind in kinds or LOOP_KINDS for number in range(each)]


def scores(kind: str, *half_steps: int | None, reason: str = "OWNREASON") -> Mapping[str, Entry]:
    """What somebody types: scores in the order of the criteria, None for not observed."""
    return {
        f"{kind}_{name}": Entry(score, score is None, reason)
        for name, score in zip(CRITERIA, half_steps, strict=True)
    }


def score(person: User, sample: CalibrationSample, *half_steps: int | None) -> CalibrationAttempt:
    """An attempt that is handed in; the agreed scores when none are named."""
    attempt = begin(person=person, sample=sample)
    return submit(
        attempt=attempt, version=attempt.version, entries=scores(sample.kind, *(half_steps or AGREED))
    )
