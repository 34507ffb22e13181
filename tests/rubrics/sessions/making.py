"""Makers of samples and calibration sessions."""

import itertools
import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from rubrics.models import CalibrationReference, CalibrationSample, CalibrationSession
from rubrics.scorecards.rules import Entry
from rubrics.sessions.scoring import hand_in
from rubrics.sessions.services import Asked, start_session
from tests.factories import make_coach, make_peer, make_track
from tests.rubrics.making import CRITERIA, make_rubrics

KIND = "system_design"
_counter = itertools.count(1)


def make_sample(kind: str = KIND, **fields: Any) -> CalibrationSample:
    """A sample whose text and agreed scores hold words that tests hunt for; agreed are 3, 3, 3."""
    make_rubrics()
    number = next(_counter)
    sample = CalibrationSample.objects.create(
        track_slug=make_track().slug,
        kind=kind,
        slug=f"sample-{number}",
        digest=f"{number:064d}",
        title=f"Sample {number}",
        body={
            "slug": f"sample-{number}",
            "kind": kind,
            "title": f"Sample {number}",
            "quality": "middling",
            "setting": {"who": "Somebody who builds models.", "prompt": "p", "steps": [], "phases": []},
            "transcript": [
                {"at": "01:00", "who": "interviewer", "said": "What do you build?"},
                {"at": "01:20", "who": "candidate", "said": "SAMPLETEXT a ledger."},
            ],
        },
        **fields,
    )
    CalibrationReference.objects.create(sample=sample, number=1, body=reference_body(kind, 6, 6, 6))
    return sample


def reference_body(kind: str, *half_steps: int | None) -> dict[str, dict[str, Any]]:
    """Agreed scores; the reasons hold a word to hunt for."""
    return {
        f"{kind}_{name}": {"half_steps": score, "reason": f"REFERENCEREASON {name}"}
        for name, score in zip(CRITERIA, half_steps, strict=True)
    }


def entries(*half_steps: int | None, kind: str = KIND, reason: str = "REASONSECRET") -> dict[str, Entry]:
    """Scores in the order of the rubric, None for not observed."""
    return {
        f"{kind}_{name}": Entry(score, score is None, reason)
        for name, score in zip(CRITERIA, half_steps, strict=True)
    }


def make_session(
    people: int = 2, *, sample: CalibrationSample | None = None, coach: User | None = None, **fields: Any
) -> CalibrationSession:
    """A session that waits for the scores of so many peers, due in three days."""
    peers = [make_peer(hours=False) for _ in range(people)]
    return start_session(
        coach=coach or make_coach(),
        sample=sample or make_sample(),
        asked=Asked(emails=[each.email for each in peers]),
        due_at=fields.pop("due_at", timezone.now() + timedelta(days=3)),
        key=uuid.uuid4(),
        **fields,
    )


def people_of(session: CalibrationSession) -> list[User]:
    """The members in the order in which they were asked."""
    return [each.person for each in session.members.select_related("person").order_by("pk")]


def score_all(session: CalibrationSession, *scores: tuple[int | None, ...]) -> CalibrationSession:
    """Hand in these scores, one tuple a member; with the last ones the session opens."""
    for person, given in zip(people_of(session), scores, strict=True):
        hand_in(session=session, person=person, version=0, entries=entries(*given))
    session.refresh_from_db()
    return session
