"""Moving a round: who may, when to, what follows, and what the second one is told."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.booking.services import moment
from interviews.changes.policy import notice
from interviews.changes.services import cancel_round, decline_round, move_round
from interviews.changes.times import starts
from interviews.changes.weeks import week_of
from interviews.models import (
    BlockedPair,
    BusySource,
    BusyTime,
    DateException,
    Schedule,
    Seat,
    Standby,
    WeeklyInterval,
)
from tests.factories import make_coach, make_peer, make_round, make_user, seat_person
from tests.interviews.changes.making import (
    HOUR,
    assert_whole,
    booked,
    events,
    interviewer,
    noon,
    quarter,
    soon,
)

pytestmark = pytest.mark.django_db


def only_hours(peer, *spans):
    """Let a peer offer these hours (UTC) every day and no others."""
    schedule = peer.schedule
    schedule.weekly.all().delete()
    Schedule.objects.filter(pk=schedule.pk).update(timezone="UTC")
    WeeklyInterval.objects.bulk_create(
        WeeklyInterval(schedule=schedule, weekday=day, start=time(first), end=time(last))
        for day in range(7)
        for first, last in spans
    )


def busy(person, start, end):
    source = BusySource.objects.create(person=person, name="own", kind="file")
    BusyTime.objects.create(source=source, starts_at=start, ends_at=end)


@pytest.mark.parametrize("who", ["candidate", "interviewer"])
def test_either_side_moves_a_round(who: str) -> None:
    round_ = booked()
    actor = Seat.objects.get(round=round_, role=who).person
    at = noon(6) + HOUR
    moved = move_round(round=round_, actor=actor, start=quarter(at), sequence=0, reason="Dentist")
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (at, at + timedelta(minutes=45), 1)
    assert_whole()
    [entry] = round_.loop.history.filter(event="round_moved")
    assert (entry.actor, entry.reason) == (actor, "Dentist")
    assert entry.old["starts_at"] == noon(5).isoformat()
    assert entry.new["starts_at"] == at.isoformat()
    mails = OutgoingMail.objects.filter(key__startswith=f"round:{round_.pk}:1:request:")
    assert mails.count() == 2
    assert all("SEQUENCE:1" in mail.calendar and "Dentist" in mail.text for mail in mails)


def test_asking_for_the_time_that_it_has_changes_nothing() -> None:
    round_ = booked()
    at = quarter(noon(6))
    move_round(round=round_, actor=round_.loop.candidate, start=at, sequence=0)
    again = move_round(round=round_, actor=round_.loop.candidate, start=at, sequence=0)
    assert again.sequence == 1
    assert events(round_.loop) == ["round_moved"]


def test_others_do_not_move_it() -> None:
    round_ = booked()
    observer = make_user()
    seat_person(round_, observer, "observer")
    for person in (observer, make_peer(), make_coach(round_.loop.candidate)):
        with pytest.raises(DomainError) as refusal:
            move_round(round=round_, actor=person, start=quarter(noon(6)), sequence=0)
        assert refusal.value.code == "not_yours"


def test_within_the_notice_it_can_only_be_called_off() -> None:
    round_ = soon(notice().total_seconds() / 3600 - 1)
    with pytest.raises(DomainError) as refusal:
        move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(6)), sequence=0)
    assert refusal.value.code == "too_late"
    assert "less than 12 hours" in refusal.value.message
    assert "called off" in refusal.value.message


def test_the_notice_is_a_setting(settings) -> None:
    settings.CHANGE_NOTICE_HOURS = 2
    round_ = soon(3)
    assert move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(6)), sequence=0)


@pytest.mark.parametrize("state", ["live", "completed", "missed", "cancelled"])
def test_what_has_begun_or_is_over_stays(state: str) -> None:
    round_ = booked(state=state)
    with pytest.raises(DomainError) as refusal:
        move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(6)), sequence=0)
    assert refusal.value.code == "too_late"


def test_second_one_is_told_what_the_first_did() -> None:
    round_ = booked()
    peer = interviewer(round_)
    move_round(round=round_, actor=peer, start=quarter(noon(6)), sequence=0)
    with pytest.raises(Conflict) as refusal:
        move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(7)), sequence=0)
    assert refusal.value.code == "stale"
    assert "Settlement system design was moved from" in refusal.value.message
    assert "by Bo" in refusal.value.message
    round_.refresh_from_db()
    assert round_.starts_at == noon(6)
    with pytest.raises(Conflict):
        cancel_round(round=round_, actor=round_.loop.candidate, sequence=0)


@pytest.mark.parametrize("start", [-1, 0, 10**9, 2**40, 10**15])
def test_times_that_make_no_sense_are_refused(start: int) -> None:
    round_ = booked()
    with pytest.raises(Conflict) as refusal:
        move_round(round=round_, actor=round_.loop.candidate, start=start, sequence=0)
    assert refusal.value.code == "not_free"


def test_an_observer_in_another_round_then_loses_the_seat_and_holds_nobody_up() -> None:
    round_ = booked()
    observer = make_user("Watcher")
    seat_person(round_, observer, "observer")
    seat_person(make_round(booked(9).loop, "recruiter", starts_at=noon(6)), observer, "observer")
    move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(6)), sequence=0)
    assert not round_.seats.filter(person=observer).exists()
    assert events(round_.loop) == ["observer_removed", "round_moved"]
    assert OutgoingMail.objects.filter(to=observer.email, method="CANCEL").count() == 1
    assert_whole()


def test_standby_is_named_anew() -> None:
    round_ = booked()
    gone, fresh = make_peer("Gone"), make_peer("Fresh")
    only_hours(gone, (11, 14))
    Standby.objects.create(round=round_, person=gone)
    move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(6) + 5 * HOUR), sequence=0)
    assert Standby.objects.get(round=round_).person == fresh


def test_candidate_may_choose_within_the_interviewers_hours_and_outside_own_commitments() -> None:
    round_ = booked()
    only_hours(interviewer(round_), (9, 14))
    candidate = round_.loop.candidate
    make_round(round_.loop, "recruiter", starts_at=noon(6))  # 12:00 to 12:30 with somebody else
    busy(candidate, noon(6) - 2 * HOUR, noon(6) - HOUR)  # 10:00 to 11:00
    found = starts(round_.loop, round_, "candidate", now=timezone.now(), window=(noon(5), noon(7)))
    on_the_day = sorted(f"{moment(at):%H:%M}" for at in found if moment(at).date() == noon(6).date())
    # A quarter's break before and after the other round; 45 minutes each.
    assert on_the_day == ["09:00", "09:15", "11:00", "12:45", "13:00", "13:15"]


def test_interviewer_may_choose_within_own_hours_by_day_of_the_candidate() -> None:
    round_ = booked(candidate=make_user("Cand", timezone="Asia/Kolkata"))
    found = starts(round_.loop, round_, "interviewer", now=timezone.now())
    local = [moment(at).astimezone(ZoneInfo("Asia/Kolkata")) for at in found]
    assert min(at.time() for at in local) == time(7)
    assert max((at + timedelta(minutes=45)).time() for at in local) == time(22)
    assert min(moment(at) for at in found) >= timezone.now() + notice()


def test_interviewer_without_stated_hours_may_move_but_the_candidate_can_not_guess_them() -> None:
    peer = make_peer("Guest", hours=False)
    round_ = booked(peer=peer)
    make_round(booked(20).loop, "recruiter", interviewer=peer, starts_at=noon(6))
    now = timezone.now()
    theirs = starts(round_.loop, round_, "interviewer", now=now)
    assert quarter(noon(6)) not in theirs
    assert quarter(noon(7)) in theirs
    assert starts(round_.loop, round_, "candidate", now=now) == set()
    assert move_round(round=round_, actor=peer, start=quarter(noon(7)), sequence=0).sequence == 1


def test_caps_buffers_and_pauses_hold_for_a_move() -> None:
    peer = make_peer("Bo")
    round_ = booked(peer=peer)
    make_round(booked(20).loop, "recruiter", interviewer=peer, starts_at=noon(6))
    Schedule.objects.filter(person=peer).update(buffer_minutes=60)
    window = (noon(5), noon(7))
    found = starts(round_.loop, round_, "candidate", now=timezone.now(), window=window)
    assert quarter(noon(6) + timedelta(minutes=90)) in found
    assert quarter(noon(6) + timedelta(minutes=75)) not in found
    Schedule.objects.filter(person=peer).update(buffer_minutes=0, most_per_day=1, timezone="UTC")
    found = starts(round_.loop, round_, "candidate", now=timezone.now(), window=window)
    assert not [at for at in found if moment(at).date() == noon(6).date()]
    Schedule.objects.filter(person=peer).update(most_per_day=None, paused_until=noon(30).date())
    assert starts(round_.loop, round_, "candidate", now=timezone.now()) == set()


def test_own_quarters_are_no_obstacle() -> None:
    round_ = booked()
    later = noon(5) + timedelta(minutes=15)
    assert move_round(round=round_, actor=round_.loop.candidate, start=quarter(later), sequence=0)
    assert_whole()


def test_what_is_offered_is_what_is_taken_and_nothing_else() -> None:
    round_ = booked()
    peer = interviewer(round_)
    only_hours(peer, (9, 11))
    DateException.objects.create(schedule=peer.schedule, date=noon(6).date(), kind="off")
    with pytest.raises(Conflict) as refusal:
        move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(6) - 3 * HOUR), sequence=0)
    assert refusal.value.code == "not_free"
    assert "stays where it is" in refusal.value.message
    BlockedPair.objects.create(person=peer, other=round_.loop.candidate)
    with pytest.raises(Conflict):
        move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(7) - 3 * HOUR), sequence=0)


def test_vacant_round_is_moved_to_whoever_is_free() -> None:
    round_ = booked()
    decline_round(round=round_, actor=interviewer(round_))
    round_.refresh_from_db()
    peer = make_peer("Late")
    only_hours(peer, (15, 18))
    found = starts(round_.loop, round_, "candidate", now=timezone.now(), window=(noon(5), noon(7)))
    assert {moment(at).hour for at in found} == {15, 16, 17}
    at = quarter(noon(6) + 3 * HOUR)
    moved = move_round(round=round_, actor=round_.loop.candidate, start=at, sequence=round_.sequence)
    assert interviewer(moved) == peer
    assert_whole()


def test_vacant_round_goes_only_to_who_is_calibrated_then() -> None:
    round_ = booked()
    decline_round(round=round_, actor=interviewer(round_))
    round_.refresh_from_db()
    peer = make_peer("Lapses")
    only_hours(peer, (15, 18))
    peer.qualifications.filter(kind=round_.kind).update(until=noon(6) + 4 * HOUR)
    found = starts(round_.loop, round_, "candidate", now=timezone.now(), window=(noon(5), noon(8)))
    assert {moment(at) for at in found if moment(at) >= noon(6)} == {
        noon(6) + 3 * HOUR + quarters * timedelta(minutes=15) for quarters in range(4)
    }


def test_who_has_the_round_keeps_it_wherever_it_moves() -> None:
    round_ = booked()
    interviewer(round_).qualifications.all().delete()
    moved = move_round(round=round_, actor=round_.loop.candidate, start=quarter(noon(6)), sequence=0)
    assert interviewer(moved) == interviewer(round_)


ZONES = st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "Australia/Lord_Howe", "UTC"])


@given(
    starts=st.sets(st.integers(min_value=1_990_000, max_value=1_990_000 + 4 * 672), max_size=300),
    zone=ZONES,
    days=st.integers(min_value=-10, max_value=60),
)
def test_pages_of_weeks_lose_no_half_hour_and_lead_to_each_other(
    starts: set[int], zone: str, days: int
) -> None:
    wanted = datetime.fromtimestamp(1_990_000 * 900, ZoneInfo(zone)).date() + timedelta(days=days)
    week = week_of(starts, wanted, zone)
    if not starts:
        assert week is None
        return
    assert week is not None
    while week.earlier:
        week = week_of(starts, week.earlier, zone)
        assert week is not None
    shown: list[int] = []
    while week:
        for day in week.days:
            assert 0 <= (day.at.date() - week.monday).days < 7
            assert all(time.at.astimezone(ZoneInfo(zone)).date() == day.at.date() for time in day.times)
            shown += [time.quarter for time in day.times]
        week = week_of(starts, week.later, zone) if week.later else None
    assert shown == sorted(set(shown))
    assert set(shown) <= starts
    for at in starts - set(shown):
        # Left out is only what lies between two shown ones.
        assert at - 1 in starts
        assert moment(at).astimezone(ZoneInfo(zone)).minute % 30 == 15
