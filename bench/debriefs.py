"""How quick debriefs are compiled, and whether a worker grows by it: `python -m bench.debriefs`.

Prints the tables that stand in docs/bench.md, on a database of its own in a temporary folder. `--quick`
compiles a tenth of the debriefs.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from typing import Any, Final

WANTED_SECONDS: Final = 2.0
WANTED_GROWTH: Final = 0.05
"""How much larger a worker may be after its last debrief than after its first tenth of them, as a share."""
DEBRIEFS: Final = 1_000
CANDIDATES: Final = 12
TIMED: Final = 20


def main() -> int:
    """Measure and print; 1 where a debrief takes longer, or the worker grows more, than is wanted."""
    parser = argparse.ArgumentParser(prog="bench.debriefs", description="Measure compiling debriefs.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the debriefs")
    count = DEBRIEFS // (10 if parser.parse_args().quick else 1)
    with tempfile.TemporaryDirectory() as folder:
        _open(folder)
        loops = _season()
        seconds = _steps(loops)
        growth = _many(loops, count)
    return int(seconds > WANTED_SECONDS or growth > WANTED_GROWTH)


def _open(folder: str) -> None:
    """The product on a new database, without a server."""
    for name in ("DATABASE_URL", "DATABASE_FILE", "REDIS_URL", "DEBUG"):
        os.environ.pop(name, None)
    os.environ |= {"MOCKLOOP_VAR": folder, "DJANGO_SETTINGS_MODULE": "mockloop.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)


def _season() -> list[Any]:
    """Two loops of every candidate a week apart, the earlier ones with a debrief already."""
    from bench.loops import RATERS, make_loop, make_people
    from rubrics.debriefs.compiler import run

    *candidates, first, second, third = make_people(CANDIDATES + len(RATERS))
    raters, later = [first, second, third], []
    for number, candidate in enumerate(candidates):
        run(make_loop(candidate, raters, days_ago=14, seed=number).debrief.pk)
        later.append(make_loop(candidate, raters, days_ago=7, seed=1000 + number))
    return later


def _steps(loops: list[Any]) -> float:
    """A table of what each step takes; returns the seconds of worker time of one debrief and its page."""
    from bench.loops import change_a_card
    from interviews.models import BoardEvent
    from rubrics.debriefs import leases
    from rubrics.debriefs.compiler import run

    began: list[tuple[str, float]] = []
    advance = leases.advance

    def told(*arguments: Any, step: str, **named: Any) -> None:
        began.append((step, time.process_time()))
        advance(*arguments, step=step, **named)

    leases.advance = told
    spent: dict[str, float] = defaultdict(float)
    size = whole = 0.0
    for number in range(TIMED):
        loop = loops[number % len(loops)]
        change_a_card(loop)
        began.clear()
        start = time.process_time()
        revision = run(loop.debrief.pk)
        end = time.process_time()
        assert revision is not None
        whole += end - start
        for (step, at), (_, until) in zip(began, [*began[1:], ("", end)], strict=True):
            spent[step.partition(":")[0]] += until - at
        size = max(size, len(revision.pdf))
    leases.advance = advance
    page = _page(loops)
    events = BoardEvent.objects.filter(board__round__loop=loops[0]).count()
    print(f"Two boards with {events:,} states in their logs, a PDF of {size / 1024:.0f} KiB.\n")
    print("| step | seconds | share |\n|---|---|---|")
    words = {"round": "four rounds and their boards", "page": "the page, in the web process"}
    total = whole / TIMED + page
    for step, seconds in [*((key, value / TIMED) for key, value in spent.items()), ("page", page)]:
        print(f"| {words.get(step, step)} | {seconds:.3f} | {seconds / total:.0%} |")
    print(f"| all | {total:.3f} | |\n")
    return total


def _page(loops: list[Any]) -> float:
    """Seconds for the page of a debrief, as its candidate opens it."""
    from django.test import Client, override_settings

    client = Client()
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        seconds = []
        for loop in loops[: TIMED // 2]:
            client.force_login(loop.candidate)
            start = time.process_time()
            response = client.get(f"/loops/{loop.pk}/debrief/")
            seconds.append(time.process_time() - start)
            assert response.status_code == 200, response.status_code
    return sum(seconds[1:]) / (len(seconds) - 1)


def _many(loops: list[Any], count: int) -> float:
    """A table of the memory of one worker; returns by which share it grew after the first tenth."""
    from bench.loops import change_a_card
    from mockloop.celery import app
    from rubrics.debriefs.tasks import compile_debrief
    from rubrics.models import DebriefRevision

    print("| debriefs | memory, MiB | seconds so far |\n|---|---|---|")
    start, sizes = time.perf_counter(), []
    before = DebriefRevision.objects.count()
    for number in range(1, count + 1):
        loop = loops[number % len(loops)]
        change_a_card(loop)
        compile_debrief(str(loop.debrief.pk))
        # The mails that are owed now; a worker takes them from the broker, which here is this process.
        app.control.purge()
        if number % (count // 10) == 0:
            sizes.append(_memory())
            print(f"| {number:,} | {sizes[-1]:.0f} | {time.perf_counter() - start:.0f} |", flush=True)
    assert DebriefRevision.objects.count() == before + count
    return sizes[-1] / sizes[0] - 1


def _memory() -> float:
    """What this process holds now in MiB; where the system does not tell, what it held at most."""
    try:
        with open("/proc/self/statm") as told:
            return int(told.read().split()[1]) * resource.getpagesize() / 2**20
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    sys.exit(main())
