"""How quick the list of debriefs is: `python -m bench.history`.

Makes an installation of its own (a SQLite file that goes at the end; with `--database` an address of an empty
PostgreSQL database) with 10 and then 10,000 debriefs of a coach's candidates, and asks for the first page in
several ways. Prints the table that stands in docs/bench.md; `--quick` makes 1,000.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

WANTED_MS, TIMES = 100, 7
CASES = {
    "the plain list": "",
    "a criterion below 3": "criterion=bench-3&below=6",
    "any criterion below 2.5, a call, since": "below=5&call=no&since=2020-01-01",
    "a round's lowest first": "kind=system_design&sort=lowest",
    "a criterion's highest first, 100 rows": "criterion=bench-7&sort=-lowest&size=100",
    "candidates from A to Z": "sort=candidate",
    "a name, both flags, what is not ready first": "q=candidate+1&flag=apart&flag=self&sort=state",
    "nothing fits": "criterion=bench-3&below=3&call=strong_yes&kind=recruiter",
}
KINDS = ("recruiter", "product_sense", "system_design", "behavioural")


def main() -> int:
    """Measure and print; 1 where a first page takes longer than is wanted, or its queries grow."""
    parser = argparse.ArgumentParser(prog="bench.history", description="Measure the list of debriefs.")
    parser.add_argument("--quick", action="store_true", help="1,000 debriefs")
    parser.add_argument("--database", help="address of an empty PostgreSQL database")
    asked = parser.parse_args()
    many = 1_000 if asked.quick else 10_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ["DATABASE_FILE"] = str(Path(folder) / "bench.sqlite3")
        if asked.database:
            os.environ["DATABASE_URL"] = asked.database
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return _measured(many)


def _measured(many: int) -> int:
    from django.conf import settings
    from django.test import Client

    settings.DEBUG = False
    coach = _coach()
    client = Client(SERVER_NAME="localhost")
    client.force_login(coach)
    _fill(coach, 10, 2)
    few = {name: _asked(client, query) for name, query in CASES.items()}
    began = time.perf_counter()
    _fill(coach, many - 10, many // 25)
    print(f"Made {many:,} debriefs in {time.perf_counter() - began:.0f} s.\n")
    print(f"| asked | rows | queries at 10 | at {many:,} | median | slowest of {TIMES} | CPU |")
    print("|---|---|---|---|---|---|---|")
    fine = True
    for name, query in CASES.items():
        rows, queries, times, cpu = _asked(client, query)
        middle = statistics.median(times)
        fine = fine and middle < WANTED_MS and queries <= max(few[name][1], 20)
        print(
            f"| {name} | {rows} | {few[name][1]} | {queries} | {middle:.0f} ms | {max(times):.0f} ms "
            f"| {statistics.median(cpu):.0f} ms |"
        )
    return int(not fine)


def _asked(client: Any, query: str) -> tuple[int, int, list[float], list[float]]:
    """The rows and the queries of a first page, and its milliseconds by the clock and of CPU."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = f"/debriefs/?{query}&view="
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    # Counted now: the next request forgets what was asked before it.
    queries = len(captured)
    assert answer.status_code == 200
    times, cpu = [], []
    for _ in range(TIMES):
        began, worked = time.perf_counter(), time.process_time()
        client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return answer.content.count(b" data-row"), queries, times, cpu


def _coach() -> Any:
    from accounts.models import User
    from interviews.models import Prompt, Track
    from rubrics.models import Rubric

    Track.objects.create(slug="bench", digest="b", title="Bench", body={"slug": "bench", "rounds": []})
    for at, kind in enumerate(KINDS):
        Prompt.objects.create(track_slug="bench", kind=kind, slug=kind, digest="b", title=kind, body={})
        criteria = [{"key": f"bench-{at * 5 + n}", "title": f"Criterion {at * 5 + n}"} for n in range(5)]
        Rubric.objects.create(
            track_slug="bench",
            kind=kind,
            slug=kind,
            number=1,
            digest=kind,
            title=kind,
            body={"criteria": criteria},
            is_current=True,
        )
    return User.objects.create_user("coach@bench.example", "-", is_coach=True, is_candidate=False)


