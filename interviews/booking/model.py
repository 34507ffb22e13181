"""The staffing of a loop as a constraint model: what is decided, and what always holds (pure).

There is a boolean per round and quarter (the round begins then), one per round and peer (the peer has it),
and the rule that where a round begins there is one of those who could begin it then. This stays small because

* only the best few peers are looked at for each quarter: people are exchangeable but for what they cost
  (load, risk, having met), so in a plan with somebody else, one of the best would have done as well;
* what may not be missed shapes the model instead of being counted. With each round on a day of its own, only
  the first of many like quarters matters; back to back, one start settles all.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from interviews.booking.bits import any_bit
from interviews.booking.gaps import missed_gaps
from interviews.booking.offers import Offers, Row
from interviews.booking.plans import BREAK, Peer
from interviews.booking.ranking import breaks_of, risk

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Linear = cp_model.LinearExpr | cp_model.IntVar | int

Most = tuple[int | None, ...]
"""How much of each of the four wishes (`Rank.wishes`) may be missed; None where that is open."""
Able = dict[int, tuple[int, ...]]
"""By quarter: the places in the pool of those to look at."""
BLOCK = 8
"""Quarters within which one start stands for all like it, where nothing else depends on the time of day."""


@dataclass
class Model:
    """The model of one request, ready to be given an aim.

    Args:
        offers: request and pool.
        most: how much of the wishes may be missed.
        depth: how many peers to look at for each round and quarter.
        order: the kinds in the order in which they are to come on one day, where that is settled although
            any would do; () leaves it to the model, which is a lot harder.
    """

    offers: Offers
    most: Most
    depth: int
    order: tuple[str, ...] = ()
    model: cp_model.CpModel = field(init=False)
    begins: list[dict[int, cp_model.IntVar]] = field(init=False)
    has: list[dict[int, cp_model.IntVar]] = field(init=False)
    missed: list[Linear] = field(init=False)
    costs: list[int] = field(init=False)
    far: list[cp_model.IntVar] = field(default_factory=list)

    def __post_init__(self) -> None:
        from ortools.sat.python import cp_model

        self.model = cp_model.CpModel()
        self.linear = cp_model.LinearExpr
        request = self.offers.request
        self.base, end = request.window
        self.length = end - self.base
        self.count = len(request.needs)
        self.firsts = [first - self.base for first, _ in request.days]
        self.costs, self.per_load = costs(self.offers.pool, self.count)
        self.missed = [0, 0, 0, 0]
        exact = self.count == 1 or self.most[2:] == (0, 0)
        spread = self.count == 1 or (exact and request.pace == "spread")
        together = self.count > 1 and exact and request.pace == "one_day"
        kinds = [need.kind for need in request.needs]
        if request.order == "kept":
            self.sequence = [*range(self.count)]
        else:
            self.sequence = [kinds.index(kind) for kind in self.order]
        chained = together and bool(self.sequence)
        self.able = able = self._able()
        if spread:
            self.able = able = [
                self._first_alike(row, liked) for row, liked in zip(able, self._liked(), strict=True)
            ]
        self._begin(able, self._offsets() if chained and request.mode == "stress" else None)
        self._seat(able)
        if spread:
            self._day_after_day()
        elif chained:
            self._one_after_the_other()
        else:
            self._counted()
        for missed, most in zip(self.missed, self.most, strict=True):
            if most is not None and not isinstance(missed, int):
                self.model.add(missed <= most)

    def day(self, quarter: int) -> int:
        """The number of the candidate's day, from a quarter counted from the start of the window."""
        return bisect_right(self.firsts, quarter) - 1

    def _able(self) -> list[Able]:
        """Per round: who could begin it when, the best few of them."""
        order = sorted(range(len(self.costs)), key=lambda place: (self.costs[place], place))
        return [_best(row, order, self.depth) for row in self.offers.rows(only_liked=self.most[1] == 0)]

    def _first_alike(self, able: Able, liked: int) -> Able:
        """Of the quarters of a block with the same people, within the preferred hours or without, the first.
        Around midnight all stay: what lies there may be too near to a round on the day before."""
        seen: set[tuple[int, int, int, tuple[int, ...]]] = set()
        kept: Able = {}
        for quarter, places in able.items():
            day = self.day(quarter)
            block = (quarter - self.firsts[day]) // BLOCK
            alike = (day, block, liked >> quarter & 1, places)
            if block and alike in seen:
                continue
            seen.add(alike)
            kept[quarter] = places
        return kept

    def _offsets(self) -> list[int]:
        """How long after the first round each begins when they follow each other closely."""
        found, ahead = [0] * self.count, 0
        for number in self.sequence:
            found[number] = ahead
            ahead += self.offers.request.needs[number].quarters + BREAK
        return found

    def _begin(self, able: list[Able], offsets: list[int] | None) -> None:
        """When each round begins: once. With offsets, one start settles all."""
        if offsets is None:
            self.begins = [{quarter: self.model.new_bool_var("") for quarter in row} for row in able]
        else:
            firsts = {
                quarter: self.model.new_bool_var("")
                for quarter in able[self.sequence[0]]
                if all(quarter + ahead in row for ahead, row in zip(offsets, able, strict=True))
                and self.day(quarter) == self.day(quarter + max(offsets))
            }
            self.begins = [
                {quarter + ahead: variable for quarter, variable in firsts.items()} for ahead in offsets
            ]
        for begins in self.begins:
            self.model.add_exactly_one(begins.values())

    def _seat(self, able: list[Able]) -> None:
        """Who has each round: one of those who can then. Nobody has two, or it is counted."""
        model = self.model
        self.has = []
        for begins, row in zip(self.begins, able, strict=True):
            groups: dict[tuple[int, ...], list[cp_model.IntVar]] = {}
            for quarter, variable in begins.items():
                groups.setdefault(row[quarter], []).append(variable)
            has = {place: model.new_bool_var("") for place in sorted({p for group in groups for p in group})}
            for places, variables in groups.items():
                someone = self.linear.sum([has[place] for place in places])
                model.add(self.linear.sum(variables) <= someone)
            model.add_exactly_one(has.values())
            self.has.append(has)
        if self.most[0] != 0:
            self.missed[0] = self._shared()
        else:
            for place in range(len(self.offers.pool)):
                mine = [has[place] for has in self.has if place in has]
                if len(mine) > 1:
                    model.add_at_most_one(mine)
        if self.most[1] != 0:
            self.missed[1] = self._outside()

    def _day_after_day(self) -> None:
        """Each round on a day of its own, with a day off between to learn, without one under stress."""
        request, model = self.offers.request, self.model
        days = self.on_days()
        numbers = range(len(request.days))
        held = [[here[day] for here in days if day in here] for day in numbers]
        if self.count == 1:
            return
        if request.mode == "learning":
            for day in numbers:
                model.add_at_most_one([*held[day], *(held[day + 1] if day + 1 in numbers else ())])
        else:
            begun = [model.new_bool_var("") for _ in numbers]
            model.add_exactly_one(begun)
            for day in numbers:
                since = begun[max(0, day - self.count + 1) : day + 1]
                model.add(self.linear.sum(held[day]) == self.linear.sum(since))
            self._breaks_at_midnight()
        if request.order == "kept":
            for before, after in pairwise(days):
                gap = 2 if request.mode == "learning" else 1
                model.add(
                    self.linear.weighted_sum([*after.values()], [*after])
                    >= self.linear.weighted_sum([*before.values()], [*before]) + gap
                )

    def _breaks_at_midnight(self) -> None:
        """A round that ends with the day keeps the next one away from the day's first minutes."""
        needs = self.offers.request.needs
        for number, begins in enumerate(self.begins):
            reach = needs[number].quarters + BREAK
            for quarter, variable in begins.items():
                after = self.day(quarter) + 1
                if after == len(self.firsts) or quarter + reach <= self.firsts[after]:
                    continue
                for other, theirs in enumerate(self.begins):
                    for late in range(self.firsts[after], quarter + reach):
                        if other != number and late in theirs:
                            self.model.add_bool_or(~variable, ~theirs[late])

    def _one_after_the_other(self) -> None:
        """All on one day in a settled order, with the breaks that the mode wants."""
        shortest, longest = breaks_of(self.offers.request.mode)
        if shortest == longest:
            return  # by construction
        for earlier, later in pairwise(self.sequence):
            before, after = self.begins[earlier], self.begins[later]
            quarters = self.offers.request.needs[earlier].quarters
            gaps = range(quarters + shortest, quarters + longest + 1)
            for one, other, sign in ((before, after, 1), (after, before, -1)):
                for quarter, variable in one.items():
                    fitting = [quarter + sign * gap for gap in gaps if quarter + sign * gap in other]
                    same_day = [other[then] for then in fitting if self.day(then) == self.day(quarter)]
                    self.model.add_bool_or(~variable, *same_day)

    def _counted(self) -> None:
        """Pace and breaks as they come, and by how much they miss the wishes."""
        starts = self.starts()
        if self.offers.request.order == "kept":
            for before, after, need in zip(starts, starts[1:], self.offers.request.needs, strict=False):
                self.model.add(after >= before + (need.quarters + BREAK))
        else:
            self._apart(starts, BREAK)
        days: list[Linear] = [self.linear.weighted_sum([*here.values()], [*here]) for here in self.on_days()]
        self.missed[2:] = missed_gaps(self.model, self.offers.request, starts, days, self.most[2])

    def starts(self) -> list[Linear]:
        """When each round begins, as a number."""
        found: list[Linear] = []
        for begins in self.begins:
            start: Linear = self.linear.weighted_sum([*begins.values()], [*begins])
            if self.offers.request.order == "free":
                variable = self.model.new_int_var(0, self.length, "")
                self.model.add(start == variable)
                start = variable
            found.append(start)
        return found

    def _apart(self, starts: Sequence[Linear], gap: int) -> None:
        """Rounds in any order with so many quarters between, at least."""
        self.model.add_no_overlap(
            self.model.new_fixed_size_interval_var(start, need.quarters + gap, "")
            for start, need in zip(starts, self.offers.request.needs, strict=True)
        )

    def on_days(self) -> list[dict[int, cp_model.IntVar]]:
        """Per round: the days on which it can be, with whether it is."""
        found = []
        for begins in self.begins:
            by_day: dict[int, list[cp_model.IntVar]] = {}
            for quarter, variable in begins.items():
                by_day.setdefault(self.day(quarter), []).append(variable)
            here = {day: self.model.new_bool_var("") for day in by_day}
            for day, variables in by_day.items():
                self.model.add(self.linear.sum(variables) == here[day])
            found.append(here)
        return found

    def _liked(self) -> list[int]:
        """Per round, where anybody could begin it within the preferred hours, as bits."""
        return [any_bit(row) for row in self.offers.liked]

    def _outside(self) -> Linear:
        """How many rounds lie outside the preferred hours."""
        outside = []
        for liked, begins in zip(self._liked(), self.begins, strict=True):
            outside += [variable for quarter, variable in begins.items() if not liked >> quarter & 1]
        return self.linear.sum(outside)

    def _shared(self) -> Linear:
        """Pairs of rounds with one interviewer; and what somebody with two rounds wants between them."""
        pairs = []
        starts: list[cp_model.IntVar] = []
        for place, peer in enumerate(self.offers.pool):
            rounds = [number for number, has in enumerate(self.has) if place in has]
            if len(rounds) < 2:
                continue
            for index, one in enumerate(rounds):
                for other in rounds[index + 1 :]:
                    both = self.model.new_bool_var("")
                    self.model.add_bool_or(~self.has[one][place], ~self.has[other][place], both)
                    pairs.append(both)
            if peer.buffer > BREAK:  # the candidate's break does not do
                starts = starts or self._start_variables()
                self._spaced(place, peer, rounds, starts)
            for cap in peer.caps:
                if cap.left < len(rounds):
                    self._capped(place, cap.first - self.base, cap.end - self.base, cap.left, rounds)
        return self.linear.sum(pairs)

    def _start_variables(self) -> list[cp_model.IntVar]:
        found = []
        for begins in self.begins:
            variable = self.model.new_int_var(0, self.length, "")
            self.model.add(self.linear.weighted_sum([*begins.values()], [*begins]) == variable)
            found.append(variable)
        return found

    def _spaced(
        self, place: int, peer: Peer, rounds: Sequence[int], starts: Sequence[cp_model.IntVar]
    ) -> None:
        self.model.add_no_overlap(
            self.model.new_optional_fixed_size_interval_var(
                starts[number],
                self.offers.request.needs[number].quarters + peer.buffer,
                self.has[number][place],
                "",
            )
            for number in rounds
        )

    def _capped(self, place: int, first: int, end: int, left: int, rounds: Sequence[int]) -> None:
        counted = []
        for number in rounds:
            inside = [variable for quarter, variable in self.begins[number].items() if first <= quarter < end]
            if inside:
                here = self.model.new_bool_var("")
                self.model.add(self.linear.sum(inside) + self.has[number][place] <= here + 1)
                counted.append(here)
        if len(counted) > left:
            self.model.add(self.linear.sum(counted) <= left)


def costs(pool: Sequence[Peer], rounds: int) -> tuple[list[int], int]:
    """What a round with each peer costs: load before risk before having met, as one number; and what a unit
    of load is in it."""
    risks = [risk(peer) for peer in pool]
    per_risk = rounds * max((peer.met for peer in pool), default=0) + 1
    per_load = (rounds * max(risks, default=0) + 1) * per_risk
    found = [peer.load * per_load + its * per_risk + peer.met for peer, its in zip(pool, risks, strict=True)]
    return found, per_load


def _best(row: Row, order: Sequence[int], depth: int) -> Able:
    """By quarter, the first `depth` of those in `order` who could begin then."""
    planes = [0] * depth  # planes[n]: the quarters that have more than n people
    able: dict[int, tuple[int, ...]] = {}
    for place in order:
        fresh = carry = row[place] & ~planes[-1]
        for number, plane in enumerate(planes):
            planes[number], carry = plane | carry, carry & plane
        for quarter in _numbers(fresh):
            able[quarter] = (*able.get(quarter, ()), place)
    return dict(sorted(able.items()))


def _numbers(bits: int) -> list[int]:
    """Which bits are set."""
    return [number for number, bit in enumerate(reversed(bin(bits)[2:])) if bit == "1"]
