"""The shared clock of a round (pure): how much time is left, and what each button does to it.

A clock is a value; every function returns a new one. Seconds that ran in the current phase are `elapsed`, and
while it runs, the time since `running_since` comes on top.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

STEP = 300
"""Seconds that one press of "extend" adds."""
MOST_EXTRA = 3600


@dataclass(frozen=True)
class Phase:
    """One phase: its key, its title and its planned length in seconds."""

    key: str
    title: str
    seconds: int


@dataclass(frozen=True)
class Clock:
    """The state of the clock.

    Args:
        phases: at least one.
        phase: index of the current one.
        elapsed: seconds that ran in the current phase before `running_since`.
        extra: seconds added to the current phase.
        running_since: aware moment since when it runs; None while it stands.
    """

    phases: Sequence[Phase]
    phase: int = 0
    elapsed: float = 0.0
    extra: int = 0
    running_since: datetime | None = None

    @property
    def current(self) -> Phase:
        """The phase that is on."""
        return self.phases[self.phase]

    @property
    def is_last(self) -> bool:
        """Whether no phase follows."""
        return self.phase == len(self.phases) - 1


class RowLike(Protocol):
    """What a clock is kept in; phases are [{key, title, seconds}]."""

    phases: list[dict[str, Any]]
    phase: int
    elapsed: float
    extra: int
    running_since: datetime | None


def clock_of(row: RowLike) -> Clock:
    """The clock that a row keeps, as a value."""
    phases = [Phase(each["key"], each["title"], each["seconds"]) for each in row.phases]
    return Clock(phases, row.phase, row.elapsed, row.extra, row.running_since)


def phases_of(track: dict[str, Any], kind: str) -> list[Phase]:
    """The phases of one kind of round in a track's body.

    Raises:
        LookupError: the track has no round of this kind.
    """
    for each in track["rounds"]:
        if each["kind"] == kind:
            return [Phase(one["key"], one["title"], one["minutes"] * 60) for one in each["phases"]]
    raise LookupError(kind)


def spent(clock: Clock, now: datetime) -> float:
    """Seconds that ran in the current phase until `now`; never negative, whatever the caller's clock says."""
    if clock.running_since is None:
        return clock.elapsed
    return clock.elapsed + max(0.0, (now - clock.running_since) / timedelta(seconds=1))


def remaining(clock: Clock, now: datetime) -> float:
    """Seconds left of the current phase; negative when it is overrun."""
    return clock.current.seconds + clock.extra - spent(clock, now)


def run(clock: Clock, now: datetime) -> Clock:
    """Start, or go on after a pause; a running clock stays as it is."""
    return clock if clock.running_since else replace(clock, running_since=now)


def pause(clock: Clock, now: datetime) -> Clock:
    """Stand still; what ran is kept."""
    return replace(clock, elapsed=spent(clock, now), running_since=None)


def extend(clock: Clock) -> Clock:
    """Add five minutes to the current phase, up to an hour in all."""
    return replace(clock, extra=min(MOST_EXTRA, clock.extra + STEP))


def advance(clock: Clock, now: datetime) -> Clock:
    """Begin the next phase with its whole time; a paused clock stays paused, the last phase the last."""
    if clock.is_last:
        return clock
    running = now if clock.running_since else None
    return Clock(clock.phases, clock.phase + 1, 0.0, 0, running)
