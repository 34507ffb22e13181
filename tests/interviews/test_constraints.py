"""What the database refuses whatever the code above it does: every constraint is broken into once."""

import uuid
from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.models import User
from common.models import OutgoingMail
from interviews.models import (
    Attendance,
    BlockedPair,
    Board,
    BroughtStory,
    BusySource,
    BusyTime,
    CalendarFeed,
    Claim,
    CoverAsk,
    CoverRequest,
    CreditEntry,
    DateException,
    Loop,
    PhaseStart,
    PoolForecast,
    PriorityPass,
    Qualification,
    ReplayPart,
    Round,
    RoundInvite,
    Schedule,
    Seat,
    Sketch,
    Standby,
    WeeklyInterval,
)
from prep.models import Story
from tests.factories import make_loop, make_peer, make_round, make_track, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = timedelta(hours=1)


class Scene:
    """A round with its people, another round, and rows that the break-ins need."""

    def __init__(self) -> None:
        self.candidate: User = make_user()
        self.peer: User = make_peer()
        self.third: User = make_peer()
        self.loop = make_loop(self.candidate, rounds=False)
        self.round = make_round(self.loop, "recruiter", interviewer=self.peer)
        self.schedule: Schedule = self.peer.schedule
        self.source = BusySource.objects.create(person=self.peer, kind="file", name="work")
        self.cover = CoverRequest.objects.create(round=self.round)

    def seat(self, role: str) -> Seat:
        return self.round.seats.get(role=role)

    def invite(self, **fields: object) -> RoundInvite:
        values = {
            "candidate": self.candidate,
            "track": make_track(),
            "kind": "recruiter",
            "timezone": "UTC",
            "first": date(2027, 1, 4),
            "last": date(2027, 1, 4),
            "after": time(9),
            "before": time(9),
            "expires_at": NOW,
        }
        return RoundInvite.objects.create(**(values | fields))

    def credit(self, reason: str, amount: int) -> CreditEntry:
        return CreditEntry.objects.create(person=self.peer, round=self.round, reason=reason, amount=amount)


def twice(make: Callable[[Scene], object]) -> Callable[[Scene], object]:
    """Once is fine; the second time is the break-in."""

    def run(scene: Scene) -> object:
        try:
            make(scene)
        except IntegrityError as error:
            pytest.fail(f"the first was refused: {error}")
        with transaction.atomic():
            return make(scene)

    return run


def set_to(find: Callable[[Scene], models.Model], **fields: object) -> Callable[[Scene], object]:
    """Write into a row that is there, past everything that looks at it."""

    def run(scene: Scene) -> object:
        row = find(scene)
        return type(row)._default_manager.filter(pk=row.pk).update(**fields)

    return run


def ask(scene: Scene, person: User, answer: str = "") -> CoverAsk:
    return CoverAsk.objects.create(request=scene.cover, person=person, answer=answer)


def replay_part(scene: Scene, number: int, seq: int) -> ReplayPart:
    return ReplayPart.objects.create(
        board=scene.round.board, number=number, seq=seq, at=NOW, alive=[], activity=[]
    )


def bring_a_story_twice(scene: Scene) -> None:
    story = Story.objects.create(candidate=scene.candidate)
    BroughtStory.objects.create(round=scene.round, story=story)
    with transaction.atomic():
        BroughtStory.objects.create(round=scene.round, story=story)


def sketch(scene: Scene, kind: str) -> Sketch:
    return Sketch.objects.create(owner=scene.candidate, kind=kind, board=Board.objects.create())


