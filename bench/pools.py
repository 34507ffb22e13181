"""Pools of peers as a real installation has them: zones, hours, kinds, caps, rounds booked already."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from interviews.availability.hours import DAY, MIDNIGHT, Hours, Weekly, calendar_days, daily
from interviews.availability.intervals import Interval
from interviews.booking.openings import Offer, around, down, openings, up, whole_quarters
from interviews.booking.plans import Mode, Need, Order, Pace, Peer, Plan, Request

NOW = datetime(2026, 3, 23, 9, 20, tzinfo=UTC)
"""A Monday; clocks in Europe go forward on the Sunday after."""
WINDOW_DAYS = 14
KINDS = {"recruiter": 30, "product_sense": 45, "system_design": 45, "behavioural": 45}
ZONES = {
    "Europe/Berlin": 5,
    "Europe/London": 5,
    "America/New_York": 5,
    "America/Los_Angeles": 3,
    "Asia/Kolkata": 3,
    "Asia/Singapore": 2,
    "America/Sao_Paulo": 1,
    "Australia/Sydney": 1,
}
_LOAD_AROUND = timedelta(days=7)


@dataclass
class Person:
    """A peer with what was booked so far."""

    key: int
    kinds: frozenset[str]
    hours: Hours
    offer: Offer
    notice: timedelta
    busy: list[Interval] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    rounds: list[datetime] = field(default_factory=list)
    held: int = 0
    no_shows: int = 0

    def take(self, start: int, quarters: int) -> None:
        """Book a round with them."""
        self.taken.update(range(start, start + quarters))
        self.rounds.append(datetime.fromtimestamp(start * 900, UTC))


@dataclass
class Candidate:
    """Who asks, and whom they have met."""

    key: int
    zone: str
    pace: Pace
    order: Order
    mode: Mode
    after: time
    before: time
    busy: set[int] = field(default_factory=set)
    met: dict[int, int] = field(default_factory=dict)

    def take(self, plan: Plan) -> None:
        """Remember a booked plan."""
        for slot in plan.slots:
            self.busy.update(range(slot.start, slot.end))
            self.met[slot.peer] = self.met.get(slot.peer, 0) + 1


def make_pool(count: int, *, seed: int, booked: float = 0.25) -> list[Person]:
    """`count` peers; about `booked` of them times two rounds are in their calendars already."""
    dice = random.Random(seed)
    people = []
    for key in range(1, count + 1):
        kinds = [
            kind for kind, share in zip(KINDS, (0.7, 0.6, 0.35, 0.6), strict=True) if dice.random() < share
        ]
        zone = dice.choices([*ZONES], [*ZONES.values()])[0]
        held = dice.choice([0, 0, 0, 1, 3, 5, 8, 12, 20, 30])
        people.append(
            Person(
                key,
                frozenset(kinds or [dice.choice([*KINDS])]),
                Hours(zone, _week(dice)),
                Offer(
                    dice.choice([0, 0, 15, 15, 30]),
                    dice.choice([None, 1, 1, 2, 3]),
                    dice.choice([None, 2, 3, 3, 5]),
                    date(2026, 4, 1) if dice.random() < 0.05 else None,
                ),
                timedelta(hours=dice.choice([2, 6, 12, 24, 24, 48])),
                busy=_appointments(dice),
                held=held,
                no_shows=sum(dice.random() < 0.06 for _ in range(held + 1)),
            )
        )
    for person in dice.sample(people, round(count * booked)):
        for _ in range(2):
            _book_somewhere(person, dice)
    return people


def make_candidate(key: int, dice: random.Random) -> Candidate:
    """Somebody who asks: most spread the rounds and keep the order."""
    after, before = dice.choice([(8, 21), (8, 21), (9, 18), (17, 22), (7, 23), (12, 20)])
    return Candidate(
        key,
        dice.choices([*ZONES], [*ZONES.values()])[0],
        dice.choice(["spread", "spread", "one_day"]),
        dice.choice(["kept", "kept", "free"]),
        dice.choice(["learning", "learning", "stress"]),
        time(after),
        time(before),
    )


def make_request(candidate: Candidate, *, now: datetime = NOW, days: int = WINDOW_DAYS) -> Request:
    """What the booking page would ask for them."""
    window = window_of(candidate.zone, now, days)
    return Request(
        candidate=candidate.key,
        needs=tuple(Need(kind, minutes) for kind, minutes in KINDS.items()),
        window=(up(window[0]), down(window[1])),
        days=tuple((down(first), up(last)) for _, (first, last) in calendar_days(candidate.zone, window)),
        preferred=whole_quarters(daily(candidate.zone, candidate.after, candidate.before, window)),
        busy=frozenset(candidate.busy),
        pace=candidate.pace,
        order=candidate.order,
        mode=candidate.mode,
    )


def window_of(zone: str, now: datetime, days: int) -> Interval:
    """From now to the midnight that ends the last day."""
    first = now.astimezone(ZoneInfo(zone)).date()
    return now, datetime.combine(first + days * DAY, MIDNIGHT, ZoneInfo(zone))


def peers_of(
    people: Sequence[Person], candidate: Candidate, *, now: datetime = NOW, days: int = WINDOW_DAYS
) -> list[Peer]:
    """The people as the planner is told of them: what `booking.pool` reads from the database."""
    window = window_of(candidate.zone, now, days)
    near = around(window)
    peers = []
    for person in people:
        rounds = [start for start in person.rounds if near[0] <= start < near[1]]
        found = openings(
            person.hours, person.offer, window, busy=person.busy, taken=person.taken, rounds=rounds
        )
        peers.append(
            Peer(
                key=person.key,
                kinds=person.kinds,
                free=found.free,
                load=sum(
                    window[0] - _LOAD_AROUND <= start < window[1] + _LOAD_AROUND for start in person.rounds
                ),
                earliest=up(now + person.notice),
                caps=found.caps,
                buffer=-(-person.offer.buffer_minutes // 15),
                met=candidate.met.get(person.key, 0),
                held=person.held,
                no_shows=person.no_shows,
                offered=found.offered,
            )
        )
    return peers


def _week(dice: random.Random) -> tuple[Weekly, ...]:
    """Some evenings, lunches or mornings, and for some a stretch of the weekend."""
    start, end = dice.choice([(18, 21), (18, 21), (17, 20), (12, 14), (7, 9), (19, 22), (9, 12)])
    days = dice.sample(range(5), dice.choice([1, 2, 2, 3, 4]))
    week = [Weekly(day, time(start), time(end)) for day in sorted(days)]
    if dice.random() < 0.4:
        week.append(Weekly(dice.choice([5, 6]), time(10), time(dice.choice([13, 16]))))
    return tuple(week)


def _appointments(dice: random.Random) -> list[Interval]:
    """What their own calendars hold: a few hours at any time."""
    found = []
    for _ in range(dice.choice([0, 0, 3, 6])):
        start = NOW + timedelta(hours=dice.randrange(24 * WINDOW_DAYS))
        found.append((start, start + timedelta(hours=dice.choice([1, 2]))))
    return sorted(found)


def _book_somewhere(person: Person, dice: random.Random) -> None:
    window = (NOW - timedelta(days=5), NOW + timedelta(days=WINDOW_DAYS))
    free = openings(
        person.hours, person.offer, window, busy=person.busy, taken=person.taken, rounds=person.rounds
    ).free
    starts = [start for first, end in free for start in range(first, end - 2, 2)]
    if starts:
        person.take(dice.choice(starts), 3)
