"""What is asked of the planner and what it answers (pure).

Time is counted in quarter hours since 1970-01-01T00:00Z.
"""

from dataclasses import dataclass
from typing import Literal

BREAK = 1
"""Quarter hours between two rounds of a candidate, at least."""

Pace = Literal["one_day", "spread"]
Range = tuple[int, int]


@dataclass(frozen=True)
class Need:
    """A round to be staffed."""

    kind: str
    minutes: int

    @property
    def quarters(self) -> int:
        """Quarter hours that it touches."""
        return -(-self.minutes // 15)


@dataclass(frozen=True)
class Cap:
    """In quarters [first, end) somebody takes on `left` more rounds."""

    first: int
    end: int
    left: int


@dataclass(frozen=True)
class Peer:
    """Somebody who may interview.

    `free` are ranges [from, until) in quarters, with what is taken already left out; `earliest` is the first
    quarter that their notice allows; `load` counts the rounds they have around the window; `caps` say where
    they take on fewer than four more, `buffer` how many quarters they want between two; `met` counts the
    rounds that the candidate had with them; of `held` rounds they came to, they stayed away from `no_shows`
    more. `offered` is `free` before rounds, buffers and caps were taken out.
    """

    key: int
    kinds: frozenset[str]
    free: tuple[Range, ...]
    load: int = 0
    earliest: int = 0
    caps: tuple[Cap, ...] = ()
    buffer: int = 0
    met: int = 0
    held: int = 0
    no_shows: int = 0
    offered: tuple[Range, ...] = ()


@dataclass(frozen=True)
class Request:
    """What a candidate wants.

    `days` are their calendar days as ranges in order, covering `window`; `preferred` the hours they would
    like (empty: any); `busy` the quarters in which they can't.
    """

    candidate: int
    needs: tuple[Need, ...]
    window: Range
    days: tuple[Range, ...]
    preferred: tuple[Range, ...] = ()
    busy: frozenset[int] = frozenset()
    pace: Pace = "spread"

    def day(self, quarter: int) -> int:
        """The number of the candidate's day in which a quarter lies; -1 outside the window."""
        return next((number for number, (first, end) in enumerate(self.days) if first <= quarter < end), -1)


@dataclass(frozen=True)
class Slot:
    """One staffed round: it begins at quarter `start` and takes `quarters` of them."""

    kind: str
    peer: int
    start: int
    quarters: int

    @property
    def end(self) -> int:
        """The first quarter after it."""
        return self.start + self.quarters


@dataclass(frozen=True)
class Plan:
    """All rounds staffed. What was asked and could not be had stands in the flags."""

    slots: tuple[Slot, ...]
    outside_hours: bool = False
    other_pace: bool = False
    shared_interviewer: bool = False


@dataclass(frozen=True)
class Obstacle:
    """Why nothing fits: `nobody` offers the kind, `none_free` of `peers` in the window (from `next_start` on
    there would be one), or the rounds fit one by one but not `together` (kind is then "")."""

    code: Literal["nobody", "none_free", "together"]
    kind: str = ""
    peers: int = 0
    next_start: int | None = None


@dataclass(frozen=True)
class Outcome:
    """Up to the asked number of plans, the best first; or, without any, what stands in the way."""

    plans: tuple[Plan, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
