"""What the table of addresses is asked with: rows made for a route, and the arguments of its address."""

from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import GrantAsk
from common.models import OutgoingMail
from interviews.board import log
from interviews.board.elements import compact
from interviews.board.log import Edit
from interviews.models import (
    Attendance,
    CoverAsk,
    CoverRequest,
    RoundInvite,
    Schedule,
    Seat,
    Standby,
)
from interviews.probes import services as probes
from interviews.sketches.services import make_sketch
from prep.companies import services as companies
from prep.stories import services as stories
from rubrics.models import (
    Annotation,
    AssignedDrill,
    CardRevision,
    RaterAsk,
    Rubric,
    Scorecard,
)
from rubrics.scorecards.revisions import to_body
from rubrics.scorecards.rules import CardData
from tests.access.world import World
from tests.interviews.board.make import element


def live(world: World) -> list[Any]:
    return [world.live.pk]


def company(world: World) -> list[Any]:
    return [companies.add_company(candidate=world.booked.candidate, name="Ledgerly").pk]


def question(world: World) -> list[Any]:
    return [companies.add_question(candidate=world.booked.candidate, text="Who owns it?").pk]


def story(world: World) -> list[Any]:
    return [stories.add_story(candidate=world.booked.candidate, texts={"project": "Store"}).pk]


def shared_story(world: World) -> list[Any]:
    made = stories.add_story(candidate=world.booked.candidate, texts={"project": "Store"})
    data = {"shared": True}
    stories.save_story(candidate=made.candidate, story_id=made.pk, version=made.version, data=data)
    return [made.pk]


def brought(world: World) -> list[Any]:
    made = stories.add_story(candidate=world.live.loop.candidate, texts={"project": "Store"})
    probes.bring(round=world.live, story=made, actor=made.candidate)
    return [world.live.pk, made.pk]


def claim(world: World) -> list[Any]:
    return [stories.add_claim(candidate=world.booked.candidate, claim="Cut it by 30 %").pk]


def booked(world: World) -> list[Any]:
    return [world.booked_round.pk]


def done(world: World) -> list[Any]:
    return [world.done.pk]


def drawn_part(world: World) -> list[Any]:
    """The candidate has drawn on the live board."""
    one = element()
    log.append([Edit(world.live.board.pk, person_id(world, "candidate"), [one], [compact(one)])])
    return [world.live.board.pk, 0]


def a_sketch(world: World) -> list[Any]:
    """The candidate has begun a sketch."""
    candidate = world.people["candidate"]
    assert candidate is not None
    return [make_sketch(owner=candidate, kind="strong").board_id]


def a_sketch_of_each(world: World) -> list[Any]:
    """Everybody who prepares has begun a sketch."""
    for person in world.people.values():
        if person is not None and person.is_candidate:
            make_sketch(owner=person, kind="eventual")
    return []


def observer_seat(world: World) -> int:
    return Seat.objects.get(round=world.live, role="observer").pk


def mail(world: World) -> list[Any]:
    return [
        OutgoingMail.objects.create(
            key="k", to="a@example.org", calendar="BEGIN:VCALENDAR", method="REQUEST"
        ).pk
    ]


def cover(world: World) -> list[Any]:
    """A request for cover that the stranger was asked."""
    request = CoverRequest.objects.create(round=world.booked_round)
    stranger = world.people["stranger"]
    assert stranger is not None
    CoverAsk.objects.create(request=request, person=stranger)
    return [request.pk]


def standing_by(world: World) -> list[Any]:
    """The stranger is named as standby."""
    Standby.objects.create(round=world.booked_round, person_id=person_id(world, "stranger"))
    return [world.booked_round.pk]


def grant(world: World) -> list[Any]:
    return [world.people["coach"].grants_held.get().pk]  # type: ignore[union-attr]


def asked_for_grant(world: World) -> GrantAsk:
    """The candidate invites somebody as coach."""
    return GrantAsk.objects.get_or_create(
        asker_id=person_id(world, "candidate"),
        way="invite",
        email="mentor@example.org",
        defaults={"sent_at": timezone.now(), "expires_at": timezone.now() + timedelta(days=1)},
    )[0]


def grant_ask(world: World) -> list[Any]:
    return [asked_for_grant(world).pk]


def person_id(world: World, role: str) -> int:
    person = world.people[role]
    assert person is not None
    return person.pk


def no_show(world: World) -> list[Any]:
    """The candidate is said not to have come, and disputes it."""
    return [
        Attendance.objects.create(
            round=world.done_round,
            person_id=person_id(world, "candidate"),
            role="candidate",
            outcome="no_show",
            dispute="raised",
        ).pk
    ]


def offering(world: World) -> list[Any]:
    """The interviewer offers hours; the stranger, a peer too, does not."""
    Schedule.objects.create(person_id=person_id(world, "interviewer"), timezone="UTC")
    return []


def looked(world: World) -> list[Any]:
    return [world.done_round.pk]


def reopened_card(world: World) -> list[Any]:
    """The interviewer's card of the finished round was opened again by the coach."""
    card = Scorecard.objects.get(round=world.done_round)
    # Two addresses ask for it, and the look over all pages asks for both in one world.
    CardRevision.objects.get_or_create(
        scorecard=card,
        number=1,
        defaults={
            "body": to_body(CardData(), version=0),
            "submitted_at": timezone.now(),
            "reopened_by_id": person_id(world, "coach"),
            "reason": "once more",
        },
    )
    return [card.pk]


def ask(world: World) -> list[Any]:
    """The interviewer is asked to step in."""
    request = CoverRequest.objects.create(round=world.booked_round, live=True)
    return [CoverAsk.objects.create(request=request, person_id=person_id(world, "interviewer")).pk]


def invitation(world: World) -> RoundInvite:
    today = timezone.now().date()
    return RoundInvite.objects.create(
        candidate=world.booked.candidate,
        track=world.booked.track,
        kind="recruiter",
        timezone="UTC",
        first=today,
        last=today,
        after=time(0),
        before=time(0),
        expires_at=timezone.now() + timedelta(days=1),
    )


def a_rubric(world: World) -> list[Any]:
    return ["test-track", "recruiter"]


def a_version(world: World) -> list[Any]:
    return [Rubric.objects.get(track_slug="test-track", kind="recruiter", is_current=True).pk]


def an_annotation(world: World) -> list[Any]:
    """The coach wrote something on the finished loop's debrief."""
    coach = person_id(world, "coach")
    return [Annotation.objects.get_or_create(loop=world.done, author_id=coach, defaults={"text": "x"})[0].pk]


def a_drill(world: World) -> list[Any]:
    """The coach gave the candidate a drill."""
    return [
        AssignedDrill.objects.get_or_create(
            candidate=world.done.candidate,
            coach_id=person_id(world, "coach"),
            slug="drill",
            defaults={"drill": {"title": "Drill", "minutes": 20, "do": "Do.", "good_looks_like": "Good."}},
        )[0].pk
    ]


def a_rater_ask(world: World) -> list[Any]:
    """The coach asked the stranger for a card of a finished round."""
    return [
        RaterAsk.objects.get_or_create(
            round=world.done_round,
            coach_id=person_id(world, "coach"),
            peer_id=person_id(world, "stranger"),
            defaults={"expires_at": timezone.now() + timedelta(days=1)},
        )[0].pk
    ]
