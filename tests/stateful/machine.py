"""Everybody does anything in any order, on the real services and the real database.

Each example runs in a transaction of its own that is rolled back, on a clock that only the machine moves. A
rule picks people and rounds, calls a service, and takes a refusal for an answer: a refusal must leave
everything as it was. After every rule all of `invariants.ALWAYS` hold.
"""

import uuid
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core import mail as outbox
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from accounts.models import User
from common.errors import DomainError
from common.mail import deliver, due
from common.models import OutgoingMail
from interviews.availability.hours import calendar_days
from interviews.blocks.services import keep_apart
from interviews.booking.openings import down, up
from interviews.booking.planner import greedy_loops
from interviews.booking.plans import Need, Plan, Request, Slot
from interviews.booking.pool import blocked_with, claimed, pool
from interviews.booking.services import book_loop
from interviews.changes.services import decline_round
from interviews.kinds import LOOP_KINDS
from interviews.loops.services import cancel_loop
from interviews.loops.sweep import sweep_rounds
from interviews.models import (
    Attendance,
    BlockedPair,
    Claim,
    CreditEntry,
    HistoryEntry,
    Loop,
    Round,
    Schedule,
    Seat,
    WeeklyInterval,
)
from interviews.room.presence import join
from interviews.room.services import close_round, start_round
from tests.clock import stopped
from tests.factories import MINUTES, make_prompt, make_track, make_user, qualify
from tests.stateful import invariants

# The clocks of Europe change within the first week, those of New York have changed already.
BEGIN = datetime(2027, 3, 24, 7, 10, tzinfo=UTC)
NUMBER = st.integers(0, 1_000)
REASON = st.sampled_from(["", "ill"])
KEPT = (HistoryEntry, Claim, Seat, Round, OutgoingMail, Attendance, CreditEntry)


