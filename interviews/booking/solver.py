"""The best plans by OR-Tools CP-SAT, each really different from those before (pure).

First it is settled how much of the wishes can be had at all (nothing to do where the greedy search met them
all), then the best plan within that by load, reliability, people not met and earliness; then the next ones,
which have to differ, with the same wishes kept as long as there are any.

Every solve has one worker, a fixed seed and a limit in deterministic time (work done, not seconds), so the
same question has the same answer on every machine. `SECONDS` only guards a server that is at a standstill.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import TYPE_CHECKING, Literal

from interviews.booking.choice import FAR, NEAR, SAME_DAY, SAME_TIME, distance, part_of_day
from interviews.booking.greedy import Slots
from interviews.booking.model import Model, Most
from interviews.booking.offers import Offers
from interviews.booking.plans import Slot
from interviews.booking.ranking import DAY_OFF, Rank, rank

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    Linear = cp_model.LinearExpr | cp_model.IntVar | int

WISHES_WORK, FIRST_WORK, NEXT_WORK = 0.2, 0.18, 0.12
"""Deterministic time for settling the wishes, for the best plan, and for each plan after it, which has more
of it in a larger pool."""
_EASY = 150  # peers
ORDERS = 3
"""How many orders of the rounds are tried where all of them are on one day, in any order."""
SECONDS = 2.0
"""Seconds for one solve, however slow the machine."""
View = Literal["best", "soonest", "varied"]
_OPEN: Most = (None, None, None, None)


def warm_up() -> threading.Thread:
    """Import the solver in the background, which takes about a second, so that the first person who asks for
    plans does not wait for it. Returns the thread, which ends by itself; a process that is stopped meanwhile
    waits for it."""
    thread = threading.Thread(target=_import, name="warm-up-solver")
    thread.start()
    return thread


def _import() -> None:
    from ortools.sat.python import cp_model

    _solver().solve(cp_model.CpModel())


def _solver() -> cp_model.CpSolver:
    """A solver that leaves the process's own answer to Ctrl-C alone. By default CP-SAT takes the signal over
    while it searches and afterwards hands it to the system's default, which ends the process at once."""
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    return solver


def staff(offers: Offers, found: Sequence[Slots], *, limit: int) -> Iterator[Slots]:
    """Up to `limit` plans, the best first, each at least `NEAR` from all before.

    Args:
        offers: request and pool.
        found: plans that the greedy search has; may be empty. The first answer is never worse than these.
        limit: how many are wanted.
    """
    if not all(any(row) for row in offers.starts):
        return
    yield from _Staffing(offers, found).plans(limit)


