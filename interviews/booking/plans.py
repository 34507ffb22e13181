"""What is asked of the planner and what it answers (pure).

Time is counted in quarter hours since 1970-01-01T00:00Z.
"""

from dataclasses import dataclass
from typing import Literal

BREAK = 1
"""Quarter hours between two rounds of a candidate, at least."""
LONG_BREAK = 2
"""Quarter hours that somebody who learns wants between two rounds of a day, to write down what was said."""
LONGEST_BREAK = 4
"""Quarter hours from which a break is waiting, for who learns."""

Pace = Literal["one_day", "spread"]
Order = Literal["kept", "free"]
Mode = Literal["learning", "stress"]
Range = tuple[int, int]
Reason = Literal["spared", "soonest", "latest", "shortest", "unmet", "backed"]


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

    `kinds` are those that they offer and are calibrated for somewhere in the window; where that ends within
    it, `lapses` has (kind, quarter), and rounds of the kind begin before. `uncalibrated` are kinds that they
    offer without being calibrated.
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
    lapses: tuple[tuple[str, int], ...] = ()
    uncalibrated: frozenset[str] = frozenset()

    def begins_before(self, kind: str, otherwise: int) -> int:
        """Before which quarter a round of this kind would have to begin; `otherwise` where nothing lapses."""
        return next((quarter for lapsing, quarter in self.lapses if lapsing == kind), otherwise)

    def runs(self, kind: str, start: int) -> bool:
        """Whether they may be given a round of this kind that begins at this quarter."""
        return kind in self.kinds and start < self.begins_before(kind, start + 1)


@dataclass(frozen=True)
class Request:
    """What a candidate wants.

    `needs` are one to four rounds of a track, each kind once, in the track's order. `days` are the
    candidate's calendar days as ranges in order, covering `window`; `preferred` the hours they would like
    (empty: any), which may go on behind the window, so that a first chance there can be told to lie in them
    or not; `busy` the quarters in which they can't.

    `pace`: all rounds on one day, or each on a day of its own. `order`: "kept" is a rule (the rounds come in
    the order of `needs`), "free" lets any come first. `mode`: in "stress" the rounds follow each other as
    closely as can be (the shortest breaks, or day after day); in "learning" breaks on a day are half an hour
    to an hour, and rounds spread over days have a day off between, where the window allows. `begin`, in a
    kept order, is a rule as well: the first round starts within it.
    """

    candidate: int
    needs: tuple[Need, ...]
    window: Range
    days: tuple[Range, ...]
    preferred: tuple[Range, ...] = ()
    busy: frozenset[int] = frozenset()
    pace: Pace = "spread"
    order: Order = "kept"
    mode: Mode = "learning"
    begin: Range | None = None

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
    """All rounds staffed.

    `slots` are in the order of time, which is that of the needs unless the order was free. `standbys` has one
    entry per slot: the key of somebody who is free then, offers that kind and has no other part in the plan;
    None where there is nobody; it is empty when nobody looked (a plan that was put together elsewhere).

    What was asked and could not be had stands in the flags: a round outside the preferred hours, another
    pace, an interviewer of more than one round, breaks (or days off) that are not those of the mode.

    `reasons` say what this plan has over the others that were found with it: its interviewers have the least
    to do ("spared"), it ends first ("soonest"), begins last ("latest"), takes the least time from first to
    last ("shortest"), has more people whom the candidate has not met ("unmet"), or alone has a standby for
    every round ("backed").
    """

    slots: tuple[Slot, ...]
    outside_hours: bool = False
    other_pace: bool = False
    shared_interviewer: bool = False
    other_breaks: bool = False
    standbys: tuple[int | None, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Obstacle:
    """Something that stands in the way.

    * `nobody` offers the kind;
    * `uncalibrated`: nobody who offers the kind is calibrated for it; there are `peers` of them;
    * `none_free`: of the `peers` who offer the kind none can be had in the window. Their number comes apart
      into those whose hours lie elsewhere (`away`), who want longer notice (`notice`), who are booked or at
      their caps (`full`), and who are free only while the candidate is not (`clash`). `next_start` is the
      first chance behind the window, None when there is none as far as their time was given;
    * `too_early`: the rounds fit one by one, but this kind is free until `last_start` at most, and the rounds
      before it end only shortly before `after`. `next_start` is the first chance from then on;
    * `order`: the rounds fit, but only in another order;
    * `together`: the rounds fit one by one, but not together (kind is then "");
    * `not_in_hours`: this kind can be had, but never within the preferred hours and the window.
      `next_start` is the first chance at another hour.

    `in_hours` says whether `next_start` lies in the preferred hours; `uncalibrated` counts, beside the
    `peers`, those who offer the kind without being calibrated for it.
    """

    code: Literal["nobody", "uncalibrated", "none_free", "too_early", "order", "together", "not_in_hours"]
    kind: str = ""
    peers: int = 0
    next_start: int | None = None
    in_hours: bool = True
    away: int = 0
    notice: int = 0
    full: int = 0
    clash: int = 0
    after: int | None = None
    last_start: int | None = None
    uncalibrated: int = 0


@dataclass(frozen=True)
class Single:
    """A round that could be booked on its own: from when on, and by how many peers in the window."""

    kind: str
    start: int
    peers: int


@dataclass(frozen=True)
class Outcome:
    """Up to the asked number of plans, the best first; or, without any, what stands in the way.

    `obstacles` and `singles` (the rounds that could be booked one by one) are there only without plans.
    `wishes` say why the plans lie outside the preferred hours, where they do.
    """

    plans: tuple[Plan, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    singles: tuple[Single, ...] = ()
    wishes: tuple[Obstacle, ...] = ()
