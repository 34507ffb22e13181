"""How quick a long board opens at any second: `python -m bench.replay`.

Draws an hour into a database of its own (the test database of `DATABASE_URL`, SQLite without it), opens the
replay at many seconds as a browser does, and prints the table that stands in docs/bench.md.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mockloop.settings")
WANTED_SECONDS, WANTED_BYTES = 1.0, 5_000_000
START = datetime(2026, 11, 2, 15, tzinfo=UTC)
HOUR = 3_600


def main() -> int:
    """Measure and print; 1 where opening takes longer, or more bytes, than is wanted."""
    parser = argparse.ArgumentParser(prog="bench.replay", description="Measure replays.")
    parser.add_argument("--quick", action="store_true", help="a board of 1,000 edits only")
    sizes = (1_000,) if parser.parse_args().quick else (1_000, 10_000, 70_000)
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        _measure(50, told=False)  # imports and templates are the process's, not the board's
        print("| edits | first ever | open p50 | open p95 | seek p50 | seek p95 | picture p95 | MB | gzip |")
        print("|---|---|---|---|---|---|---|---|---|")
        kept = [_measure(size) for size in sizes]
    finally:
        teardown_databases(made, verbosity=0)
    return 0 if all(kept) else 1


def _measure(edits: int, *, told: bool = True) -> bool:
    from django.contrib.staticfiles import finders
    from django.test import Client

    board, candidate = _board(edits)
    client = Client()
    client.force_login(candidate)
    base = f"/boards/{board.pk}/replay/"
    first = _timed(lambda: client.get(base, {"t": 1_800}))[0]
    dice = random.Random(edits)
    opened, sought, pictured, weights, packed = [], [], [], [], []
    static = Path(str(finders.find("board/dist/board.js"))).parent
    scripts = [*static.rglob("*.js"), static / "board.css", *(static.parents[1] / "js").glob("replay*.js")]
    bundle = sum(path.stat().st_size for path in scripts)
    for _ in range(20):
        second = dice.randrange(HOUR)
        page_time, page = _timed(partial(client.get, base, {"t": second}))
        number = _part_at(page, second)
        part_time, part = _timed(partial(client.get, f"{base}parts/{number}/", {"whole": ""}))
        zipped = client.get(f"{base}parts/{number}/", {"whole": ""}, headers={"Accept-Encoding": "gzip"})
        picture_time, picture = _timed(partial(client.get, f"{base}{second}.svg"))
        opened.append(page_time + part_time)
        sought.append(part_time)
        pictured.append(picture_time)
        weights.append(len(page.content) + len(part.content) + len(picture.content))
        packed.append(len(zipped.content))
    row = [f"{first:.2f} s", *(f"{_at(opened, share):.3f} s" for share in (0.5, 0.95))]
    row += [*(f"{_at(sought, share):.3f} s" for share in (0.5, 0.95)), f"{_at(pictured, 0.95):.3f} s"]
    row += [f"{max(weights) / 1e6:.2f}", f"{max(packed) / 1e3:.0f} kB"]
    if told:
        print(f"| {edits:,} | " + " | ".join(row) + " |", flush=True)
    if edits == 10_000:
        print(
            f"(scripts and styles, once and then kept by the browser: {bundle / 1e6:.2f} MB)", file=sys.stderr
        )
    return edits > 10_000 or (
        first + _at(sought, 0.95) < WANTED_SECONDS and max(weights) + bundle < WANTED_BYTES
    )


def _part_at(page: Any, second: int) -> int:
    ends = page.context["data"]["ends"]
    return next((number for number, end in enumerate(ends) if end > second + 0.999), len(ends) - 1)


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = call()
    assert answer.status_code == 200, answer
    return time.perf_counter() - began, answer


def _at(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100)[int(share * 100) - 1]


def _board(edits: int) -> tuple[Any, Any]:
    """The board of a round of an hour, and its candidate."""
    from interviews.models import Round
    from tests.factories import make_loop, make_round, make_user

    ada, ben = make_user("Ada"), make_user("Ben", is_peer=True)
    round_ = make_round(
        make_loop(ada, rounds=False),
        interviewer=ben,
        starts_at=START,
        state=Round.State.COMPLETED,
        started_at=START,
        closed_at=START + timedelta(seconds=HOUR),
    )
    from tests.interviews.replay.making import draw

    board = round_.board
    board.frozen_at = round_.closed_at
    states = list(_states(edits))
    draw(
        board,
        START,
        [(n * HOUR / edits, ben if n % 5 == 0 else ada, state) for n, state in enumerate(states)],
    )
    return board, ada


def _states(edits: int) -> Iterator[dict[str, Any]]:
    """An hour's drawing: strokes of 120 points sent forty times, boxes that are dragged, typed words."""
    from tests.interviews.board.make import element

    dice, made, number = random.Random(1), 0, 0
    while made < edits:
        number += 1
        place = {"x": dice.randrange(4_000), "y": dice.randrange(2_500), "index": f"a{number:06d}"}
        kind = dice.choice(["freedraw", "rectangle", "text", "arrow"])
        points = [[step * 3.217, dice.random() * 40] for step in range(120)]
        for version in range(1, (40 if kind == "freedraw" else 20) + 1):
            state = element(kind, id=f"e{number}", **place, version=version, versionNonce=version)
            if kind == "freedraw":
                state |= {"points": points[: version * 3], "pressures": [0.5] * (version * 3)}
            elif kind == "text":
                state |= {
                    "text": "settlement is final"[:version],
                    "originalText": "settlement is final"[:version],
                }
            else:
                state |= {"width": version * 9, "height": version * 5}
            yield state
            made += 1
            if made == edits:
                return


if __name__ == "__main__":
    sys.exit(main())
