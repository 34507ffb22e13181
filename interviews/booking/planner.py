"""Staffing a whole loop: who interviews in which round, and when (pure).

Time is counted in quarter hours since 1970-01-01T00:00Z, so a person's free time is a set of whole numbers.
It is kept as the bits of one integer, which makes "where would 45 minutes fit" three shifts and ands.

For rounds in a fixed order, an interviewer's earliest fitting start is never worse than a later one. So a
search that tries every interviewer at their earliest start, round by round, finds a plan if there is one. Its
work is bounded, and different starting points in the window give plans that really differ.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

BREAK = 1
"""Quarter hours between two rounds of a candidate, at least."""
NODES = 4000
"""Steps of search from one starting point; what is not found within them is given up."""

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
class Peer:
    """Somebody who may interview.

    `free` are ranges [from, until) in quarters, with what is taken already left out; `earliest` is the first
    quarter that their notice allows; `load` counts the rounds they have around the window.
    """

    key: int
    kinds: frozenset[str]
    free: tuple[Range, ...]
    load: int = 0
    earliest: int = 0


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


def plan_loops(request: Request, peers: Iterable[Peer], *, limit: int = 5) -> Outcome:
    """Staff the loop in up to `limit` really different ways; the same input gives the same plans.

    Never gives way: free time, notice, order, breaks, no peer across from themself. Gives way last to first:
    preferred hours, pace, an interviewer of its own for each round (only where no plan has that).
    """
    pool = sorted((peer for peer in peers if peer.key != request.candidate), key=lambda peer: peer.key)
    search = _Search(request, pool)
    chosen: list[Plan] = []
    for distinct in (True, False):
        for only_preferred, loose in _levels(request):
            found = search.plans(distinct=distinct, only_preferred=only_preferred, loose=loose)
            _choose(chosen, sorted(found, key=search.cost), limit)
            if len(chosen) == limit:
                return Outcome(tuple(chosen))
        if chosen:
            return Outcome(tuple(chosen))
    return Outcome(obstacles=tuple(_obstacles(request, pool, search)))


def _levels(request: Request) -> list[tuple[bool, bool]]:
    """From all wishes met to none: (only preferred hours, any pace)."""
    with_hours = [(True, False), (True, True)] if request.preferred else []
    return [*with_hours, (False, False), (False, True)]


@dataclass
class _Search:
    request: Request
    pool: list[Peer]
    _starts: dict[bool, list[list[int]]] = field(default_factory=dict)
    _uses: dict[int, int] = field(default_factory=dict)
    _left: int = 0

    def plans(self, *, distinct: bool, only_preferred: bool, loose: bool) -> Iterator[Plan]:
        """Plans of one level, from many starting points."""
        starts = self.starts(only_preferred=only_preferred)
        if distinct and not self._could_be_distinct(starts):
            return
        seen = set()
        for bounds in self._starting_points(starts, loose=loose):
            self._left = NODES
            slots = self._chain(starts, bounds, 0, 0, (), distinct)
            if not slots or slots in seen:
                continue
            seen.add(slots)
            for slot in slots:
                self._uses[slot.peer] = self._uses.get(slot.peer, 0) + 1
            yield Plan(
                slots,
                outside_hours=bool(self.request.preferred) and not self._all_preferred(slots),
                other_pace=loose and not self._keeps_pace(slots),
                shared_interviewer=len({slot.peer for slot in slots}) < len(slots),
            )

    def starts(self, *, only_preferred: bool) -> list[list[int]]:
        """Per round and peer of the pool: the quarters at which they could begin it, as bits."""
        if only_preferred not in self._starts:
            first, last = self.request.window
            mine = _bits([(first, last)], first, last)
            for quarter in self.request.busy:
                mine &= ~_bits([(quarter - BREAK, quarter + 1 + BREAK)], first, last)
            if only_preferred:
                mine &= _bits(self.request.preferred, first, last)
            free = [mine & _bits(_after(peer), first, last) for peer in self.pool]
            self._starts[only_preferred] = [
                [
                    _fitting(bits, need.quarters) if need.kind in peer.kinds else 0
                    for peer, bits in zip(self.pool, free, strict=True)
                ]
                for need in self.request.needs
            ]
        return self._starts[only_preferred]

    def cost(self, plan: Plan) -> tuple[int, tuple[int, ...]]:
        """Small is good: no idle time on a day, early, spare peers with much to do; then by time."""
        loads = {peer.key: peer.load for peer in self.pool}
        idle = sum(
            after.start - before.end - BREAK
            for before, after in zip(plan.slots, plan.slots[1:], strict=False)
            if self._day(before.start) == self._day(after.start)
        )
        days = self._day(plan.slots[-1].start)
        busy = sum(loads[slot.peer] for slot in plan.slots)
        return idle + 4 * days + 3 * busy, tuple(slot.start for slot in plan.slots)

    def _chain(
        self,
        starts: list[list[int]],
        bounds: Sequence[Range],
        number: int,
        earliest: int,
        taken: tuple[Slot, ...],
        distinct: bool,
    ) -> tuple[Slot, ...]:
        """The rounds from `number` on, each within its bounds (relative quarters); () when they don't fit."""
        if number == len(self.request.needs):
            return taken
        if self._left <= 0 or not self._fits(starts, bounds, number, earliest):
            return ()
        need, base = self.request.needs[number], self.request.window[0]
        used = {slot.peer for slot in taken} if distinct else set()
        options = []
        for peer, bits in zip(self.pool, starts[number], strict=True):
            at = _next(bits, max(earliest, bounds[number][0]))
            if peer.key not in used and at is not None and at + need.quarters <= bounds[number][1]:
                options.append((at, peer.load + self._uses.get(peer.key, 0), peer.key))
        for at, _, key in sorted(options):
            self._left -= 1
            slot = Slot(need.kind, key, base + at, need.quarters)
            after = at + need.quarters + BREAK
            found = self._chain(starts, bounds, number + 1, after, (*taken, slot), distinct)
            if found:
                return found
        return ()

    def _fits(self, starts: list[list[int]], bounds: Sequence[Range], number: int, earliest: int) -> bool:
        """Whether the rounds would fit if people could interview twice: necessary, and cheap to know."""
        for each in range(number, len(self.request.needs)):
            at = _next(_any(starts[each]), max(earliest, bounds[each][0]))
            quarters = self.request.needs[each].quarters
            if at is None or at + quarters > bounds[each][1]:
                return False
            earliest = at + quarters + BREAK
        return True

    def _starting_points(self, starts: list[list[int]], *, loose: bool) -> Iterator[list[Range]]:
        """Bounds for each round (relative quarters), from which a search is worth while."""
        base, last = self.request.window
        days = [(max(first, base) - base, min(end, last) - base) for first, end in self.request.days]
        count = len(self.request.needs)
        if loose:
            yield [(0, last - base)] * count
            for first, end in days:
                for at in range(first, end, 16):
                    yield [(at, last - base)] * count
        elif self.request.pace == "one_day":
            for first, end in days:
                for at in range(first, end, 4):
                    yield [(at, end)] * count
        else:
            yield from self._spread(starts, days)

    def _spread(self, starts: list[list[int]], days: list[Range]) -> Iterator[list[Range]]:
        """A day of its own for each round, with one, two or three days between, begun on every day of the
        window and at several times of the day."""
        for gap in (1, 2, 3):
            for begin in range(len(days)):
                for part in (0, 28, 40, 52, 64, 76):  # midnight, 7:00, 10:00, 13:00, 16:00, 19:00
                    bounds: list[Range] = []
                    day = begin
                    for number, need in enumerate(self.request.needs):
                        bits = _any(starts[number])
                        while day < len(days):
                            first, end = days[day]
                            at = _next(bits, first + part)
                            if at is not None and at + need.quarters <= end:
                                bounds.append((first + part, end))
                                break
                            day += 1
                        day += gap
                    if len(bounds) == len(self.request.needs):
                        yield bounds

    def _could_be_distinct(self, starts: list[list[int]]) -> bool:
        """Whether rounds and people can be paired off at all, whatever the times."""
        offers = [{peer.key for peer, bits in zip(self.pool, row, strict=True) if bits} for row in starts]
        pairs: dict[int, int] = {}

        def seat(number: int, tried: set[int]) -> bool:
            for key in offers[number] - tried:
                tried.add(key)
                if key not in pairs or seat(pairs[key], tried):
                    pairs[key] = number
                    return True
            return False

        return all(seat(number, set()) for number in range(len(offers)))

    def _all_preferred(self, slots: Iterable[Slot]) -> bool:
        return all(
            any(first <= slot.start and slot.end <= end for first, end in self.request.preferred)
            for slot in slots
        )

    def _keeps_pace(self, slots: Sequence[Slot]) -> bool:
        days = [self._day(slot.start) for slot in slots]
        return len(set(days)) == (1 if self.request.pace == "one_day" else len(days))

    def _day(self, quarter: int) -> int:
        return next(
            (number for number, (first, end) in enumerate(self.request.days) if first <= quarter < end), -1
        )


