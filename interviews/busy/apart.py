"""Work on what strangers made, in a process of its own that can be ended: `python -m interviews.busy.apart`.

A calendar is somebody's file, and an address leads to somebody's server. One that takes for ever, or all
memory, takes only this process with it, while web and worker processes go on. It reads a question as JSON
from standard input, {"expand": …} or {"fetch": …}, and writes an answer with "error" where there is one.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from interviews.availability.intervals import Interval
from interviews.busy.fetch import TOTAL, Rules, Unreachable, fetch
from interviews.busy.text import BadCalendar

EXPAND_SECONDS = 12
"""How long one calendar may take, by the clock."""
CPU_SECONDS = 6
MEMORY = 1024 * 1024 * 1024
"""Bytes of address space."""
_ROOT = Path(__file__).resolve().parents[2]


def expand_apart(text: str, zone: str, window: Interval) -> list[Interval]:
    """`expand.busy_in` within limits of time and memory.

    Raises:
        BadCalendar: as `busy_in`; "heavy" where a limit was met.
    """
    asked = {"text": text, "zone": zone, "start": window[0].timestamp(), "end": window[1].timestamp()}
    answer = _ask({"expand": asked}, EXPAND_SECONDS)
    if answer is None or "error" in answer:
        raise BadCalendar(answer["error"] if answer else "heavy")
    return [
        (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
        for start, end in answer["times"]
    ]


def fetch_apart(url: str, trusted: Collection[str]) -> bytes:
    """`fetch.fetch` within a limit of time that also holds for names that don't resolve and servers that
    trickle.

    Raises:
        Unreachable: as `fetch`; "slow" where the limit was met.
    """
    answer = _ask({"fetch": {"url": url, "trusted": list(trusted)}}, TOTAL + 5)
    if answer is None:
        raise Unreachable("slow")
    if "error" in answer:
        raise Unreachable(answer["error"], answer.get("detail", ""))
    return base64.b64decode(answer["data"])


def _ask(question: dict[str, Any], seconds: float) -> dict[str, Any] | None:
    """The answer of a process of its own; None when it was ended or ended itself."""
    environment = {**os.environ, "PYTHONPATH": f"{_ROOT / 'platform'}{os.pathsep}{_ROOT}"}
    try:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "interviews.busy.apart"],
            input=json.dumps(question).encode(),
            capture_output=True,
            timeout=seconds,
            env=environment,
            cwd=_ROOT,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _limit() -> None:
    """Where the system knows limits: end this process rather than slow the machine."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if sys.platform == "linux":  # macOS refuses a limit of the address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _expand(asked: dict[str, Any]) -> dict[str, Any]:
    from interviews.busy.expand import busy_in

    window = (datetime.fromtimestamp(asked["start"], UTC), datetime.fromtimestamp(asked["end"], UTC))
    try:
        found = busy_in(asked["text"], asked["zone"], window)
    except BadCalendar as error:
        return {"error": error.code}
    except MemoryError:
        return {"error": "heavy"}
    return {"times": [[start.timestamp(), end.timestamp()] for start, end in found]}


def _fetch(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        data = fetch(asked["url"], rules=Rules(asked["trusted"]))
    except Unreachable as error:
        return {"error": error.code, "detail": error.detail}
    return {"data": base64.b64encode(data).decode()}


def main() -> None:
    """Answer the one question on standard input."""
    _limit()
    question = json.load(sys.stdin)
    answer = _expand(question["expand"]) if "expand" in question else _fetch(question["fetch"])
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
