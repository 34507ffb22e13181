"""Which state of a debrief may follow which, and the steps of compiling (pure)."""

from typing import Final

from common.transitions import Table

WAITING, QUEUED, COMPILING, READY, FAILED = "waiting", "queued", "compiling", "ready", "failed"

DEBRIEF: Final = Table(
    {
        WAITING: {QUEUED},
        QUEUED: {COMPILING},
        # Back to queued: the inputs changed meanwhile, or an attempt failed and another follows.
        COMPILING: {QUEUED, READY, FAILED},
        READY: {QUEUED},
        FAILED: {QUEUED},
    }
)


def steps(kinds: list[str]) -> list[str]:
    """The steps of compiling a loop with rounds of these kinds, in order."""
    rounds = [f"round:{kind}" for kind in kinds]
    return ["collect", *rounds, "concepts", "checks", "since", "actions", "pdf", "store"]
