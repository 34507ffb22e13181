"""Staffing a whole loop: who interviews in which round, and when (pure).

Time is counted in quarter hours since 1970-01-01T00:00Z, so a person's free time is a set of whole numbers.
It is kept as the bits of one integer, which makes "where would 45 minutes fit" three shifts and ands.

For rounds in a fixed order, an interviewer's earliest fitting start is never worse than a later one. So a
search that tries every interviewer at their earliest start, round by round, finds a plan if there is one. Its
work is bounded, and different starting points in the window give plans that really differ.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from interviews.booking.bits import any_bit, bits_of, fitting, next_bit
from interviews.booking.choice import choose
from interviews.booking.plans import BREAK, Need, Obstacle, Outcome, Peer, Plan, Range, Request, Slot

NODES = 4000
"""Steps of search from one starting point; what is not found within them is given up."""


def plan_loops(request: Request, peers: Iterable[Peer], *, limit: int = 5) -> Outcome:
    """Staff the loop in up to `limit` really different ways; the same input gives the same plans.

    Never gives way: free time, notice, order, breaks, no peer across from themself. Gives way last to first:
    preferred hours, pace, an interviewer of its own for each round (only where no plan has that).
    """
    pool = sorted((peer for peer in peers if peer.key != request.candidate), key=lambda peer: peer.key)
    search = _Search(request, pool)
    loads = {peer.key: peer.load for peer in pool}
    chosen: list[Plan] = []
    for distinct in (True, False):
        for only_preferred, loose in _levels(request):
            found = search.plans(distinct=distinct, only_preferred=only_preferred, loose=loose)
            choose(chosen, list(found), request=request, loads=loads, limit=limit)
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
            mine = bits_of([(first, last)], first, last)
            for quarter in self.request.busy:
                mine &= ~bits_of([(quarter - BREAK, quarter + 1 + BREAK)], first, last)
            if only_preferred:
                mine &= bits_of(self.request.preferred, first, last)
            free = [mine & bits_of(_after(peer), first, last) for peer in self.pool]
            self._starts[only_preferred] = [
                [
                    fitting(bits, need.quarters) if need.kind in peer.kinds else 0
                    for peer, bits in zip(self.pool, free, strict=True)
                ]
                for need in self.request.needs
            ]
        return self._starts[only_preferred]

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
            at = next_bit(bits, max(earliest, bounds[number][0]))
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
            at = next_bit(any_bit(starts[each]), max(earliest, bounds[each][0]))
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
                        bits = any_bit(starts[number])
                        while day < len(days):
                            first, end = days[day]
                            at = next_bit(bits, first + part)
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
        days = [self.request.day(slot.start) for slot in slots]
        return len(set(days)) == (1 if self.request.pace == "one_day" else len(days))


def _obstacles(request: Request, pool: list[Peer], search: _Search) -> Iterator[Obstacle]:
    alone = True
    starts = search.starts(only_preferred=False)
    for number, need in enumerate(request.needs):
        offering = [peer for peer in pool if need.kind in peer.kinds]
        if not offering:
            alone = False
            yield Obstacle("nobody", need.kind)
        elif not any_bit(starts[number]):
            alone = False
            yield Obstacle("none_free", need.kind, len(offering), _first_later(request, need, offering))
    if alone:
        yield Obstacle("together")


def _first_later(request: Request, need: Need, offering: list[Peer]) -> int | None:
    """When the first of them could begin after the window, as far as their free time was given."""
    first = request.window[1]
    last = max((end for peer in offering for _, end in peer.free), default=first)
    bits = any_bit(fitting(bits_of(_after(peer), first, last), need.quarters) for peer in offering)
    at = next_bit(bits, 0)
    return None if at is None else first + at


def _after(peer: Peer) -> Iterator[Range]:
    """Their free time from their notice on."""
    return ((max(first, peer.earliest), end) for first, end in peer.free if end > peer.earliest)
