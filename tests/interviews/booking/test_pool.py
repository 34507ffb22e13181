"""Who could interview a candidate, as the database says."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from interviews.booking.openings import down, up
from interviews.booking.plans import Peer
from interviews.booking.pool import blocked_with, busy_times, claimed, pool
from interviews.kinds import LOOP_KINDS
from interviews.models import Attendance, BlockedPair, BusySource, BusyTime, Loop, Round, Seat
from tests.factories import make_loop, make_peer, make_round, make_user, qualify

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def noon() -> datetime:
    """Noon the day after tomorrow, UTC."""
    return (timezone.now() + 2 * DAY).replace(hour=12, minute=0, second=0, microsecond=0)


def in_pool(candidate: User, noon: datetime, **how: object) -> dict[int, Peer]:
    found = pool(candidate=candidate, window=(noon - DAY, noon + 3 * DAY), **how)  # type: ignore[arg-type]
    assert set(found.people) == {peer.key for peer in found.peers}
    return {peer.key: peer for peer in found.peers}


def quarters(peer: Peer) -> set[int]:
    return {quarter for first, end in peer.free for quarter in range(first, end)}


def meet(candidate: User, peer: User, when: datetime, **fields: object) -> Round:
    loop = make_loop(candidate, rounds=False)
    return make_round(loop, interviewer=peer, starts_at=when, **fields)  # type: ignore[arg-type]


def test_candidate_people_who_left_and_who_are_no_peers_are_not_in_the_pool(noon: datetime) -> None:
    both = make_peer(is_active=True)
    both.is_candidate = True
    both.save()
    other = make_peer()
    make_peer(is_active=False)
    stopped = make_peer()
    stopped.is_peer = False
    stopped.save()
    make_peer(hours=False)
    assert set(in_pool(both, noon)) == {other.pk}


@pytest.mark.parametrize("way", ["candidate", "peer"])
def test_blocked_pair_is_kept_apart_whoever_said_so(noon: datetime, way: str) -> None:
    candidate, peer, other = make_user(), make_peer(), make_peer()
    pair = (candidate, peer) if way == "candidate" else (peer, candidate)
    BlockedPair.objects.create(person=pair[0], other=pair[1])
    assert blocked_with(candidate) == {peer.pk}
    assert blocked_with(peer) == {candidate.pk}
    assert set(in_pool(candidate, noon)) == {other.pk}
    assert set(in_pool(make_user(), noon)) == {peer.pk, other.pk}


def test_only_people_who_offer_a_kind_and_only_those_named(noon: datetime) -> None:
    candidate, one, other = make_user(), make_peer(), make_peer()
    one.schedule.round_kinds = ["recruiter"]
    one.schedule.save()
    assert set(in_pool(candidate, noon, kinds=["system_design", "behavioural"])) == {other.pk}
    assert set(in_pool(candidate, noon, kinds=["recruiter"])) == {one.pk, other.pk}
    assert set(in_pool(candidate, noon, only=[one.pk])) == {one.pk}


class TestCalibration:
    def test_a_kind_counts_only_while_they_are_calibrated_for_it(self, noon: datetime) -> None:
        peer, newcomer = make_peer(qualified=False), make_peer(qualified=False)
        qualify(peer, "recruiter", "system_design")
        peer.qualifications.filter(kind="system_design").update(until=noon - DAY)
        found = in_pool(make_user(), noon)
        assert found[peer.pk].kinds == {"recruiter", "negotiation"}
        assert found[peer.pk].uncalibrated == {"product_sense", "system_design", "behavioural"}
        assert not found[newcomer.pk].kinds
        assert set(in_pool(make_user(), noon, kinds=["recruiter", "behavioural"])) == {peer.pk}
        assert not in_pool(make_user(), noon, kinds=["system_design"])

    def test_what_lapses_within_the_window_says_when(self, noon: datetime) -> None:
        peer = make_peer()
        peer.qualifications.filter(kind="recruiter").update(until=noon + timedelta(minutes=1))
        found = in_pool(make_user(), noon)[peer.pk]
        assert found.lapses == (("recruiter", up(noon) + 1), ("negotiation", up(noon) + 1))
        assert found.runs("recruiter", up(noon))
        assert not found.runs("recruiter", up(noon) + 1)
        assert found.runs("behavioural", up(noon) + 1)

    def test_it_counts_nothing_for_kinds_that_they_don_t_offer(self, noon: datetime) -> None:
        peer = make_peer()
        peer.schedule.round_kinds = ["recruiter"]
        peer.schedule.save()
        assert in_pool(make_user(), noon)[peer.pk].kinds == {"recruiter", "negotiation"}

    def test_a_deployment_can_relax_it(self, noon: datetime, settings: Any) -> None:
        settings.CALIBRATION_SAMPLES = 0
        peer = make_peer(qualified=False)
        found = in_pool(make_user(), noon, kinds=["recruiter"])[peer.pk]
        assert found.kinds == {*LOOP_KINDS, "negotiation"}
        assert (found.lapses, found.uncalibrated) == ((), frozenset())


def test_round_takes_its_time_with_the_buffer_except_when_it_is_the_one_to_be_moved(noon: datetime) -> None:
    candidate, peer = make_user(), make_peer()
    peer.schedule.buffer_minutes = 30
    peer.schedule.save()
    round_ = meet(make_user(), peer, noon)
    gone = set(range(up(noon) - 2, up(noon) + 3 + 2))
    found = in_pool(candidate, noon)[peer.pk]
    assert not quarters(found) & gone
    assert {up(noon) - 3, up(noon) + 5} <= quarters(found)
    assert found.buffer == 2
    assert gone <= quarters(in_pool(candidate, noon, ignoring=round_.pk)[peer.pk])


def test_rounds_as_candidate_take_time_but_are_no_load_and_count_for_no_cap(noon: datetime) -> None:
    peer = make_peer()
    peer.schedule.most_per_day = 1
    peer.schedule.save()
    meet(peer, make_peer(hours=False), noon)
    found = in_pool(make_user(), noon)[peer.pk]
    assert found.load == 0
    assert up(noon) not in quarters(found)
    assert up(noon + 2 * HOUR) in quarters(found)


def test_cap_counts_rounds_that_are_open_or_over_and_not_those_cancelled(noon: datetime) -> None:
    peer = make_peer(timezone="UTC")
    peer.schedule.most_per_day = 1
    peer.schedule.save()
    cancelled = meet(make_user(), peer, noon, state=Round.State.CANCELLED)
    cancelled.seats.all().delete()
    assert up(noon) in quarters(in_pool(make_user(), noon)[peer.pk])
    round_ = meet(make_user(), peer, noon)
    day = set(range(up(noon - 12 * HOUR), up(noon + 12 * HOUR)))
    assert not quarters(in_pool(make_user(), noon)[peer.pk]) & day
    assert quarters(in_pool(make_user(), noon, ignoring=round_.pk)[peer.pk]) & day


def test_load_counts_open_rounds_up_to_a_week_around_the_window(noon: datetime) -> None:
    candidate, peer = make_user(), make_peer()
    for days in (0, 9):
        meet(make_user(), peer, noon + days * DAY)
    meet(make_user(), peer, noon + 12 * DAY)
    meet(make_user(), peer, noon - 4 * DAY, state=Round.State.COMPLETED)
    assert in_pool(candidate, noon)[peer.pk].load == 2


def test_met_counts_rounds_with_this_candidate_that_are_open_or_over(noon: datetime) -> None:
    candidate, peer, other = make_user(), make_peer(), make_peer()
    meet(candidate, peer, noon - 20 * DAY, state=Round.State.COMPLETED)
    meet(candidate, peer, noon)
    meet(candidate, peer, noon + DAY, state=Round.State.CANCELLED)
    meet(make_user(), other, noon)
    found = in_pool(candidate, noon)
    assert (found[peer.pk].met, found[other.pk].met) == (2, 0)


@pytest.mark.parametrize(
    ("outcome", "dispute", "role", "expected"),
    [
        ("present", "", "interviewer", (1, 0)),
        ("no_show", "", "interviewer", (0, 1)),
        ("no_show", "upheld", "interviewer", (0, 1)),
        ("no_show", "raised", "interviewer", (0, 0)),
        ("no_show", "granted", "interviewer", (0, 0)),
        ("no_show", "", "candidate", (0, 0)),
    ],
)
def test_attendance_counts_rounds_held_and_missed_as_interviewer(
    noon: datetime, outcome: str, dispute: str, role: str, expected: tuple[int, int]
) -> None:
    peer = make_peer()
    round_ = meet(make_user(), peer, noon - 20 * DAY, state=Round.State.COMPLETED)
    Attendance.objects.create(round=round_, person=peer, role=role, outcome=outcome, dispute=dispute)
    found = in_pool(make_user(), noon)[peer.pk]
    assert (found.held, found.no_shows) == expected


def test_notice_and_pause_are_the_peers_own(noon: datetime) -> None:
    peer = make_peer(timezone="UTC")
    peer.schedule.notice_hours = 48
    peer.schedule.paused_until = (noon + DAY).date()
    peer.schedule.save()
    found = in_pool(make_user(), noon)[peer.pk]
    assert abs(found.earliest - up(timezone.now() + 2 * DAY)) <= 1
    assert min(quarters(found)) == up(noon + DAY - 12 * HOUR)


def test_busy_time_of_a_calendar_is_neither_offered_nor_free(noon: datetime) -> None:
    peer = make_peer()
    source = BusySource.objects.create(person=peer, kind="file", name="Work", state="ready")
    BusyTime.objects.create(source=source, starts_at=noon, ends_at=noon + HOUR)
    BusyTime.objects.create(source=source, starts_at=noon + 30 * DAY, ends_at=noon + 31 * DAY)
    assert busy_times([peer.pk], (noon, noon + DAY)) == {peer.pk: [(noon, noon + HOUR)]}
    found = in_pool(make_user(), noon)[peer.pk]
    offered = {quarter for first, end in found.offered for quarter in range(first, end)}
    assert not (offered | quarters(found)) & set(range(up(noon), up(noon + HOUR)))


def test_claims_are_those_in_the_window(noon: datetime) -> None:
    candidate, peer = make_user(), make_peer()
    round_ = meet(candidate, peer, noon)
    taken = {up(noon), up(noon) + 1, up(noon) + 2}
    window = (noon - HOUR, noon + HOUR)
    assert claimed([candidate.pk, peer.pk], window) == {candidate.pk: taken, peer.pk: taken}
    assert claimed([peer.pk], window, ignoring=round_.pk) == {}
    assert claimed([peer.pk], (noon + HOUR, noon + DAY)) == {}
    assert claimed([peer.pk], (noon + HOUR / 2, noon + DAY)) == {peer.pk: {down(noon) + 2}}


def test_number_of_queries_does_not_grow_with_the_pool(noon: datetime) -> None:
    candidate = make_user()

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            in_pool(candidate, noon)
        return len(captured)

    make_peer()
    one = count()
    for number in range(6):
        peer = make_peer()
        meet(make_user(), peer, noon + number * HOUR)
        source = BusySource.objects.create(person=peer, kind="file", name="Work", state="ready")
        BusyTime.objects.create(source=source, starts_at=noon, ends_at=noon + HOUR)
    assert count() == one
    assert Loop.objects.count() == Seat.objects.filter(role="interviewer").count() == 6
