"""One small world with everybody in it, for the tests of who gets what."""

import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import CoachGrant, User
from interviews.kinds import LOOP_KINDS
from interviews.models import Loop, Round
from rubrics.models import Debrief, DebriefRevision, Rubric, Scorecard
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person

ROLES = (
    "nobody",
    "stranger",
    "candidate",
    "interviewer",
    "observer",
    "coach",
    "former coach",
    "administrator",
)


@dataclass
class World:
    """People by role, a booked loop, a loop with a live round, and a finished one."""

    people: dict[str, User | None]
    booked: Loop
    running: Loop
    done: Loop
    live: Round
    booked_round: Round
    done_round: Round
    extra: dict[str, Any] = field(default_factory=dict)


def build_world() -> World:
    """Everybody has a seat or a grant in all three loops, but for the stranger, the former coach and staff.

    The stranger is candidate, peer and coach at once, so that a role alone is seen to open nothing.
    """
    candidate = make_user("Cand Idate")
    interviewer = make_peer("Inter Viewer", hours=False)
    observer = make_user("Ob Server")
    coach = make_coach(candidate, name="Co Ach")
    former = make_coach(name="For Mer")
    CoachGrant.objects.create(candidate=candidate, coach=former, revoked_at=timezone.now())
    people: dict[str, User | None] = {
        "nobody": None,
        "stranger": make_user("Stran Ger", is_peer=True, is_coach=True),
        "candidate": candidate,
        "interviewer": interviewer,
        "observer": observer,
        "coach": coach,
        "former coach": former,
        "administrator": User.objects.create_superuser("admin@example.org", "a long password", name="Ad Min"),
    }
    now = timezone.now()
    live_at = now - timedelta(minutes=5)
    booked = _loop(candidate, interviewer, observer, now + timedelta(days=2), Round.State.SCHEDULED)
    running = make_loop(candidate, rounds=False, state=Loop.State.RUNNING)
    live = make_round(running, "system_design", interviewer=interviewer, starts_at=live_at)
    seat_person(live, observer, "observer")
    Round.objects.filter(pk=live.pk).update(state=Round.State.LIVE, started_at=live_at)
    live.refresh_from_db()
    done = _loop(candidate, interviewer, observer, now - timedelta(days=2), Round.State.COMPLETED)
    return World(
        people,
        booked,
        running,
        done,
        live,
        booked.rounds.get(position=0),
        done.rounds.get(kind="system_design"),
        {"booking_key": uuid.uuid4()},
    )


def _loop(candidate: User, interviewer: User, observer: User, base: Any, state: str) -> Loop:
    completed = state == Round.State.COMPLETED
    loop = make_loop(candidate, rounds=False, state=Loop.State.COMPLETED if completed else Loop.State.BOOKED)
    base = base.replace(minute=0, second=0, microsecond=0)
    for position, kind in enumerate(LOOP_KINDS):
        starts_at = base + timedelta(hours=position)
        closed = (
            {"started_at": starts_at, "closed_at": starts_at + timedelta(minutes=40)} if completed else {}
        )
        round_ = make_round(loop, kind, interviewer=interviewer, starts_at=starts_at, state=state, **closed)
        seat_person(round_, observer, "observer")
    return loop


def add_debrief(world: World) -> None:
    """Hand in the interviewer's cards of the finished loop and give it a compiled debrief."""
    criterion = {
        "key": "one",
        "title": "One",
        "question": "Does it?",
        "weight": 1,
        "anchors": {str(point): f"anchor {point}" for point in range(1, 6)},
        "evidence_examples": ["said so"],
    }
    interviewer = world.people["interviewer"]
    assert interviewer is not None
    for round_ in world.done.rounds.all():
        rubric = Rubric.objects.create(
            track_slug="test-track",
            kind=round_.kind,
            slug=round_.kind,
            number=1,
            digest=round_.kind,
            title="Rubric",
            body={
                "slug": round_.kind,
                "kind": round_.kind,
                "title": "Rubric",
                "criteria": [criterion],
                "calls": [],
            },
        )
        Scorecard.objects.create(
            round=round_,
            rater=interviewer,
            rubric=rubric,
            state=Scorecard.State.SUBMITTED,
            submitted_at=timezone.now(),
            call="yes",
            takeaway="SECRETTAKEAWAY",
        )
    debrief = Debrief.objects.create(loop=world.done, state=Debrief.State.READY)
    content = {
        "format": 1,
        "loop": str(world.done.pk),
        "candidate": "Cand Idate",
        "zone": "UTC",
        "track": {"slug": "test-track", "title": "Test track"},
        "rounds": [],
        "disagreements": [],
        "actions": [],
    }
    DebriefRevision.objects.create(debrief=debrief, number=1, digest="d", content=content, pdf=b"%PDF-1.7")