def distance(left: Plan, right: Plan) -> float:
    """How different two plans of the same rounds are: per round 2 for another day's worth of hours, 1 for two
    hours or more, else a half for another interviewer."""
    total = 0.0
    for one, other in zip(left.slots, right.slots, strict=True):
        apart = abs(one.start - other.start)
        total += 2 if apart >= 64 else 1 if apart >= 8 else 0.5 if one.peer != other.peer else 0
    return total


def _choose(chosen: list[Plan], found: list[Plan], limit: int) -> None:
    """Add the best of `found` that differ from all chosen: first those far apart, then those just enough."""
    rounds = len(found[0].slots) if found else 0
    for enough in (rounds * 1.5, rounds * 0.5):
        for plan in found:
            if len(chosen) < limit and all(distance(plan, other) >= max(enough, 0.5) for other in chosen):
                chosen.append(plan)


def _obstacles(request: Request, pool: list[Peer], search: _Search) -> Iterator[Obstacle]:
    alone = True
    starts = search.starts(only_preferred=False)
    for number, need in enumerate(request.needs):
        offering = [peer for peer in pool if need.kind in peer.kinds]
        if not offering:
            alone = False
            yield Obstacle("nobody", need.kind)
        elif not _any(starts[number]):
            alone = False
            yield Obstacle("none_free", need.kind, len(offering), _first_later(request, need, offering))
    if alone:
        yield Obstacle("together")


