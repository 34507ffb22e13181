"""How quick the planner is, and how good its plans are: `python -m bench.planner`.

Prints the tables that stand in docs/bench.md. `--quick` asks fewer questions.
"""

import argparse
import copy
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bench.first_fit import first_fit
from bench.pools import NOW, Candidate, Person, make_candidate, make_pool, make_request, peers_of
from interviews.booking.planner import greedy_loops, plan_loops
from interviews.booking.plans import Peer, Plan, Request
from interviews.booking.ranking import rank
from interviews.booking.solver import warm_up

Planner = Callable[[Request, Sequence[Peer]], Plan | None]
BOOKINGS, EVERY = 60, timedelta(hours=4)
"""How many loops are booked one after the other, and how much time passes between."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bench.planner", description="Measure the planner.")
    parser.add_argument("--quick", action="store_true", help="a fifth of the questions")
    quick = parser.parse_args().quick
    began = time.perf_counter()
    warm_up().join()
    print(f"Importing the solver, once per process, in the background: {time.perf_counter() - began:.2f} s\n")
    _speed(asked={50: 20 if quick else 100, 300: 8 if quick else 40})
    for count in (50, 16):
        _quality(count, seeds=range(1, 2 if quick else 4))


def _speed(asked: dict[int, int]) -> None:
    """Seconds until the first plan and until five, over many requests to pools of each size."""
    print("| peers | asked | plans | wall p50 | wall p95 | wall max | CPU p50 | CPU p95 |")
    print("|---|---|---|---|---|---|---|---|")
    notes = []
    for size, count in asked.items():
        wall: dict[int, list[float]] = {1: [], 5: []}
        cpu: dict[int, list[float]] = {1: [], 5: []}
        found: Counter[str] = Counter()
        for request, peers in _questions(size, count):
            for limit in (1, 5):
                started, used = time.perf_counter(), time.process_time()
                plans = plan_loops(request, peers, limit=limit).plans
                cpu[limit].append(time.process_time() - used)
                wall[limit].append(time.perf_counter() - started)
            easy = bool(greedy_loops(request, peers, limit=1) or first_fit(request, peers))
            found["easy"] += easy
            found["missed"] += easy and not plans
            found["more"] += bool(plans) and not easy
            found["five"] += len(plans) == 5
        for limit in (1, 5):
            times = [_at(wall[limit], 0.5), _at(wall[limit], 0.95), max(wall[limit])]
            times += [_at(cpu[limit], 0.5), _at(cpu[limit], 0.95)]
            print(f"| {size} | {count} | {limit} | " + " | ".join(f"{each:.2f} s" for each in times) + " |")
        notes.append(
            f"{size} peers: greedy or first-fit found a plan for {found['easy']} of {count}; of these the "
            f"planner missed {found['missed']}, and found {found['more']} that they missed. "
            f"Five plans for {found['five']}."
        )
    print("\n" + "\n".join(notes) + "\n")


def _questions(size: int, count: int) -> list[tuple[Request, list[Peer]]]:
    """Candidates who ask pools that are more or less booked."""
    dice = random.Random(size)
    questions = []
    for number in range(count):
        people = make_pool(size, seed=number // 10, booked=(0.1, 0.4, 0.8)[number % 3])
        candidate = make_candidate(10_000 + number, dice)
        questions.append((make_request(candidate), peers_of(people, candidate)))
    return questions


@dataclass
class _Tally:
    """What came of a sequence of bookings."""

    asked: int = 0
    staffed: int = 0
    outside: int = 0
    pace: int = 0
    breaks: int = 0
    shared: int = 0
    again: int = 0
    standbys: int = 0
    risk: int = 0
    rounds: int = 0
    days: list[float] = field(default_factory=list)
    spread: list[int] = field(default_factory=list)
    deviation: list[float] = field(default_factory=list)


def _quality(count: int, seeds: range) -> None:
    """Book loop after loop in the same pool with each planner, and compare what became of it."""
    planners: dict[str, Planner] = {
        "first-fit": first_fit,
        "greedy": lambda request, peers: next(iter(greedy_loops(request, peers)), None),
        "planner": lambda request, peers: next(iter(plan_loops(request, peers).plans), None),
    }
    tallies = {name: _Tally() for name in planners}
    for seed in seeds:
        people = make_pool(count, seed=seed)
        for name, planner in planners.items():
            _book(copy.deepcopy(people), planner, tallies[name], seed)
    print(
        f"\n{BOOKINGS} loops of four rounds, one after the other, in each of {len(seeds)} pools of {count}:\n"
    )
    print("| | " + " | ".join(planners) + " |\n|---|" + "---|" * len(planners))
    rows: dict[str, Callable[[_Tally], str]] = {
        "rounds that nobody took": lambda tally: str(4 * (tally.asked - tally.staffed)),
        "rounds outside the preferred hours": lambda tally: _share(tally.outside, tally.rounds),
        "loops with another pace": lambda tally: _share(tally.pace, tally.staffed),
        "loops with breaks unlike the mode's": lambda tally: _share(tally.breaks, tally.staffed),
        "loops with a shared interviewer": lambda tally: _share(tally.shared, tally.staffed),
        "rounds per peer: most less fewest": lambda tally: f"{statistics.mean(tally.spread):.1f}",
        "rounds per peer: standard deviation": lambda tally: f"{statistics.mean(tally.deviation):.2f}",
        "steps of risk per round": lambda tally: f"{tally.risk / tally.rounds:.2f}",
        "rounds with somebody met before": lambda tally: _share(tally.again, tally.rounds),
        "rounds with a standby": lambda tally: _share(tally.standbys, tally.rounds),
        "days until the last round, mean": lambda tally: f"{statistics.mean(tally.days):.1f}",
    }
    for title, cell in rows.items():
        print(f"| {title} | " + " | ".join(cell(tally) for tally in tallies.values()) + " |")


def _book(people: list[Person], planner: Planner, tally: _Tally, seed: int) -> None:
    """A sequence of bookings; every candidate comes twice."""
    dice = random.Random(seed)
    candidates = [make_candidate(10_000 + number, dice) for number in range(BOOKINGS // 2)]
    by_key = {person.key: person for person in people}
    before = {person.key: len(person.rounds) for person in people}
    for number in range(BOOKINGS):
        now = NOW + number * EVERY
        candidate = candidates[number % len(candidates)]
        request = make_request(candidate, now=now)
        peers = peers_of(people, candidate, now=now)
        plan = planner(request, peers)
        tally.asked += 1
        if plan is None:
            continue
        _count(plan, request, peers, tally)
        _take(plan, candidate, by_key)
    loads = [len(person.rounds) - before[person.key] for person in people]
    tally.spread.append(max(loads) - min(loads))
    tally.deviation.append(statistics.pstdev(loads))


def _count(plan: Plan, request: Request, peers: Sequence[Peer], tally: _Tally) -> None:
    its = rank(plan.slots, request, {peer.key: peer for peer in peers})
    tally.staffed += 1
    tally.rounds += len(plan.slots)
    tally.outside += its.outside
    tally.pace += its.pace > 0
    tally.breaks += its.breaks > 0
    tally.shared += its.shared > 0
    tally.again += sum(peer.met > 0 for peer in peers if peer.key in {slot.peer for slot in plan.slots})
    tally.risk += its.risk
    tally.standbys += sum(standby is not None for standby in plan.standbys)
    tally.days.append((plan.slots[-1].end - request.window[0]) / 96)


def _take(plan: Plan, candidate: Candidate, people: dict[int, Person]) -> None:
    for slot in plan.slots:
        people[slot.peer].take(slot.start, slot.quarters)
    candidate.take(plan)


def _at(times: Sequence[float], share: float) -> float:
    """The time within which this share of the questions was answered."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


if __name__ == "__main__":
    main()
