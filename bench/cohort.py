"""How quick a coach's cohort, a season and a comparison open: `python -m bench.cohort`.

Makes candidates with loops that three raters scored into a database of its own (the test database of
`DATABASE_URL`, SQLite without it), opens the pages as a browser does, and prints the table in docs/bench.md.
"""

import argparse
import io
import os
import random
import statistics
import sys
import time
import uuid
from datetime import timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")
WANTED_SECONDS = 0.3
"""For the heat map of the usual size at the median."""
USUAL = (50, 6)
SIZES = ((5, 2), USUAL, (200, 6))
"""Candidates, and how many loops each of them has."""
RATERS, TIMES = 3, 15


def main() -> int:
    """Measure and print; 1 where the usual cohort takes longer than is wanted."""
    parser = argparse.ArgumentParser(prog="bench.cohort", description="Measure the pages of a coach.")
    parser.add_argument("--quick", action="store_true", help="a small cohort only")
    sizes = SIZES[:1] if parser.parse_args().quick else SIZES
    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_content", verbosity=0, stdout=io.StringIO())
        print("| candidates | loops | scores | page | queries | p50 | p95 | KB |")
        print("|---|---|---|---|---|---|---|---|")
        kept = [_measured(*size) for size in sizes]
    finally:
        teardown_databases(made, verbosity=0)
    return 0 if all(kept) else 1


