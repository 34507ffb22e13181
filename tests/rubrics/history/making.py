"""Debriefs as lists see them, without the work of making their loops' cards."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from interviews.models import Loop, Round
from rubrics.debriefs.leases import _index
from rubrics.history.entries import keep_revision, keep_time
from rubrics.models import Debrief, DebriefRevision
from tests.factories import make_loop, make_prompt

KINDS = ("recruiter", "product_sense", "system_design", "behavioural")
Scores = Mapping[str, Sequence[int]]


def content_of(
    loop: Loop,
    scores: Mapping[str, Scores],
    *,
    calls: Mapping[str, Sequence[str]] | None = None,
    apart: int = 0,
    off: int = 0,
    missing: Sequence[str] = (),
) -> dict[str, Any]:
    """A revision's content: for each kind of round its criteria with the scores that raters gave."""
    return {
        "format": 1,
        "loop": str(loop.pk),
        "candidate": loop.candidate.shown_name,
        "zone": "UTC",
        "track": {"slug": "test-track", "title": "Test track"},
        "rounds": [
            {
                "kind": kind,
                "missing": "card" if kind in missing else "",
                "cards": [{"call": call} for call in (calls or {}).get(kind, ["yes"] if rows else [])],
                "criteria": [
                    {"key": key, "title": key.replace("_", " ").title(), "observed": sorted(given)}
                    for key, given in rows.items()
                ],
            }
            for kind, rows in {**{key: {} for key in missing}, **scores}.items()
        ],
        "disagreements": [{}] * apart,
        "seen_otherwise": [{}] * off,
        "actions": [],
    }


def listed_debrief(
    candidate: User,
    *,
    days_ago: float = 1,
    scores: Mapping[str, Scores] | None = None,
    state: str = "ready",
    **fields: Any,
) -> Debrief:
    """A debrief of a loop whose four rounds took place so long ago; without `scores` it has no revision."""
    loop = make_loop(candidate, rounds=False, state="completed")
    start = timezone.now() - timedelta(days=days_ago)
    Round.objects.bulk_create(
        Round(
            loop=loop,
            kind=kind,
            position=at,
            prompt=make_prompt(kind),
            starts_at=start,
            ends_at=start + timedelta(minutes=45),
            state="completed",
        )
        for at, kind in enumerate(KINDS)
    )
    debrief = Debrief.objects.create(loop=loop, state=state)
    keep_time(loop.pk)
    if scores is not None:
        revise(debrief, scores, **fields)
    debrief.refresh_from_db()
    return debrief


def revise(debrief: Debrief, scores: Mapping[str, Scores], **fields: Any) -> DebriefRevision:
    """A new current revision that says this."""
    content = content_of(debrief.loop, scores, **fields)
    number = debrief.revisions.count() + 1
    debrief.revisions.update(is_current=False)
    revision = DebriefRevision.objects.create(
        debrief=debrief,
        number=number,
        digest=hashlib.sha256(f"{number}".encode()).hexdigest(),
        content=content,
        pdf=b"%PDF",
    )
    _index(revision, content)
    keep_revision(revision, content)
    return revision
