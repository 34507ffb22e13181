"""A bounded search for plans: quick, never far off, not the best (pure).

For rounds in a fixed order, an interviewer's earliest fitting start is never worse than a later one. So a
search that tries every interviewer at their earliest start, round by round, finds a plan if there is one
(with the order free, every round that is left may come next). Its work is bounded, and different starting
points in the window give plans that differ. The solver begins with what is found here, and where the solver
has no time left, this is what stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from interviews.booking.bits import any_bit, bits_of, next_bit
from interviews.booking.offers import Offers, Row
from interviews.booking.plans import BREAK, LONG_BREAK, Peer, Range, Request, Slot

NODES, MORE_NODES = 4000, 50
"""Steps of search from one starting point; what is not found within them is given up. Once something is
found, the further starting points are to give variety, and get less."""
Slots = tuple[Slot, ...]


def search(offers: Offers) -> Iterator[list[Slots]]:
    """What is found, level by level: with fewer and fewer wishes kept, and in the end with shared
    interviewers. The caller stops when it has enough."""
    found = _Search(offers)
    for distinct in (True, False):
        for only_liked, loose in _levels(offers.request):
            yield found.plans(distinct=distinct, only_liked=only_liked, loose=loose)


def could_be_distinct(starts: Sequence[Row]) -> bool:
    """Whether rounds and people can be paired off at all, whatever the times."""
    offering = [[place for place, bits in enumerate(row) if bits] for row in starts]
    pairs: dict[int, int] = {}

    def seat(number: int, tried: set[int]) -> bool:
        for place in offering[number]:
            if place in tried:
                continue
            tried.add(place)
            if place not in pairs or seat(pairs[place], tried):
                pairs[place] = number
                return True
        return False

    return all(seat(number, set()) for number in range(len(offering)))


def _levels(request: Request) -> list[tuple[bool, bool]]:
    """From all wishes met to none: (only preferred hours, any pace)."""
    with_hours = [(True, False), (True, True)] if request.preferred else []
    return [*with_hours, (False, False), (False, True)]


@dataclass
class _Search:
    offers: Offers
    _uses: dict[int, int] = field(default_factory=dict)
    _left: int = 0

    def plans(self, *, distinct: bool, only_liked: bool, loose: bool) -> list[Slots]:
        """Plans of one level, from many starting points, each once."""
        starts = self.offers.rows(only_liked=only_liked)
        if distinct and not could_be_distinct(starts):
            return []
        seen: dict[Slots, None] = {}
        for bounds, gap in self._starting_points(starts, loose=loose):
            self._left = MORE_NODES if seen else NODES
            rounds = tuple(range(len(starts)))
            slots = self._chain(starts, bounds, gap, rounds, 0, (), distinct)
            if slots and slots not in seen:
                seen[slots] = None
                for slot in slots:
                    self._uses[slot.peer] = self._uses.get(slot.peer, 0) + 1
        return [*seen]

    def _chain(
        self,
        starts: Sequence[Row],
        bounds: Sequence[Range],
        gap: int,
        rounds: tuple[int, ...],
        earliest: int,
        taken: Slots,
        distinct: bool,
    ) -> Slots:
        """The `rounds` that are left, each within the bounds of its place (relative quarters); () when they
        don't fit."""
        if not rounds:
            return taken
        if self._left <= 0 or not self._fits(starts, bounds, gap, rounds, earliest):
            return ()
        request = self.offers.request
        first, end = bounds[len(taken)]
        used = {slot.peer for slot in taken}
        options = []
        for number in rounds if request.order == "free" else rounds[:1]:
            quarters = request.needs[number].quarters
            own = []
            for peer, bits in zip(self.offers.pool, starts[number], strict=True):
                if peer.key in used:
                    if distinct:
                        continue
                    bits &= self._again(peer, taken, quarters)
                at = next_bit(bits, max(earliest, first))
                if at is not None and at + quarters <= end:
                    own.append((at, peer.load + self._uses.get(peer.key, 0), peer.key, number))
            # Of the first few one is left whoever has the other rounds; nobody later is better than that one.
            options += nsmallest(len(request.needs), own) if distinct else own
        for at, _, key, number in sorted(options):
            self._left -= 1
            need = request.needs[number]
            slot = Slot(need.kind, key, request.window[0] + at, need.quarters)
            others = tuple(each for each in rounds if each != number)
            after = at + need.quarters + gap
            found = self._chain(starts, bounds, gap, others, after, (*taken, slot), distinct)
            if found:
                return found
        return ()

    def _again(self, peer: Peer, taken: Slots, quarters: int) -> int:
        """Where somebody who has a part already could begin another round, with their buffer and caps."""
        first, last = self.offers.request.window
        own = [slot for slot in taken if slot.peer == peer.key]
        gone = [(slot.start - peer.buffer - quarters + 1, slot.end + peer.buffer) for slot in own]
        for cap in peer.caps:
            if sum(cap.first <= slot.start < cap.end for slot in own) >= cap.left:
                gone.append((cap.first, cap.end))
        return ~bits_of(gone, first, last)

    def _fits(
        self, starts: Sequence[Row], bounds: Sequence[Range], gap: int, rounds: tuple[int, ...], earliest: int
    ) -> bool:
        """Whether the rounds would fit if people could interview twice: necessary, and cheap to know."""
        needs, places = self.offers.request.needs, bounds[len(bounds) - len(rounds) :]
        if self.offers.request.order == "free":
            end = places[-1][1]
            firsts = [
                at
                for number in rounds
                if (at := next_bit(self._anybody(starts, number), max(earliest, places[0][0]))) is not None
                and at + needs[number].quarters <= end
            ]
            together = sum(needs[number].quarters for number in rounds) + gap * (len(rounds) - 1)
            return len(firsts) == len(rounds) and min(firsts) + together <= end
        for number, (first, end) in zip(rounds, places, strict=True):
            at = next_bit(self._anybody(starts, number), max(earliest, first))
            if at is None or at + needs[number].quarters > end:
                return False
            earliest = at + needs[number].quarters + gap
        return True

    def _anybody(self, starts: Sequence[Row], number: int) -> int:
        """Where anybody could begin a round."""
        key = (id(starts), number)
        if key not in self._unions:
            self._unions[key] = any_bit(starts[number])
        return self._unions[key]

    _unions: dict[tuple[int, int], int] = field(default_factory=dict)

    def _starting_points(self, starts: Sequence[Row], *, loose: bool) -> Iterator[tuple[list[Range], int]]:
        """Bounds for each place (relative quarters) and the break, from which a search is worth while."""
        request = self.offers.request
        base, last = request.window
        days = [(max(first, base) - base, min(end, last) - base) for first, end in request.days]
        count = len(request.needs)
        if loose:
            yield [(0, last - base)] * count, BREAK
            for first, end in days:
                for at in range(first, end, 16):
                    yield [(at, last - base)] * count, BREAK
        elif request.pace == "one_day":
            # In a free order there is more to try from each point, and more that is alike from the next.
            step = 8 if request.order == "free" else 4
            for first, end in days:
                for at in range(first, end, step):
                    if request.mode == "learning":
                        yield [(at, end)] * count, LONG_BREAK
                    yield [(at, end)] * count, BREAK
        else:
            yield from ((bounds, BREAK) for bounds in self._spread(starts, days))

    def _spread(self, starts: Sequence[Row], days: list[Range]) -> Iterator[list[Range]]:
        """A day of its own for each round, with one, two or three days between, begun on every day of the
        window and at several times of the day."""
        request = self.offers.request
        numbers = range(len(request.needs))
        rows = [self._anybody(starts, number) for number in numbers]
        if request.order == "free":
            rows = [any_bit(rows)] * len(rows)
        shortest = min(need.quarters for need in request.needs)
        for gap in (1, 2, 3):
            for begin in range(len(days)):
                for part in (0, 28, 40, 52, 64, 76):  # midnight, 7:00, 10:00, 13:00, 16:00, 19:00
                    bounds: list[Range] = []
                    day = begin
                    for number in numbers:
                        quarters = shortest if request.order == "free" else request.needs[number].quarters
                        while day < len(days):
                            first, end = days[day]
                            at = next_bit(rows[number], first + part)
                            if at is not None and at + quarters <= end:
                                bounds.append((first + part, end))
                                break
                            day += 1
                        day += gap
                    if len(bounds) == len(request.needs):
                        yield bounds
