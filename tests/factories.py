"""Makers of realistic rows; each test names only what it is about."""

import itertools
import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import CoachGrant, User
from interviews.kinds import LOOP_KINDS, RoundKind
from interviews.models import (
    Board,
    Claim,
    Loop,
    Prompt,
    Qualification,
    Round,
    Schedule,
    Seat,
    Track,
    WeeklyInterval,
)
from interviews.quarters import quarters

_counter = itertools.count(1)
MINUTES = {"recruiter": 30, "product_sense": 45, "system_design": 45, "behavioural": 45}


def make_user(name: str = "", *, timezone: str = "Europe/Berlin", **fields: Any) -> User:
    """A person with a verified-looking address; candidate unless told otherwise."""
    number = next(_counter)
    return User.objects.create_user(
        f"person{number}@example.org",
        "a long password",
        name=name or f"Person {number}",
        timezone=timezone,
        **fields,
    )


def make_peer(name: str = "", *, hours: bool = True, qualified: bool = True, **fields: Any) -> User:
    """A peer who offers every day around the clock, so that zones matter only where a test says so.

    `qualified` peers are calibrated for all kinds of round.
    """
    peer = make_user(name, is_peer=True, is_candidate=False, **fields)
    if qualified:
        qualify(peer)
    if hours:
        schedule = Schedule.objects.create(
            person=peer, timezone=peer.timezone, notice_hours=1, buffer_minutes=0
        )
        WeeklyInterval.objects.bulk_create(
            WeeklyInterval(schedule=schedule, weekday=day, start=time(0), end=time(0)) for day in range(7)
        )
    return peer


def qualify(person: User, *kinds: str) -> None:
    """Calibrate a person for these kinds of round, all when none are named."""
    Qualification.objects.bulk_create(
        Qualification(person=person, kind=kind, until=timezone.now() + timedelta(days=365))
        for kind in kinds or LOOP_KINDS
    )


def make_coach(*candidates: User, name: str = "") -> User:
    """A coach with active grants of `candidates`."""
    coach = make_user(name or "Coach", is_coach=True, is_candidate=False)
    for candidate in candidates:
        CoachGrant.objects.create(candidate=candidate, coach=coach)
    return coach


def make_track() -> Track:
    """The small track used where the shipped content does not matter."""
    track = Track.objects.filter(slug="test-track", is_current=True).first()
    return track or Track.objects.create(
        slug="test-track",
        digest="0" * 64,
        title="Test track",
        body={
            "slug": "test-track",
            "title": "Test track",
            "summary": "A track for tests.",
            "rounds": [
                {
                    "kind": kind,
                    "title": str(RoundKind(kind).label),
                    "minutes": MINUTES[kind],
                    "summary": "What it tests.",
                    "what_to_expect": "What to expect.",
                    "phases": [
                        {"key": "open", "title": "Opening", "minutes": 10},
                        {"key": "work", "title": "Working", "minutes": MINUTES[kind] - 15},
                        {"key": "close", "title": "Closing", "minutes": 5},
                    ],
                }
                for kind in LOOP_KINDS
            ],
        },
    )


def make_prompt(kind: str = "system_design", *, slug: str = "") -> Prompt:
    """A prompt with three steps, a hint and a probe, each holding a secret word that tests hunt for."""
    slug = slug or f"test-{kind.replace('_', '-')}"
    existing = Prompt.objects.filter(slug=slug, is_current=True).first()
    return existing or Prompt.objects.create(
        track_slug=make_track().slug,
        kind=kind,
        slug=slug,
        digest="1" * 64,
        title=f"Prompt {slug}",
        body={
            "slug": slug,
            "kind": kind,
            "title": f"Prompt {slug}",
            "teaser": "TEASER what it is about",
            "steps": [
                {"key": "one", "title": "First step", "body": "STEPONE body"},
                {"key": "two", "title": "Second step", "body": "STEPTWO body"},
                {"key": "three", "title": "Third step", "body": "STEPTHREE body"},
            ],
            "hints": [{"key": "hint", "body": "HINTSECRET", "cost": "half a point of independence"}],
            "probes": [{"key": "probe", "ask": "PROBESECRET asked?", "listen_for": "LISTENSECRET"}],
        },
    )


@transaction.atomic
def make_round(
    loop: Loop,
    kind: str = "system_design",
    *,
    interviewer: User | None = None,
    starts_at: datetime | None = None,
    position: int | None = None,
    **fields: Any,
) -> Round:
    """A round with its seats, claims and board; starts in a day unless told otherwise.

    All at once: a product that runs beside the test looks for interviewers of rounds that have none.
    """
    base = starts_at or (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    made = Round.objects.create(
        loop=loop,
        kind=kind,
        position=LOOP_KINDS.index(kind) if position is None else position,
        prompt=make_prompt(kind),
        starts_at=base,
        ends_at=base + timedelta(minutes=MINUTES[kind]),
        **fields,
    )
    Board.objects.create(round=made)
    seat_person(made, loop.candidate, "candidate")
    seat_person(made, interviewer or make_peer(hours=False), "interviewer")
    return made


def seat_person(round_: Round, person: User, role: str) -> Seat:
    """A seat with its claims."""
    seat = Seat.objects.create(round=round_, person=person, role=role)
    Claim.objects.bulk_create(
        Claim(person=person, quarter=quarter, seat=seat)
        for quarter in quarters(round_.starts_at, round_.ends_at)
    )
    return seat


def make_loop(candidate: User | None = None, *, rounds: bool = True, **fields: Any) -> Loop:
    """A booked loop; with `rounds`, all four of them an hour apart from tomorrow on."""
    loop = Loop.objects.create(
        candidate=candidate or make_user(), track=make_track(), booking_key=uuid.uuid4(), **fields
    )
    if rounds:
        base = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
        for position, kind in enumerate(LOOP_KINDS):
            make_round(loop, kind, starts_at=base + timedelta(hours=position))
    return loop