def _fill(coach: Any, count: int, people: int) -> None:
    """So many debriefs of four rounds with five criteria each, and their candidates; 1 in 20 waits."""
    from accounts.models import CoachGrant, User
    from interviews.models import Track

    people = max(people, 1)
    before = User.objects.count()
    User.objects.bulk_create(
        User(email=f"c{before + n}@bench.example", name=f"Candidate {before + n}", is_candidate=True)
        for n in range(people)
    )
    candidates = list(User.objects.filter(is_candidate=True).order_by("-pk")[:people])
    CoachGrant.objects.bulk_create(CoachGrant(candidate=each, coach=coach) for each in candidates)
    track = Track.objects.get(slug="bench")
    draw = random.Random(count)
    for begin in range(0, count, 500):
        _piece(candidates, track, range(begin, min(begin + 500, count)), draw)


def _piece(candidates: list[Any], track: Any, numbers: range, draw: random.Random) -> None:
    import uuid

    from django.db import transaction
    from django.utils import timezone

    from interviews.models import Loop, Prompt, Round
    from rubrics.history.facts import facts
    from rubrics.models import Debrief, DebriefRevision, RevisionCall, RevisionFigure

    prompts = {each.kind: each for each in Prompt.objects.all()}
    loops: list[Any] = []
    rounds: list[Any] = []
    debriefs: list[Any] = []
    revisions: list[Any] = []
    figures: list[Any] = []
    calls: list[Any] = []
    for number in numbers:
        candidate = candidates[number % len(candidates)]
        loop = Loop(candidate=candidate, track=track, booking_key=uuid.uuid4(), state="completed")
        start = timezone.now() - timedelta(hours=draw.randrange(24, 24 * 700))
        loops.append(loop)
        rounds += [
            Round(
                loop=loop,
                kind=kind,
                position=at,
                prompt=prompts[kind],
                starts_at=start + timedelta(hours=at),
                ends_at=start + timedelta(hours=at, minutes=45),
                state="completed",
            )
            for at, kind in enumerate(KINDS)
        ]
        waits = draw.random() < 0.05
        debrief = Debrief(
            loop=loop,
            candidate=candidate,
            track_slug="bench",
            state="waiting" if waits else "ready",
            held_at=start + timedelta(hours=3, minutes=45),
        )
        debriefs.append(debrief)
        if waits:
            continue
        content = _content(draw)
        revision = DebriefRevision(
            debrief=debrief, number=1, digest=uuid.uuid4().hex, content=content, pdf=draw.randbytes(8_000)
        )
        revisions.append(revision)
        for name, value in facts(content).items():
            setattr(debrief, name, value)
        for each in content["rounds"]:
            calls.append(RevisionCall(revision=revision, kind=each["kind"], call=each["cards"][0]["call"]))
            figures += [
                RevisionFigure(
                    revision=revision,
                    kind=each["kind"],
                    criterion=row["key"],
                    title=row["title"],
                    total=sum(row["observed"]),
                    raters=len(row["observed"]),
                )
                for row in each["criteria"]
            ]
    with transaction.atomic():
        for made in (loops, rounds, debriefs, revisions, figures, calls):
            if made:
                type(made[0])._default_manager.bulk_create(made, batch_size=500)
        for revision in revisions:
            revision.debrief.current_revision = revision
        changed = [each.debrief for each in revisions]
        Debrief.objects.bulk_update(changed, ["current_revision"], batch_size=500)


def _content(draw: random.Random) -> dict[str, Any]:
    return {
        "rounds": [
            {
                "kind": kind,
                "missing": "",
                "cards": [{"call": draw.choice(["strong_no", "no", "yes", "yes", "strong_yes"])}],
                "criteria": [
                    {
                        "key": f"bench-{at * 5 + n}",
                        "title": f"Criterion {at * 5 + n}",
                        "observed": [draw.randint(3, 10) for _ in range(draw.choice([1, 1, 2, 3]))],
                    }
                    for n in range(5)
                ],
            }
            for at, kind in enumerate(KINDS)
        ],
        "disagreements": [{}] * (draw.random() < 0.3),
        "seen_otherwise": [{}] * draw.choice([0, 0, 1, 3]),
        "prose": draw.randbytes(6_000).hex(),
    }


if __name__ == "__main__":
    sys.exit(main())