@dataclass
class _Staffing:
    offers: Offers
    found: Sequence[Slots]
    chosen: list[Slots] = field(default_factory=list)

    def __post_init__(self) -> None:
        peers, request = self.offers.peers, self.offers.request
        self.ranked = sorted(((rank(slots, request, peers), slots) for slots in self.found), key=_order)
        self.known: tuple[Rank, Slots] | None = self.ranked[0] if self.ranked else None
        self.next_work = NEXT_WORK * max(1.0, len(self.offers.pool) / _EASY)

    def plans(self, limit: int) -> Iterator[Slots]:
        self.depth = len(self.offers.request.needs) + limit - 1
        wishes = self._first_wishes()
        if wishes is None:
            return
        model, slots = self._best(wishes)
        shared = 0 if wishes[0] == 0 else None
        while slots is not None:
            self.chosen.append(slots)
            yield slots
            if len(self.chosen) == limit:
                return
            view: View = "soonest" if len(self.chosen) == 1 else "varied"
            spare = self._spare(wishes, view)
            if spare and model.order not in ((), _kinds(spare)):
                model = self._model(wishes, spare)
            else:
                self._differ(model, slots)
            slots = self._solve(model, view, self.next_work, spare) or spare
            if slots is None:
                # Nothing more with the same wishes kept: see which of them have to go for another plan.
                wishes = self._next_wishes(shared)
                if wishes is None:
                    return
                model = self._model(wishes, None)
                slots = self._solve(model, "varied", self.next_work, None)

    def _best(self, wishes: Most) -> tuple[Model, Slots | None]:
        """The best plan with these wishes kept, and the model it comes from. Where all is on one day in any
        order, those are tried in which the greedy search has found the best plans, or both of two rounds.
        """
        best = self.known
        model = self._model(wishes, best and best[1])
        orders = dict.fromkeys(_kinds(slots) for its, slots in self.ranked if its.wishes == wishes)
        if model.count <= 2:
            orders |= dict.fromkeys(permutations(need.kind for need in self.offers.request.needs))
        tries = [*orders][:ORDERS] if model.order else [model.order]
        for order in tries or [model.order]:
            if order != model.order:
                model = Model(self.offers, wishes, self.depth, order)
            hint = next((slots for _, slots in self.ranked if _kinds(slots) == order), best and best[1])
            slots = self._solve(model, "best", FIRST_WORK / len(tries or [order]), hint)
            if slots is not None and (best is None or self._rank(slots) < best[0]):
                best = self._rank(slots), slots
        return model, best and best[1]

    def _model(self, wishes: Most, begun: Slots | None) -> Model:
        """A model for a plan unlike all chosen, to be begun at a plan."""
        settled = begun is not None and self.offers.request.order == "free" and wishes[2:] == (0, 0)
        order = _kinds(begun) if settled and begun and self.offers.request.pace == "one_day" else ()
        model = Model(self.offers, wishes, self.depth, order)
        for slots in self.chosen:
            self._differ(model, slots)
        return model

    def _spare(self, wishes: Most, view: View) -> Slots | None:
        """What the greedy search has found that keeps these wishes and differs from all chosen: as far as can
        be, then in parts of the day that are not taken, or early, as the view has it."""
        request, parts = self.offers.request, self._parts()
        kept = [(its, slots) for its, slots in self.ranked if its.wishes == wishes]
        for enough in (FAR, NEAR):
            differing = [
                (its, slots)
                for its, slots in kept
                if all(distance(slots, other) >= enough * len(request.needs) for other in self.chosen)
            ]
            if differing and view == "soonest":
                return min(differing, key=lambda each: each[0].late)[1]
            if differing:
                return min(differing, key=lambda each: sum(parts[self._part(slot)] for slot in each[1]))[1]
        return None

    def _first_wishes(self) -> Most | None:
        """How much of the wishes has to be missed at least; None when nothing fits."""
        most: Most = _OPEN
        if self.known is not None:
            known = self.known[0].wishes
            if not any(known):
                return known
            first = next(place for place, missed in enumerate(known) if missed)
            most = (*known[: first + 1], *_OPEN[first + 1 :])
        found = self._least_missed(Model(self.offers, most, self.depth), self.known and self.known[1])
        if found is not None and (self.known is None or self._rank(found) < self.known[0]):
            self.known = self._rank(found), found
        return self.known[0].wishes if self.known else None

    def _next_wishes(self, shared: int | None) -> Most | None:
        """The same for a plan that differs from those chosen."""
        model = self._model((shared, None, None, None), None)
        found = self._least_missed(model, None)
        return self._rank(found).wishes if found else None

    def _least_missed(self, model: Model, hint: Slots | None) -> Slots | None:
        """A plan that misses as few wishes as can be."""
        days = DAY_OFF * len(self.offers.request.days)
        weights = [1]
        for most in (model.count * max(model.length, days), model.count, model.count):
            weights.insert(0, weights[0] * (most + 1))
        terms = [missed * weight for missed, weight in zip(model.missed, weights, strict=True)]
        return self._run(model, model.linear.sum(terms), WISHES_WORK, hint)

    def _solve(self, model: Model, view: View, work: float, hint: Slots | None) -> Slots | None:
        """The best plan in one way of looking, begun at the hint."""
        late = model.linear.sum(
            [model.linear.weighted_sum([*begins.values()], [*begins]) for begins in model.begins]
        )
        cost = model.linear.sum(
            [
                model.linear.weighted_sum([*has.values()], [model.costs[place] for place in has])
                for has in model.has
            ]
        )
        latest, dearest = model.count * model.length + 1, model.count * max(model.costs, default=0) + 1
        if view == "best":
            aim, most = cost * latest + late, dearest * latest
        elif view == "soonest":
            aim, most = late * dearest + cost, dearest * latest
        else:
            crowd, crowded = self._crowd(model)
            aim = (cost * 2 + crowd * model.per_load) * latest + late
            most = (dearest * 2 + crowded * model.per_load) * latest
        near = model.linear.sum([~far for far in model.far])
        return self._run(model, aim + near * most, work, hint)

    def _crowd(self, model: Model) -> tuple[Linear, int]:
        """How many chosen rounds begin in the same parts of the day, and how many that can be."""
        request, parts = self.offers.request, self._parts()
        terms = [
            model.linear.weighted_sum(
                [*begins.values()],
                [parts[part_of_day(model.base + at, model.day(at), request)] for at in begins],
            )
            for begins in model.begins
        ]
        return model.linear.sum(terms), model.count * max(parts.values(), default=0) + 1

    def _parts(self) -> Counter[int]:
        """How many rounds of the chosen plans begin in each part of the day."""
        return Counter(self._part(slot) for slots in self.chosen for slot in slots)

    def _part(self, slot: Slot) -> int:
        request = self.offers.request
        return part_of_day(slot.start, request.day(slot.start), request)

    def _differ(self, model: Model, slots: Slots) -> None:
        """Every further plan lies `NEAR` or more from this one (`choice.distance`); `FAR`, where it can."""
        needs = self.offers.request.needs
        places = {peer.key: place for place, peer in enumerate(self.offers.pool)}
        by_kind = {slot.kind: slot for slot in slots}
        # Twice the distance: whole numbers. It is 4 per round, less where the round lies near the other.
        terms: list[Linear] = [4 * model.count]
        for need, begins, has in zip(needs, model.begins, model.has, strict=True):
            slot = by_kind[need.kind]
            at = slot.start - model.base
            same_day = [variable for quarter, variable in begins.items() if abs(quarter - at) < SAME_DAY]
            same_time = [variable for quarter, variable in begins.items() if abs(quarter - at) < SAME_TIME]
            terms += [model.linear.sum(same_day) * -2, model.linear.sum(same_time) * -2]
            another = model.model.new_bool_var("")
            model.model.add(model.linear.sum(same_time) >= another)
            if places[slot.peer] in has:
                model.model.add_implication(another, ~has[places[slot.peer]])
            terms.append(another)
        apart = model.linear.sum(terms)
        far = model.model.new_bool_var("")
        model.model.add(apart >= round(2 * NEAR * model.count))
        model.model.add(apart >= round(2 * FAR * model.count)).only_enforce_if(far)
        model.far.append(far)

    def _run(self, model: Model, aim: Linear, work: float, hint: Slots | None) -> Slots | None:
        from ortools.sat.python import cp_model

        model.model.minimize(aim)
        model.model.clear_hints()
        if hint is not None:
            self._hint(model, hint)
        solver = _solver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 0
        solver.parameters.cp_model_presolve = False  # it takes longer than it saves here
        solver.parameters.max_deterministic_time = work
        solver.parameters.max_time_in_seconds = SECONDS
        status = solver.solve(model.model)
        assert status != cp_model.MODEL_INVALID, model.model.validate()
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        slots = []
        for need, begins, has in zip(self.offers.request.needs, model.begins, model.has, strict=True):
            start = next(quarter for quarter, variable in begins.items() if solver.boolean_value(variable))
            place = next(place for place, variable in has.items() if solver.boolean_value(variable))
            slots.append(Slot(need.kind, self.offers.pool[place].key, model.base + start, need.quarters))
        return tuple(sorted(slots, key=lambda slot: slot.start))

    def _hint(self, model: Model, slots: Slots) -> None:
        """Begin at these times, with the best people who can then."""
        by_kind = {slot.kind: slot for slot in slots}
        seated: set[int] = set()
        hinted: set[int] = set()
        for need, begins, has, able in zip(
            self.offers.request.needs, model.begins, model.has, model.able, strict=True
        ):
            at = by_kind[need.kind].start - model.base
            seat = next((place for place in able.get(at, ()) if place not in seated), None)
            if at not in begins or seat is None:
                continue
            seated.add(seat)
            for quarter, variable in begins.items():
                if variable.index not in hinted:  # back to back, rounds share theirs
                    hinted.add(variable.index)
                    model.model.add_hint(variable, quarter == at)
            for place, variable in has.items():
                model.model.add_hint(variable, place == seat)

    def _rank(self, slots: Slots) -> Rank:
        return rank(slots, self.offers.request, self.offers.peers)


def _kinds(slots: Slots) -> tuple[str, ...]:
    return tuple(slot.kind for slot in slots)


def _order(ranked: tuple[Rank, Slots]) -> tuple[Rank, list[tuple[int, int]]]:
    return ranked[0], [(slot.start, slot.peer) for slot in ranked[1]]
