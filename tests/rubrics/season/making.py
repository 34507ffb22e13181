"""Loops that were held, with open debriefs, made directly: what a season is read from."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from interviews.kinds import LOOP_KINDS
from interviews.models import Loop, Round, Seat
from rubrics.models import (
    Debrief,
    DebriefRevision,
    RevisionCall,
    RevisionFigure,
    Rubric,
    Score,
    Scorecard,
)
from tests.factories import MINUTES, make_loop, make_peer, make_prompt
from tests.rubrics.making import CRITERIA, make_rubrics

Scores = Sequence[int | None]


def held_loop(
    candidate: User,
    given: Mapping[str, Sequence[Scores]],
    *,
    days_ago: int = 1,
    raters: Sequence[User] = (),
    opened: bool = True,
) -> Loop:
    """A loop whose rounds took place, with cards and, when `opened`, a debrief.

    Args:
        candidate: whose.
        given: by kind of round the half steps of each rater for the test rubric's three criteria.
        days_ago: when it was held.
        raters: who interviewed and who scored beside them; made when there are too few.
        opened: whether its debrief has a revision.
    """
    make_rubrics()
    loop = make_loop(candidate, rounds=False, state=Loop.State.COMPLETED)
    base = timezone.now() - timedelta(days=days_ago)
    people = [*raters]
    while len(people) < max(len(cards) for cards in given.values()):
        people.append(make_peer(hours=False, qualified=False))
    rounds = [
        _round(loop, kind, base + timedelta(hours=number), people, cards)
        for number, (kind, cards) in enumerate(given.items())
    ]
    debrief = Debrief.objects.create(loop=loop, state="ready" if opened else "waiting")
    if opened:
        _revision(debrief, loop, rounds)
    return loop


def all_rounds(*cards: Scores) -> dict[str, list[Scores]]:
    """The same scores in each of the four rounds."""
    return {kind: list(cards) for kind in LOOP_KINDS}


def _round(
    loop: Loop, kind: str, starts_at: datetime, people: Sequence[User], cards: Sequence[Scores]
) -> dict[str, Any]:
    round_ = Round.objects.create(
        loop=loop,
        kind=kind,
        position=LOOP_KINDS.index(kind),
        prompt=make_prompt(kind),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=MINUTES[kind]),
        state=Round.State.COMPLETED,
    )
    Seat.objects.create(round=round_, person=loop.candidate, role="candidate")
    Seat.objects.create(round=round_, person=people[0], role="interviewer")
    rubric = Rubric.objects.get(track_slug=loop.track.slug, kind=kind, is_current=True)
    for number, scores in enumerate(cards):
        card = Scorecard.objects.create(
            round=round_,
            rater=people[number],
            rubric=rubric,
            role="coach" if number else "interviewer",
            state=Scorecard.State.SUBMITTED,
            submitted_at=timezone.now(),
            call="yes",
        )
        Score.objects.bulk_create(
            Score(
                scorecard=card,
                criterion=f"{kind}_{name}",
                half_steps=score,
                not_observed=score is None,
                evidence=f"SAID {people[number].name} {name}",
            )
            for name, score in zip(CRITERIA, scores, strict=True)
        )
    return _content(round_, rubric, people, cards)


def _content(
    round_: Round, rubric: Rubric, people: Sequence[User], cards: Sequence[Scores]
) -> dict[str, Any]:
    """The round as a revision of the second format says it."""
    criteria = []
    for place, criterion in enumerate(rubric.body["criteria"]):
        observed = sorted(score for card in cards if (score := card[place]) is not None)
        criteria.append(
            {
                "key": criterion["key"],
                "title": criterion["title"],
                "weight": 1,
                "concept": "",
                "own": None,
                "observed": observed,
                "far_apart": bool(observed) and observed[-1] - observed[0] >= 4,
                "scores": [
                    {
                        "rater": people[number].shown_name,
                        "rater_id": people[number].pk,
                        "role": "coach" if number else "interviewer",
                        "half_steps": card[place],
                        "not_observed": card[place] is None,
                        "evidence": f"SAID {people[number].name} {CRITERIA[place]}",
                        "chips": [],
                    }
                    for number, card in enumerate(cards)
                ],
            }
        )
    return {
        "id": str(round_.pk),
        "kind": round_.kind,
        "state": "completed",
        "prompt": round_.prompt.title,
        "starts_at": round_.starts_at.isoformat(),
        "ends_at": round_.ends_at.isoformat(),
        "interviewer": people[0].shown_name,
        "board": None,
        "missing": "",
        "look_back": "waived",
        "own": None,
        "cards": [
            {
                "rater": people[number].shown_name,
                "rater_id": people[number].pk,
                "role": "coach" if number else "interviewer",
                "call": "yes",
                "call_title": "Yes",
                "call_evidence": "CALLREASON",
                "takeaway": f"TAKEAWAY {round_.kind}",
                "submitted_at": round_.ends_at.isoformat(),
                "revised": 0,
                "not_blind": False,
            }
            for number in range(len(cards))
        ],
        "criteria": criteria,
    }


def _revision(debrief: Debrief, loop: Loop, rounds: list[dict[str, Any]]) -> None:
    lowest = min(
        ((row, each) for each in rounds for row in each["criteria"] if row["observed"]),
        key=lambda pair: sum(pair[0]["observed"]) / len(pair[0]["observed"]),
    )
    asked = {key: lowest[0][key] for key in ("key", "title", "observed")} | {"kind": lowest[1]["kind"]}
    content = {
        "format": 2,
        "loop": str(loop.pk),
        "candidate": loop.candidate.shown_name,
        "zone": loop.candidate.timezone,
        "track": {"slug": loop.track.slug, "title": loop.track.title},
        "rounds": rounds,
        "disagreements": [],
        "seen_otherwise": [],
        "combined": [],
        "actions": [
            {
                "slug": "drill",
                "title": f"Drill for {asked['title']}",
                "criteria": [asked["key"]],
                "minutes": 20,
                "do": "Do this.",
                "good_looks_like": "It looks good.",
                "weak": "Weak.",
                "strong": "Strong.",
                "for": asked,
            }
        ],
    }
    revision = DebriefRevision.objects.create(
        debrief=debrief, number=1, digest="d" * 64, content=content, pdf=b""
    )
    RevisionFigure.objects.bulk_create(
        RevisionFigure(
            revision=revision,
            kind=each["kind"],
            criterion=row["key"],
            title=row["title"],
            total=sum(row["observed"]),
            raters=len(row["observed"]),
        )
        for each in rounds
        for row in each["criteria"]
        if row["observed"]
    )
    RevisionCall.objects.bulk_create(
        RevisionCall(revision=revision, kind=each["kind"], call="yes")
        for each in rounds
        for _ in each["cards"]
    )
