"""A worker that can be made to stand still at a step of compiling, so that a test can kill it there.

`python -m tests.rubrics.debriefs.killed_worker` imports the product once and then begins a process for every
line on its standard input: a place to stand still at, or "-" to run through. Each process runs the task that
sweeps, as a worker does, and says on standard output "at <place> <its id>" and waits there to be killed, or
"done" when the task is over. Places are the steps of compiling, "storing" (inside the transaction that
stores) and "stored" (after it was committed).
"""

import importlib
import os
import signal
import sys
from collections.abc import Callable
from typing import Any


def _say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def _stand(place: str) -> None:
    _say(f"at {place} {os.getpid()}")
    while True:
        signal.pause()


def _then_stand(call: Callable[..., Any], place: str, *, at: str = "") -> Callable[..., Any]:
    """`call`, and standing still after it, where it was for the step `at` if there is one."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        result = call(*arguments, **named)
        if not at or named.get("step") == at:
            _stand(place)
        return result

    return wrapped


def _work(place: str) -> None:
    from rubrics.debriefs import leases, tasks

    if place == "storing":
        leases.mails.owe_ready = _then_stand(leases.mails.owe_ready, place)
    elif place == "stored":
        leases.store = _then_stand(leases.store, place)
    elif place != "-":
        leases.advance = _then_stand(leases.advance, place, at=place)
    tasks.sweep_debriefs()
    _say("done")


def main() -> None:
    """Begin a process for every line until standard input ends."""
    import django

    django.setup()
    # What a worker has loaded long before it is killed.
    for name in ("mockloop.urls", "rubrics.debriefs.tasks"):
        importlib.import_module(name)
    for line in sys.stdin:
        if (child := os.fork()) == 0:
            _work(line.strip())
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
