"""A small track of four valid rubrics, and drafts of them."""

from typing import Any

from interviews.content.schema import KINDS
from interviews.content.versions import digest
from rubrics.authoring.drafts import Draft, draft_of
from rubrics.models import DrillSet, Rubric, RubricAct
from tests.factories import make_track

TRACK = "test-track"


def valid_body(kind: str = "recruiter", *names: str) -> dict[str, Any]:
    """A rubric that may be published; its criteria are called by `names`."""
    return {
        "slug": f"rubric-{kind.replace('_', '-')}",
        "kind": kind,
        "title": f"Rubric of {kind}",
        "criteria": [valid_criterion(name) for name in names or ("one", "two", "three", "four")],
        "calls": [
            {"key": "strong_no", "title": "Strong no"},
            {"key": "no", "title": "No", "meaning": "Not yet"},
            {"key": "yes", "title": "Yes"},
            {"key": "strong_yes", "title": "Strong yes"},
        ],
    }


def valid_criterion(name: str) -> dict[str, Any]:
    return {
        "key": name,
        "title": name.title().replace("_", " "),
        "question": f"Is {name} there, and can it be seen?",
        "weight": 2,
        "concept": "story",
        "anchors": {
            str(point): f"At point {point} the rater sees what {name} looks like there."
            for point in range(1, 6)
        },
        "evidence_examples": [f"Said something on {name}.", "Drew something."],
    }


def draft(kind: str = "recruiter", *names: str) -> Draft:
    return draft_of(valid_body(kind, *names))


def make_valid_rubrics() -> dict[str, Rubric]:
    """A current version from the files of each kind, by kind, and drills for the criterion "one" alone.

    Every kind but the recruiter's has criteria with the kind's name in front.
    """
    make_track()
    made = {}
    for kind in KINDS:
        names = ("one", "two", "three", "four")
        body = valid_body(kind, *(names if kind == "recruiter" else (f"{kind}_{each}" for each in names)))
        made[kind] = Rubric.objects.create(
            track_slug=TRACK,
            kind=kind,
            slug=body["slug"],
            number=1,
            digest=digest(body),
            title=body["title"],
            body=body,
            in_files=True,
        )
        RubricAct.objects.create(rubric=made[kind], what=RubricAct.What.LOADED)
    drill = {"slug": "a-drill", "title": "A drill", "criteria": ["one"]}
    DrillSet.objects.create(track_slug=TRACK, digest="d", body={"drills": [drill]})
    return made
