"""Booking is all or nothing, once, and only what is really free."""

import uuid
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.booking.plans import Plan, Slot
from interviews.booking.services import book_loop
from interviews.kinds import LOOP_KINDS
from interviews.models import (
    Board,
    Claim,
    DateException,
    HistoryEntry,
    Loop,
    Prompt,
    Round,
    Seat,
    Standby,
    Track,
)
from tests.factories import MINUTES, make_peer, make_prompt, make_track, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def track() -> Track:
    for kind in LOOP_KINDS:
        make_prompt(kind)
    return make_track()


def tomorrow(hour: int) -> int:
    """The quarter at which tomorrow's `hour` (UTC) begins."""
    day = (timezone.now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(day.timestamp()) // 900 + 4 * hour


def make_plan(*peers: User, first: int | None = None) -> Plan:
    """The four rounds two hours apart with these peers (the last one takes what is left)."""
    first = tomorrow(8) if first is None else first
    return Plan(
        tuple(
            Slot(kind, peers[min(number, len(peers) - 1)].pk, first + 8 * number, -(-MINUTES[kind] // 15))
            for number, kind in enumerate(LOOP_KINDS)
        )
    )


def test_booking_makes_everything_a_loop_needs(track: Track) -> None:
    candidate, peers = make_user(), [make_peer() for _ in range(4)]
    plan = make_plan(*peers)
    loop = book_loop(candidate=candidate, track=track, plan=plan, booking_key=uuid.uuid4())
    rounds = list(loop.rounds.order_by("position"))
    assert [round_.kind for round_ in rounds] == LOOP_KINDS
    assert [int(round_.starts_at.timestamp()) // 900 for round_ in rounds] == [s.start for s in plan.slots]
    assert [(r.ends_at - r.starts_at).seconds // 60 for r in rounds] == list(MINUTES.values())
    assert [r.seats.get(role="interviewer").person_id for r in rounds] == [peer.pk for peer in peers]
    assert {r.seats.get(role="candidate").person_id for r in rounds} == {candidate.pk}
    assert Claim.objects.filter(person=candidate).count() == 2 + 3 + 3 + 3
    assert Claim.objects.filter(person=peers[0]).count() == 2
    assert Board.objects.filter(round__loop=loop).count() == 4
    assert [round_.prompt.kind for round_ in rounds] == LOOP_KINDS
    assert [(e.event, e.actor_id) for e in loop.history.all()] == [("loop_booked", candidate.pk)] + [
        ("round_booked", candidate.pk)
    ] * 4


def test_everybody_gets_an_invitation_for_each_round(track: Track) -> None:
    candidate, peer = make_user(), make_peer()
    book_loop(candidate=candidate, track=track, plan=make_plan(peer), booking_key=uuid.uuid4())
    mails = OutgoingMail.objects.all()
    assert sorted(mail.to for mail in mails) == sorted([candidate.email, peer.email] * 4)
    assert {mail.method for mail in mails} == {"REQUEST"}
    for mail in mails:
        for secret in ("STEPONE", "HINTSECRET", "PROBESECRET", "TEASER", "Prompt test"):
            assert secret not in mail.text + mail.calendar + mail.subject


def test_same_key_books_once(track: Track) -> None:
    candidate, peer, key = make_user(), make_peer(), uuid.uuid4()
    first = book_loop(candidate=candidate, track=track, plan=make_plan(peer), booking_key=key)
    again = book_loop(candidate=candidate, track=track, plan=make_plan(peer), booking_key=key)
    assert first == again
    assert Loop.objects.count() == 1
    assert OutgoingMail.objects.count() == 8


@pytest.mark.parametrize("shift", [-2, -1, 0, 1])
def test_taken_hours_are_a_conflict_and_nothing_is_booked(track: Track, shift: int) -> None:
    peer = make_peer()
    plan = make_plan(make_peer(), make_peer(), peer, make_peer())
    other = make_plan(make_peer(), make_peer(), peer, make_peer(), first=tomorrow(8) + shift)
    book_loop(candidate=make_user(), track=track, plan=plan, booking_key=uuid.uuid4())
    before = [
        Round.objects.count(),
        Seat.objects.count(),
        Claim.objects.count(),
        HistoryEntry.objects.count(),
    ]
    with pytest.raises(Conflict) as conflict:
        book_loop(candidate=make_user(), track=track, plan=other, booking_key=uuid.uuid4())
    assert conflict.value.code == "taken"
    after = [Round.objects.count(), Seat.objects.count(), Claim.objects.count(), HistoryEntry.objects.count()]
    assert after == before
    assert Loop.objects.count() == 1


def test_back_to_back_is_no_conflict(track: Track) -> None:
    peer = make_peer()
    make = [
        make_plan(make_peer(), make_peer(), peer, make_peer(), first=tomorrow(8) + shift) for shift in (0, 3)
    ]
    for plan in make:
        book_loop(candidate=make_user(), track=track, plan=plan, booking_key=uuid.uuid4())
    assert Loop.objects.count() == 2


def test_candidate_is_not_in_two_rounds_at_once(track: Track) -> None:
    candidate = make_user()
    book_loop(candidate=candidate, track=track, plan=make_plan(make_peer()), booking_key=uuid.uuid4())
    with pytest.raises(Conflict):
        book_loop(candidate=candidate, track=track, plan=make_plan(make_peer()), booking_key=uuid.uuid4())


def test_hours_that_were_withdrawn_are_a_conflict(track: Track) -> None:
    peer = make_peer()
    start = datetime.fromtimestamp(tomorrow(10) * 900, UTC)
    DateException.objects.create(
        schedule=peer.schedule,
        kind="off",
        date=start.astimezone(timezone.get_fixed_timezone(0)).date(),
    )
    with pytest.raises(Conflict) as conflict:
        book_loop(candidate=make_user(), track=track, plan=make_plan(peer), booking_key=uuid.uuid4())
    assert conflict.value.code == "not_offered"


def test_notice_is_kept(track: Track) -> None:
    peer = make_peer()
    peer.schedule.notice_hours = 240
    peer.schedule.save()
    with pytest.raises(Conflict) as conflict:
        book_loop(candidate=make_user(), track=track, plan=make_plan(peer), booking_key=uuid.uuid4())
    assert conflict.value.code == "not_offered"


def test_kind_that_is_not_offered_is_a_conflict(track: Track) -> None:
    peer = make_peer()
    peer.schedule.round_kinds = ["recruiter"]
    peer.schedule.save()
    with pytest.raises(Conflict):
        book_loop(candidate=make_user(), track=track, plan=make_plan(peer), booking_key=uuid.uuid4())


def test_peer_who_stopped_is_a_conflict(track: Track) -> None:
    peer = make_peer()
    peer.is_peer = False
    peer.save()
    with pytest.raises(Conflict):
        book_loop(candidate=make_user(), track=track, plan=make_plan(peer), booking_key=uuid.uuid4())


def broken(plan: Plan, number: int, **changes: object) -> Plan:
    slots = [
        Slot(**{**slot.__dict__, **changes}) if number == place else slot
        for place, slot in enumerate(plan.slots)
    ]
    return Plan(tuple(slots))


def test_plans_that_are_no_loop_are_refused(track: Track) -> None:
    peer = make_peer()
    good = make_plan(peer)
    bad = [
        Plan((good.slots[0], good.slots[0])),
        Plan(tuple(reversed(good.slots))),
        broken(good, 0, kind="behavioural"),
        broken(good, 1, quarters=2),
        broken(good, 1, start=good.slots[0].end),
        Plan(()),
    ]
    for plan in bad:
        with pytest.raises(DomainError) as refusal:
            book_loop(candidate=make_user(), track=track, plan=plan, booking_key=uuid.uuid4())
        assert refusal.value.code == "plan"
    assert Loop.objects.count() == 0


def test_some_rounds_are_booked_in_any_order_of_kinds(track: Track) -> None:
    good = make_plan(make_peer())
    swapped = Plan((broken(good, 0, kind="behavioural", quarters=3).slots[0], good.slots[2]))
    loop = book_loop(candidate=make_user(), track=track, plan=swapped, booking_key=uuid.uuid4())
    rounds = list(loop.rounds.order_by("position"))
    assert [round_.kind for round_ in rounds] == ["behavioural", "system_design"]
    assert [round_.prompt.kind for round_ in rounds] == ["behavioural", "system_design"]
    assert rounds[0].starts_at < rounds[1].starts_at
    assert Claim.objects.filter(seat__round__loop=loop).count() == 2 * (3 + 3)


def test_mode_is_kept_with_the_loop(track: Track) -> None:
    loop = book_loop(
        candidate=make_user(),
        track=track,
        plan=make_plan(make_peer()),
        booking_key=uuid.uuid4(),
        mode=Loop.Mode.STRESS,
    )
    loop.refresh_from_db()
    assert loop.mode == "stress"


def test_standbys_are_named_where_they_could_still_step_in(track: Track) -> None:
    good, gone, paused = make_peer(), make_peer(), make_peer()
    plan = make_plan(*(make_peer() for _ in range(4)))
    other = Plan(plan.slots[2:3])
    taken = broken(other, 0, peer=gone.pk)
    book_loop(candidate=make_user(), track=track, plan=taken, booking_key=uuid.uuid4())
    paused.schedule.paused_until = timezone.localdate() + timedelta(days=30)
    paused.schedule.save()
    named = Plan(plan.slots, standbys=(good.pk, None, gone.pk, paused.pk))
    loop = book_loop(candidate=make_user(), track=track, plan=named, booking_key=uuid.uuid4())
    assert list(Standby.objects.filter(round__loop=loop).values_list("round__position", "person")) == [
        (0, good.pk)
    ]
    assert not Claim.objects.filter(person=good).exists()


def test_nobody_interviews_themself(track: Track) -> None:
    both = make_peer()
    both.is_candidate = True
    both.save()
    with pytest.raises(DomainError) as refusal:
        book_loop(candidate=both, track=track, plan=make_plan(both), booking_key=uuid.uuid4())
    assert refusal.value.code == "plan"


def test_only_candidates_book(track: Track) -> None:
    with pytest.raises(DomainError) as refusal:
        book_loop(candidate=make_peer(), track=track, plan=make_plan(make_peer()), booking_key=uuid.uuid4())
    assert refusal.value.code == "not_candidate"


def book(candidate: User, track: Track, day: int) -> Loop:
    plan = make_plan(make_peer(), first=tomorrow(8) + 96 * day)
    return book_loop(candidate=candidate, track=track, plan=plan, booking_key=uuid.uuid4())


def test_prompts_are_new_then_the_one_longest_ago(track: Track) -> None:
    for slug in ("b-two", "c-three"):
        make_prompt("recruiter", slug=slug)
    candidate = make_user()
    given = [book(candidate, track, day).rounds.get(kind="recruiter").prompt.slug for day in range(4)]
    assert len(set(given[:3])) == 3
    assert given[3] == given[0]


def test_prompt_of_a_new_version_counts_as_had(track: Track) -> None:
    candidate = make_user()
    old = book(candidate, track, 0).rounds.get(kind="recruiter").prompt
    old.is_current = False
    old.save()
    Prompt.objects.create(
        track_slug=old.track_slug,
        kind=old.kind,
        slug=old.slug,
        digest="2" * 64,
        title=old.title,
        body=old.body,
    )
    fresh = make_prompt("recruiter", slug="z-fresh")
    assert book(candidate, track, 1).rounds.get(kind="recruiter").prompt == fresh


def test_kind_without_prompt_is_told(track: Track) -> None:
    Prompt.objects.filter(kind="behavioural").update(is_current=False)
    with pytest.raises(DomainError) as refusal:
        book(make_user(), track, 0)
    assert refusal.value.code == "no_prompt"
    assert Loop.objects.count() == 0


def test_queries_do_not_grow_with_other_loops(track: Track) -> None:
    counts = []
    for others in (0, 3):
        for _ in range(others):
            book(make_user(), track, others)
        candidate, plan = make_user(), make_plan(make_peer())
        with CaptureQueriesContext(connection) as queries:
            book_loop(candidate=candidate, track=track, plan=plan, booking_key=uuid.uuid4())
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 80


def test_hours_shorter_than_the_round_are_a_conflict(track: Track) -> None:
    peer = make_peer(timezone="UTC")
    peer.schedule.weekly.update(start=time(8), end=time(14, 30))
    with pytest.raises(Conflict):
        book_loop(candidate=make_user(), track=track, plan=make_plan(peer), booking_key=uuid.uuid4())