# Constraint → ways into it.
BREAK_INS: dict[str, list[Callable[[Scene], object]]] = {
    "claim_once": [
        lambda s: Claim.objects.create(
            person=s.peer,
            quarter=Claim.objects.filter(person=s.peer).first().quarter,  # type: ignore[union-attr]
            seat=s.seat("candidate"),
        )
    ],
    "loop_booked_once": [
        lambda s: Loop.objects.create(
            candidate=s.candidate, track=s.loop.track, booking_key=s.loop.booking_key
        )
    ],
    "loop_state_known": [set_to(lambda s: s.loop, state="dreamt")],
    "loop_mode_known": [set_to(lambda s: s.loop, mode="cruel")],
    "round_position": [lambda s: make_round(s.loop, "recruiter", starts_at=NOW + 90 * HOUR)],
    "round_ends_after_start": [set_to(lambda s: s.round, ends_at=NOW, starts_at=NOW)],
    "round_state_known": [set_to(lambda s: s.round, state="dreamt")],
    "seat_once": [lambda s: Seat.objects.create(round=s.round, person=s.peer, role="observer")],
    "seat_one_each": [
        lambda s: Seat.objects.create(round=s.round, person=s.third, role="interviewer"),
        lambda s: Seat.objects.create(round=s.round, person=s.third, role="candidate"),
    ],
    "seat_purpose_of_observers": [
        set_to(lambda s: s.seat("interviewer"), purpose="shadow"),
        lambda s: Seat.objects.create(round=s.round, person=s.third, role="observer", purpose="spying"),
    ],
    "qualification_once": [
        lambda s: Qualification.objects.create(person=s.peer, kind="recruiter", until=NOW)
    ],
    "qualification_source_known": [set_to(lambda s: s.peer.qualifications.earliest("pk"), source="dreamt")],
    "schedule_caps": [
        set_to(lambda s: s.schedule, most_per_day=0),
        set_to(lambda s: s.schedule, most_per_week=0),
    ],
    "weekly_weekday": [
        lambda s: WeeklyInterval.objects.create(schedule=s.schedule, weekday=7, start=time(9), end=time(10))
    ],
    "weekly_end_after_start": [
        lambda s: WeeklyInterval.objects.create(schedule=s.schedule, weekday=1, start=time(9), end=time(9))
    ],
    "weekly_once": [
        lambda s: WeeklyInterval.objects.create(schedule=s.schedule, weekday=1, start=time(0), end=time(1))
    ],
    "exception_span": [
        lambda s: DateException.objects.create(schedule=s.schedule, date=NOW.date(), kind="extra"),
        lambda s: DateException.objects.create(
            schedule=s.schedule, date=NOW.date(), kind="off", start=time(9), end=time(8)
        ),
    ],
    "busy_address_has_url": [lambda s: BusySource.objects.create(person=s.peer, kind="address", name="x")],
    "busy_state_known": [set_to(lambda s: s.source, state="dreamt")],
    "busy_ends_after_start": [
        lambda s: BusyTime.objects.create(source=s.source, starts_at=NOW, ends_at=NOW),
        lambda s: BusyTime.objects.create(source=s.source, starts_at=NOW, ends_at=NOW - HOUR),
    ],
    "busy_once": [
        twice(lambda s: BusyTime.objects.create(source=s.source, starts_at=NOW, ends_at=NOW + HOUR))
    ],
    "cover_one_open": [lambda s: CoverRequest.objects.create(round=s.round)],
    "cover_state_known": [set_to(lambda s: s.cover, state="dreamt")],
    "cover_asked_once": [twice(lambda s: ask(s, s.third))],
    "cover_one_yes": [lambda s: [ask(s, person, "yes") for person in (s.third, make_peer())]],
    "block_once": [twice(lambda s: BlockedPair.objects.create(person=s.peer, other=s.candidate))],
    "block_somebody_else": [lambda s: BlockedPair.objects.create(person=s.peer, other=s.peer)],
    "invite_last_after_first": [lambda s: s.invite(last=date(2027, 1, 3))],
    "invite_state_known": [lambda s: s.invite(state="dreamt")],
    "attendance_once": [
        twice(
            lambda s: Attendance.objects.create(
                round=s.round, person=s.peer, role="interviewer", outcome="no_show"
            )
        )
    ],
    "attendance_known": [
        lambda s: Attendance.objects.create(round=s.round, person=s.peer, role="interviewer", outcome="late")
    ],
    "attendance_dispute_known": [
        lambda s: Attendance.objects.create(
            round=s.round, person=s.peer, role="interviewer", outcome="no_show", dispute="loud"
        )
    ],
    "forecast_one_pending": [twice(lambda s: PoolForecast.objects.create())],
    "forecast_state_known": [lambda s: PoolForecast.objects.create(state="dreamt")],
    "sketch_once": [lambda s: [sketch(s, "strong") for _ in range(2)]],
    "story_brought_once": [bring_a_story_twice],
    "sketch_kind_known": [lambda s: sketch(s, "dreamt")],
    "phase_start_once": [
        twice(lambda s: PhaseStart.objects.create(round=s.round, phase=0, title="Opening", at=NOW))
    ],
    "replay_part_number": [lambda s: [replay_part(s, 0, seq) for seq in (1, 2)]],
    "replay_part_seq": [lambda s: [replay_part(s, number, 1) for number in (0, 1)]],
    "credit_once": [twice(lambda s: s.credit("earned", 1))],
    "credit_sign": [
        lambda s: s.credit("spent", 1),
        lambda s: s.credit("earned", -1),
        lambda s: s.credit("refunded", 0),
        lambda s: s.credit("stolen", 1),
    ],
}
# The same for fields that are unique by themselves.
ONE_OF_A_KIND: dict[str, Callable[[Scene], object]] = {
    "schedule of a person": lambda s: Schedule.objects.create(person=s.peer, timezone="UTC"),
    "standby of a round": twice(lambda s: Standby.objects.create(round=s.round, person=s.third)),
    "pass for a missed round": twice(
        lambda s: PriorityPass.objects.create(candidate=s.candidate, kind="recruiter", missed=s.round)
    ),
    "feed of a person": twice(lambda s: CalendarFeed.objects.create(person=s.peer, token=uuid.uuid4().hex)),
    "token of a feed": lambda s: [
        CalendarFeed.objects.create(person=person, token="t") for person in (s.peer, s.third)
    ],
    "token of an invitation": twice(lambda s: s.invite(token="t")),
    "loop of an invitation": twice(lambda s: s.invite(loop=s.loop)),
    "key of a mail": twice(lambda s: OutgoingMail.objects.create(key="k", to="a@example.org")),
}
# Held elsewhere: what belongs to the live round and the board has tests beside them.
ELSEWHERE = {"reveal_once", "note_once", "element_once", "event_seq"}