def _first_later(request: Request, need: Need, offering: list[Peer]) -> int | None:
    """When the first of them could begin after the window, as far as their free time was given."""
    first = request.window[1]
    last = max((end for peer in offering for _, end in peer.free), default=first)
    bits = _any(_fitting(_bits(_after(peer), first, last), need.quarters) for peer in offering)
    at = _next(bits, 0)
    return None if at is None else first + at


def _after(peer: Peer) -> Iterator[Range]:
    """Their free time from their notice on."""
    return ((max(first, peer.earliest), end) for first, end in peer.free if end > peer.earliest)


def _bits(ranges: Iterable[Range], first: int, last: int) -> int:
    """The ranges within [first, last) as bits; bit 0 is `first`."""
    bits = 0
    for start, end in ranges:
        start, end = max(start, first) - first, min(end, last) - first
        if start < end:
            bits |= ((1 << (end - start)) - 1) << start
    return bits


def _fitting(bits: int, quarters: int) -> int:
    """Where a run of `quarters` set bits begins."""
    fitting = bits
    for shift in range(1, quarters):
        fitting &= bits >> shift
    return fitting


def _next(bits: int, at: int) -> int | None:
    """The first set bit from `at` on."""
    rest = bits >> at
    return at + (rest & -rest).bit_length() - 1 if rest else None


def _any(row: Iterable[int]) -> int:
    """The bits set in any."""
    union = 0
    for bits in row:
        union |= bits
    return union