def _measured(candidates: int, loops: int) -> bool:
    """The lines of one cohort; returns whether the usual one is as quick as is wanted."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from rubrics.models import Score

    coach, person, pair = make_cohort(candidates, loops, seed=candidates)
    client = Client()
    client.force_login(coach)
    kept = True
    scores = Score.objects.filter(scorecard__round__loop__candidate__grants_given__coach=coach).count()
    for page, address in {
        "cohort": "/cohort/",
        "cohort, weakest of one round": "/cohort/?kind=system_design&sort=weakest",
        "season": f"/season/{person}/",
        "two debriefs": f"/debriefs/compare/?a={pair[0]}&b={pair[1]}",
    }.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            size = len(client.get(address).content)
            queries = len(asked)
        took = []
        for _ in range(TIMES):
            begin = time.perf_counter()
            answer = client.get(address)
            took.append(time.perf_counter() - begin)
            assert answer.status_code == 200
        took.sort()
        middle, late = statistics.median(took), took[int(TIMES * 0.95)]
        print(
            f"| {candidates} | {candidates * loops:,} | {scores:,} | {page} | {queries} "
            f"| {middle:.3f} s | {late:.3f} s | {size / 1000:.0f} |"
        )
        if page == "cohort" and (candidates, loops) == USUAL:
            kept = middle <= WANTED_SECONDS
    return kept


def make_cohort(candidates: int, loops: int, *, seed: int) -> tuple[Any, int, list[uuid.UUID]]:
    """A coach with grants of so many candidates, whose loops were held, scored and compiled.

    Returns:
        The coach, the id of one candidate, and two loops of theirs.
    """
    from django.utils import timezone

    from accounts.models import CoachGrant, User
    from interviews.models import Loop, Prompt, Round, Seat, Track
    from rubrics.models import Debrief, DebriefRevision, RevisionFigure, Rubric, Score, Scorecard

    dice = random.Random(seed)
    track = Track.objects.filter(is_current=True).first()
    assert track is not None
    rubrics = list(Rubric.objects.filter(is_current=True, track_slug=track.slug))
    prompts = {each.kind: each for each in Prompt.objects.filter(is_current=True, track_slug=track.slug)}
    now = timezone.now()

    def people(what: str, count: int, **fields: Any) -> list[User]:
        return User.objects.bulk_create(
            User(email=f"{what}{number}.{seed}@example.org", name=f"{what.title()} {number}", **fields)
            for number in range(count)
        )

    (coach,) = people("coach", 1, is_coach=True, is_candidate=False)
    raters = people("rater", max(RATERS, candidates), is_peer=True)
    persons = people("candidate", candidates)
    CoachGrant.objects.bulk_create(CoachGrant(candidate=each, coach=coach) for each in persons)
    held = Loop.objects.bulk_create(
        Loop(candidate=each, track=track, state="completed", booking_key=uuid.uuid4())
        for each in persons
        for _ in range(loops)
    )
    rounds, seats, cards, scores, revisions, figures = [], [], [], [], [], []
    debriefs = [
        Debrief(loop=loop, candidate_id=loop.candidate_id, track_slug=track.slug, state="ready")
        for loop in held
    ]
    for number, (loop, debrief) in enumerate(zip(held, debriefs, strict=True)):
        start = now - timedelta(days=7 * (loops - number % loops), hours=number % 7)
        level = 5 + number % 3 + number % loops / 2
        content: list[dict[str, Any]] = []
        revision = DebriefRevision(debrief=debrief, number=1, digest="d" * 64, pdf=b"")
        for place, rubric in enumerate(rubrics):
            begin = start + timedelta(hours=place)
            round_ = Round(
                loop=loop,
                kind=rubric.kind,
                position=place,
                prompt=prompts[rubric.kind],
                starts_at=begin,
                ends_at=begin + timedelta(minutes=45),
                state="completed",
            )
            rounds.append(round_)
            sitting = dice.sample(raters, RATERS)
            seats.append(Seat(round=round_, person=sitting[0], role="interviewer"))
            # As far apart as raters of one session are (docs/scoring.md): .46 points.
            shown = [dice.gauss(level, 1.4) for _ in rubric.body["criteria"]]
            given = [[min(10, max(2, round(dice.gauss(each, 0.92)))) for _ in sitting] for each in shown]
            for chair, rater in enumerate(sitting):
                card = Scorecard(
                    round=round_,
                    rater=rater,
                    rubric=rubric,
                    role="shadow" if chair else "interviewer",
                    state="submitted",
                    submitted_at=begin,
                    call="yes",
                )
                cards.append(card)
                scores += [
                    Score(scorecard=card, criterion=one["key"], half_steps=row[chair], evidence="Said so.")
                    for one, row in zip(rubric.body["criteria"], given, strict=True)
                ]
            figures += [
                RevisionFigure(
                    revision=revision,
                    kind=rubric.kind,
                    criterion=one["key"],
                    title=one["title"],
                    total=sum(row),
                    raters=RATERS,
                )
                for one, row in zip(rubric.body["criteria"], given, strict=True)
            ]
            content.append(_round(round_, rubric.body["criteria"], given, sitting))
        revision.content = {
            "format": 2,
            "loop": str(loop.pk),
            "candidate": loop.candidate.name,
            "zone": "UTC",
            "track": {"slug": track.slug, "title": track.title},
            "rounds": content,
            **{name: [] for name in ("disagreements", "seen_otherwise", "combined", "actions")},
        }
        revisions.append(revision)
    rows: list[list[Any]] = [rounds, seats, cards, scores, debriefs, revisions, figures]
    for each in rows:
        type(each[0]).objects.bulk_create(each, batch_size=500)
    return coach, persons[0].pk, [loop.pk for loop in held[:2]]


def _round(
    round_: Any, criteria: list[dict[str, Any]], given: list[list[int]], raters: list[Any]
) -> dict[str, Any]:
    """A round as a revision of the second format says it."""
    return {
        "id": str(round_.pk),
        "kind": round_.kind,
        "state": "completed",
        "prompt": "A prompt",
        "starts_at": round_.starts_at.isoformat(),
        "ends_at": round_.ends_at.isoformat(),
        "interviewer": raters[0].name,
        "board": None,
        "missing": "",
        "look_back": "waived",
        "own": None,
        "cards": [],
        "criteria": [
            {
                "key": one["key"],
                "title": one["title"],
                "weight": one["weight"],
                "concept": one.get("concept", ""),
                "own": None,
                "observed": sorted(row),
                "far_apart": max(row) - min(row) >= 4,
                "scores": [
                    {
                        "rater": rater.name,
                        "rater_id": rater.pk,
                        "role": "interviewer",
                        "half_steps": score,
                        "not_observed": False,
                        "evidence": "Said so.",
                        "chips": [],
                    }
                    for rater, score in zip(raters, row, strict=True)
                ],
            }
            for one, row in zip(criteria, given, strict=True)
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