def constraints() -> set[str]:
    """The names of all constraints of the app's models, content aside."""
    return {
        constraint.name
        for model in apps.get_app_config("interviews").get_models()
        if model.__name__ not in {"Track", "Prompt"}
        for constraint in model._meta.constraints
    }


def test_every_constraint_is_broken_into() -> None:
    assert constraints() - ELSEWHERE == set(BREAK_INS)


@pytest.mark.parametrize(
    ("name", "way"), [(name, way) for name, ways in BREAK_INS.items() for way in range(len(ways))]
)
def test_the_database_refuses(name: str, way: int) -> None:
    scene = Scene()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        BREAK_INS[name][way](scene)
    # SQLite names a check constraint and the columns of a unique one, PostgreSQL names both.
    columns = {
        constraint.name: getattr(constraint, "fields", ())
        for model in apps.get_app_config("interviews").get_models()
        for constraint in model._meta.constraints
    }[name]
    said = str(refusal.value)
    assert name in said or (columns and all(f".{column}" in said for column in columns)), said


@pytest.mark.parametrize("name", ONE_OF_A_KIND)
def test_there_is_one_of_a_kind(name: str) -> None:
    scene = Scene()
    with pytest.raises(IntegrityError), transaction.atomic():
        ONE_OF_A_KIND[name](scene)


@pytest.mark.parametrize("answers", [("yes", "no", ""), ("no", "no", "no"), ("", "", "")])
def test_many_may_be_asked_and_one_says_yes(answers: tuple[str, ...]) -> None:
    scene = Scene()
    for answer in answers:
        ask(scene, make_peer(), answer)
    assert scene.cover.asks.count() == 3


def test_a_closed_request_makes_room_for_another() -> None:
    scene = Scene()
    CoverRequest.objects.filter(pk=scene.cover.pk).update(state="expired")
    CoverRequest.objects.create(round=scene.round)
    assert Round.objects.get(pk=scene.round.pk).cover_requests.count() == 2


def test_gifts_without_a_round_may_repeat() -> None:
    peer = make_peer()
    for amount in (2, 2, -1):
        CreditEntry.objects.create(person=peer, amount=amount, reason="given")
    assert peer.credit_entries.count() == 3