class Everybody(RuleBasedStateMachine):
    """Three candidates (one of them a peer), five peers, an administrator; they book, and rounds are held."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(transaction.atomic())
        self.clock = self.stack.enter_context(stopped(BEGIN))
        outbox.outbox = []
        self.track = make_track()
        for kind in LOOP_KINDS:
            make_prompt(kind)
            make_prompt(kind, slug=f"other-{kind.replace('_', '-')}")
        self.candidates = [make_user(f"Candidate {zone}", timezone=zone) for zone in ("Europe/Berlin", "UTC")]
        every = LOOP_KINDS
        self.peers = [
            self.peer("Always", "Europe/Berlin", every),
            self.peer("Buffered", "Europe/London", every, buffer_minutes=30),
            self.peer("Rare", "America/New_York", every, most_per_day=1, most_per_week=3),
            self.peer("Half", "Asia/Kolkata", every[:2], notice_hours=0),
            self.peer("Both", "Europe/Berlin", every[2:], is_candidate=True),
        ]
        self.candidates.append(self.peers[-1])
        self.administrator = make_user("Ad Min", is_staff=True, is_candidate=False)
        self.versions: dict[uuid.UUID, tuple[int, tuple[object, ...]]] = {}
        self.booked: tuple[User, Plan, uuid.UUID] | None = None

    def peer(
        self, name: str, zone: str, kinds: list[str], *, is_candidate: bool = False, **offer: Any
    ) -> User:
        """A peer who is there every day from 8 to 22 on their clock."""
        person = make_user(name, timezone=zone, is_peer=True, is_candidate=is_candidate)
        qualify(person)
        values = {"timezone": zone, "round_kinds": kinds, "notice_hours": 1, "buffer_minutes": 0} | offer
        schedule = Schedule.objects.create(person=person, **values)
        WeeklyInterval.objects.bulk_create(
            WeeklyInterval(schedule=schedule, weekday=day, start=time(8), end=time(22)) for day in range(7)
        )
        return person

    def teardown(self) -> None:
        """Leave nothing."""
        transaction.set_rollback(True)
        self.stack.close()

    # --- Helpers ----------------------------------------------------------------------------------------

    def act(self, service: Callable[[], Any]) -> Any:
        """What the service gave, None when it refused; a refusal changes nothing."""
        before = [model._default_manager.count() for model in KEPT]
        try:
            return service()
        except DomainError as error:
            refusal = error
        assert refusal.message
        assert [model._default_manager.count() for model in KEPT] == before, f"refused: {refusal.code}"
        return None

    def one(self, number: int, **what: Any) -> Round | None:
        """One of the rounds of which this is true."""
        found = list(Round.objects.filter(**what).order_by("starts_at", "loop__created_at", "position"))
        return found[number % len(found)] if found else None

    def sitting(self, round_: Round, role: str) -> User | None:
        seat = round_.seats.select_related("person").filter(role=role).first()
        return seat.person if seat else None

    def keeps_promises(self, round_: Round) -> None:
        """Who got this round just now wanted it: caps, buffers, pause, and nobody across they asked not to
        meet."""
        person = self.sitting(round_, Seat.Role.INTERVIEWER)
        assert person
        assert list(invariants.promise_to(person.pk, round_)) == []
        self.kept_apart(round_)

    def kept_apart(self, round_: Round) -> None:
        """Who sits there now was not to be kept apart from the candidate."""
        person = self.sitting(round_, Seat.Role.INTERVIEWER)
        assert person is None or round_.loop.candidate_id not in blocked_with(person)

    def quarter(self, days: int, quarter: int) -> int:
        midnight = self.clock.moment.replace(hour=0, minute=0, second=0, microsecond=0)
        return int(midnight.timestamp()) // 900 + 96 * days + quarter

    # --- Booking ----------------------------------------------------------------------------------------

    @initialize(who=NUMBER, pick=NUMBER)
    def a_day_like_any(self, who: int, pick: int) -> None:
        """Two loops are booked already, so that every example has something to change."""
        self.look_and_take(who, 0, pick, True, False)
        self.look_and_take(who + 1, 1, pick + 1, False, False)

    @rule(who=NUMBER, ahead=st.integers(0, 6), pick=NUMBER, one_day=st.booleans(), late=st.booleans())
    def book(self, who: int, ahead: int, pick: int, one_day: bool, late: bool) -> None:
        """Look at plans and take one, perhaps after some hours."""
        self.look_and_take(who, ahead, pick, one_day, late)

    def look_and_take(self, who: int, ahead: int, pick: int, one_day: bool, late: bool) -> None:
        candidate = self.candidates[who % len(self.candidates)]
        start = self.clock.moment + timedelta(days=ahead)
        window = (start, start + timedelta(days=5))
        request = Request(
            candidate=candidate.pk,
            needs=tuple(Need(each["kind"], each["minutes"]) for each in self.track.body["rounds"]),
            window=(up(window[0]), down(window[1])),
            days=tuple((down(a), up(b)) for _, (a, b) in calendar_days(candidate.timezone, window)),
            busy=frozenset(claimed([candidate.pk], window)[candidate.pk]),
            pace="one_day" if one_day else "spread",
        )
        # The quick search: which plan is best is no matter here, that it is possible is.
        plans = greedy_loops(request, pool(candidate=candidate, window=window).peers, limit=2)
        if not plans:
            return
        if late:
            self.clock.advance(timedelta(hours=5))
        self.take(candidate, plans[pick % len(plans)], uuid.uuid4())

    @rule(
        who=NUMBER, days=st.integers(0, 5), at=st.sampled_from([36, 40, 56]), people=st.tuples(*[NUMBER] * 4)
    )
    def book_what_nobody_proposed(self, who: int, days: int, at: int, people: tuple[int, ...]) -> None:
        """Any people at any hour: only what is free comes through."""
        first = self.quarter(days, at)
        slots = [
            Slot(kind, self.peers[people[n] % len(self.peers)].pk, first + 4 * n, -(-MINUTES[kind] // 15))
            for n, kind in enumerate(LOOP_KINDS)
        ]
        self.take(self.candidates[who % len(self.candidates)], Plan(tuple(slots)), uuid.uuid4())

    @precondition(lambda self: self.booked is not None)
    @rule()
    def send_the_form_again(self) -> None:
        """The same key books once."""
        assert self.booked
        candidate, plan, key = self.booked
        loops = Loop.objects.count()
        self.act(lambda: book_loop(candidate=candidate, track=self.track, plan=plan, booking_key=key))
        assert Loop.objects.count() == loops

    def take(self, candidate: User, plan: Plan, key: uuid.UUID) -> None:
        loop = self.act(lambda: book_loop(candidate=candidate, track=self.track, plan=plan, booking_key=key))
        if loop is None:
            return
        self.booked = candidate, plan, key
        assert [each.kind for each in loop.rounds.all()] == [slot.kind for slot in plan.slots]
        for round_ in loop.rounds.all():
            assert round_.starts_at > self.clock.moment
            self.keeps_promises(round_)

    # --- Changing ---------------------------------------------------------------------------------------

    @rule(which=NUMBER, reason=REASON)
    def cancel_a_loop(self, which: int, reason: str) -> None:
        loops = list(Loop.objects.order_by("created_at", "candidate_id"))
        if loops and which % 3 == 0:
            loop = loops[which // 3 % len(loops)]
            self.act(lambda: cancel_loop(loop=loop, actor=loop.candidate, reason=reason))

    @rule(which=NUMBER, by=NUMBER)
    def act_out_of_turn(self, which: int, by: int) -> None:
        """What is not yours, or over, is refused or changes nothing."""
        round_ = self.one(which)
        if round_ is None:
            return
        person = [*self.candidates, *self.peers][by % 8]
        if person == self.sitting(round_, Seat.Role.INTERVIEWER) or person.pk == round_.loop.candidate_id:
            return
        before = HistoryEntry.objects.count()
        for service in (
            lambda: decline_round(round=round_, actor=person),
            lambda: cancel_loop(loop=round_.loop, actor=person),
            lambda: start_round(round=round_, actor=person),
            lambda: close_round(round=round_, actor=person),
        ):
            self.act(service)
        assert HistoryEntry.objects.count() == before

    @rule(which=NUMBER, candidates=st.booleans())
    def keep_apart(self, which: int, candidates: bool) -> None:
        round_ = self.one(which)
        interviewer = self.sitting(round_, Seat.Role.INTERVIEWER) if round_ else None
        if round_ is None or interviewer is None or BlockedPair.objects.count() == 2:
            return
        pair: list[User] = [round_.loop.candidate, interviewer][:: 1 if candidates else -1]
        keep_apart(person=pair[0], other=pair[1])

    @rule(who=NUMBER, what=st.sampled_from(["pause", "go on", "cap", "no cap", "buffer", "no buffer"]))
    def offer_something_else(self, who: int, what: str) -> None:
        schedule = Schedule.objects.get(person=self.peers[who % len(self.peers)])
        today: date = self.clock.moment.date()
        match what:
            case "pause":
                schedule.paused_until = today + timedelta(days=3)
            case "go on":
                schedule.paused_until = None
            case "cap":
                schedule.most_per_day, schedule.most_per_week = 1, 2
            case "no cap":
                schedule.most_per_day = schedule.most_per_week = None
            case "buffer":
                schedule.buffer_minutes = 45
            case "no buffer":
                schedule.buffer_minutes = 0
        schedule.save()

    # --- The day itself ---------------------------------------------------------------------------------

    @rule(hours=st.sampled_from([0.25, 1, 5, 24, 72]))
    def time_goes_by(self, hours: float) -> None:
        self.clock.advance(timedelta(hours=hours))

    @rule(minutes=st.sampled_from([-5, 3, 20]), come=st.sampled_from(["both", "candidate", "interviewer"]))
    def somebody_comes(self, minutes: int, come: str) -> None:
        """Go to where the next round begins; some of its people come."""
        self.the_next_round_comes(minutes, come)

    def the_next_round_comes(self, minutes: int, come: str) -> None:
        upcoming = Round.objects.filter(state=Round.State.SCHEDULED, ends_at__gt=self.clock.moment)
        round_ = upcoming.order_by("starts_at").first()
        if round_ is None:
            return
        then = round_.starts_at + timedelta(minutes=minutes)
        self.clock.advance(max(then - self.clock.moment, timedelta()))
        for role in ("candidate", "interviewer"):
            person = self.sitting(round_, role)
            if person and come in (role, "both"):
                join(round_id=round_.pk, person_id=person.pk)

    @rule(late=st.integers(0, 50), closed=st.booleans())
    def the_next_round_is_held(self, late: int, closed: bool) -> None:
        """Both come, the interviewer starts it, and may forget to end it."""
        self.the_next_round_comes(late - 5, "both")
        around = self.clock.moment + timedelta(minutes=10)
        found = Round.objects.filter(state=Round.State.SCHEDULED, starts_at__lte=around)
        round_ = found.order_by("-starts_at").first()
        interviewer = round_ and self.sitting(round_, Seat.Role.INTERVIEWER)
        if round_ and interviewer and self.act(lambda: start_round(round=round_, actor=interviewer)):
            self.clock.advance(timedelta(minutes=35))
            if closed:
                self.act(lambda: close_round(round=round_, actor=interviewer))

    @rule(which=NUMBER)
    def begin_a_round(self, which: int) -> None:
        around = self.clock.moment + timedelta(minutes=15)
        round_ = self.one(which, state=Round.State.SCHEDULED, starts_at__lte=around)
        interviewer = round_ and self.sitting(round_, Seat.Role.INTERVIEWER)
        if round_ and interviewer:
            self.act(lambda: start_round(round=round_, actor=interviewer))

    @rule(which=NUMBER)
    def end_a_round(self, which: int) -> None:
        round_ = self.one(which, state=Round.State.LIVE)
        interviewer = round_ and self.sitting(round_, Seat.Role.INTERVIEWER)
        if round_ and interviewer:
            self.act(lambda: close_round(round=round_, actor=interviewer))

    @rule()
    def the_product_looks_after_things(self) -> None:
        """What beat does: overdue rounds and owed mails. A second look finds nothing to do."""
        sweep_rounds()
        assert sweep_rounds() == 0

    @rule()
    def mails_go_out(self) -> None:
        for owed in due():
            assert deliver(owed)
            assert not deliver(owed)
        assert due() == []
        invariants.sent_once(outbox.outbox)

    # --- What always holds ------------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        for holds in invariants.ALWAYS:
            holds()

    @invariant()
    def sequence_rises_with_every_change(self) -> None:
        """A round that looks different in a calendar has a higher SEQUENCE than before; it never falls."""
        for round_ in Round.objects.prefetch_related("seats"):
            people = {seat.role: seat.person_id for seat in round_.seats.all()}
            looks = (
                round_.starts_at,
                round_.ends_at,
                people.get(Seat.Role.INTERVIEWER),
                round_.state == Round.State.CANCELLED,
            )
            sequence, looked = self.versions.get(round_.pk, (-1, ()))
            assert round_.sequence > sequence if looks != looked else round_.sequence >= sequence
            self.versions[round_.pk] = round_.sequence, looks
