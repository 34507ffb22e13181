"""Finding somebody at once: who is asked, in which order, who gets it, and what is left when nobody does."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.access import access_round
from interviews.attendance import rematch
from interviews.attendance.selectors import waiting
from interviews.attendance.services import claim_no_show, let_go
from interviews.attendance.tasks import sweep_searches
from interviews.booking.openings import up
from interviews.booking.services import moment
from interviews.models import (
    Attendance,
    BlockedPair,
    Claim,
    CoverAsk,
    CoverRequest,
    HistoryEntry,
    PriorityPass,
    Round,
    Schedule,
    Standby,
    WeeklyInterval,
)
from interviews.opening import opens_at
from interviews.quarters import quarters
from tests.factories import make_loop, make_peer, make_round, make_user, seat_person
from tests.interviews.attendance.making import ago, interviewer_of, online_peer, waiting_round, was_here

pytestmark = pytest.mark.django_db


def next_quarter() -> datetime:
    """When a round would begin that somebody takes now."""
    return moment(up(timezone.now()))


def stood_up(*, began: float = 12) -> Round:
    """A round whose candidate has said that the interviewer did not come."""
    round_ = waiting_round(began=began)
    was_here(round_, round_.loop.candidate, since=14, still=True)
    claim_no_show(round=round_, actor=round_.loop.candidate)
    return round_


def begin(round_: Round) -> CoverRequest:
    return rematch.begin(round=round_, actor=round_.loop.candidate)


def asked(request: CoverRequest) -> list[User]:
    return [ask.person for ask in request.asks.order_by("pk")]


def say(request: CoverRequest, person: User, yes: bool) -> Round:
    return rematch.answer(ask=request.asks.get(person=person), person=person, yes=yes)


def later(request: CoverRequest, **passed: float) -> None:
    CoverRequest.objects.filter(pk=request.pk).update(created_at=timezone.now() - timedelta(**passed))
    sweep_searches()
    request.refresh_from_db()


class TestWhoIsAsked:
    def test_only_who_is_online_offers_the_kind_and_has_the_time(self) -> None:
        round_ = stood_up()
        wanted = online_peer("Wanted")
        make_peer("Offline", seen_at=ago(5))
        make_peer("Never")
        online_peer("Hourless", hours=False)
        other_kind = online_peer("Other kind")
        Schedule.objects.filter(person=other_kind).update(round_kinds=["recruiter"])
        online_peer("Uncalibrated", qualified=False)
        unwilling = online_peer("Unwilling")
        Schedule.objects.filter(person=unwilling).update(asked_live=False)
        blocked = online_peer("Blocked")
        BlockedPair.objects.create(person=blocked, other=round_.loop.candidate)
        occupied = online_peer("Occupied")
        make_round(make_loop(rounds=False), interviewer=occupied, starts_at=next_quarter())
        assert asked(begin(round_)) == [wanted]
        assert (
            OutgoingMail.objects.filter(key__startswith="ask:").values_list("to", flat=True)[0]
            == wanted.email
        )

    def test_notice_does_not_matter_since_they_are_asked(self) -> None:
        peer = online_peer()
        Schedule.objects.filter(person=peer).update(notice_hours=72)
        assert asked(begin(stood_up())) == [peer]

    def test_hours_buffers_and_caps_are_kept(self) -> None:
        round_ = stood_up()
        closed = online_peer("Closed")
        local = next_quarter().astimezone(ZoneInfo(closed.timezone))
        WeeklyInterval.objects.filter(schedule__person=closed).delete()
        WeeklyInterval.objects.create(
            schedule=closed.schedule,
            weekday=(local.weekday() + 2) % 7,
            start=time(9),
            end=time(17),
        )
        full = online_peer("Full")
        Schedule.objects.filter(person=full).update(most_per_week=1)
        for hours in (-1, 2):  # at least one of them lies in this week, whenever the test runs
            start = next_quarter() + timedelta(hours=hours)
            make_round(make_loop(rounds=False), interviewer=full, starts_at=start)
        tight = online_peer("Tight")
        Schedule.objects.filter(person=tight).update(buffer_minutes=60)
        make_round(
            make_loop(rounds=False), interviewer=tight, starts_at=next_quarter() + timedelta(minutes=75)
        )
        with pytest.raises(DomainError) as refused:
            begin(round_)
        assert refused.value.code == "nobody"

    def test_the_standby_is_asked_alone_for_a_minute(self) -> None:
        round_ = stood_up()
        standby, other = online_peer("Zoe"), online_peer("Amir")
        Standby.objects.create(round=round_, person=standby)
        request = begin(round_)
        assert asked(request) == [standby]
        later(request, seconds=30)
        assert asked(request) == [standby]
        later(request, seconds=61)
        assert asked(request) == [standby, other]

    def test_a_standby_who_says_no_makes_way_at_once(self) -> None:
        round_ = stood_up()
        standby, other = online_peer("Zoe"), online_peer("Amir")
        Standby.objects.create(round=round_, person=standby)
        request = begin(round_)
        say(request, standby, yes=False)
        assert asked(request) == [standby, other]

    def test_a_standby_who_is_not_online_is_passed_over(self) -> None:
        round_ = stood_up()
        other = online_peer()
        Standby.objects.create(round=round_, person=make_peer(seen_at=ago(10)))
        assert asked(begin(round_)) == [other]

    def test_who_comes_online_meanwhile_is_asked_too(self) -> None:
        first = online_peer("First")
        request = begin(stood_up())
        second = online_peer("Second")
        later(request, seconds=20)
        assert asked(request) == [first, second]

    def test_twice_is_one_search(self) -> None:
        online_peer()
        round_ = stood_up()
        assert begin(round_) == begin(round_)
        assert CoverAsk.objects.count() == 1

    def test_a_request_for_cover_of_before_gives_way(self) -> None:
        round_ = waiting_round(began=2)
        round_.seats.get(role="interviewer").delete()
        old = CoverRequest.objects.create(round=round_)
        online_peer()
        request = begin(round_)  # nobody sits there, so nobody need be waited for
        old.refresh_from_db()
        assert (old.state, request.live) == ("withdrawn", True)


class TestRefusals:
    def test_the_interviewer_must_be_said_to_be_absent(self) -> None:
        online_peer()
        with pytest.raises(DomainError) as refused:
            begin(waiting_round())
        assert refused.value.code == "not_noted"

    def test_only_the_candidate_asks(self) -> None:
        round_ = stood_up()
        with pytest.raises(DomainError) as refused:
            rematch.begin(round=round_, actor=interviewer_of(round_))
        assert refused.value.code == "not_yours"

    def test_nobody_online_is_said_so(self) -> None:
        with pytest.raises(DomainError) as refused:
            begin(stood_up())
        assert refused.value.code == "nobody"

    def test_a_candidate_with_a_round_too_soon_cannot_begin_anew(self) -> None:
        online_peer()
        round_ = stood_up(began=35)
        make_round(round_.loop, "behavioural", starts_at=next_quarter() + timedelta(minutes=15))
        with pytest.raises(DomainError) as refused:
            begin(round_)
        assert refused.value.code == "elsewhere"


class TestYes:
    def test_seats_the_stand_in_at_the_same_address_and_begins_anew(self) -> None:
        maya = online_peer("Maya")
        round_ = stood_up()
        jordan = interviewer_of(round_)
        request = begin(round_)
        say(request, maya, yes=True)
        found = Round.objects.get(pk=round_.pk)
        assert found.state == "scheduled"
        assert found.starts_at.timestamp() % 900 == 0
        assert opens_at(found) <= timezone.now()  # the candidate need not leave the room
        assert timezone.now() - found.starts_at < timedelta(minutes=6)
        assert found.ends_at - found.starts_at == timedelta(minutes=45)
        assert timezone.now() - found.arranged_at < timedelta(seconds=20)
        assert interviewer_of(found) == maya
        for seat in found.seats.all():
            kept = sorted(seat.claims.values_list("quarter", flat=True))
            assert kept == list(quarters(found.starts_at, found.ends_at))
        assert not Claim.objects.filter(person=jordan).exists()
        request.refresh_from_db()
        assert request.state == "filled"
        assert Attendance.objects.get(person=jordan).outcome == "no_show"
        entry = HistoryEntry.objects.get(event="interviewer_stood_in")
        assert (entry.actor, entry.old["interviewer"]) == (maya, jordan.pk)

    def test_mails_each_once_and_takes_it_from_the_other_calendar(self) -> None:
        maya = online_peer("Maya")
        round_ = stood_up()
        jordan = interviewer_of(round_)
        say(begin(round_), maya, yes=True)
        key = f"round:{round_.pk}:1:"
        owed = dict(OutgoingMail.objects.filter(key__startswith=key).values_list("to", "method"))
        assert owed == {
            jordan.email: "CANCEL",
            maya.email: "REQUEST",
            round_.loop.candidate.email: "REQUEST",
        }
        told = OutgoingMail.objects.get(key=f"{key}request:{round_.loop.candidate_id}")
        assert "Maya interviews instead" in told.text

    def test_second_yes_is_too_late_and_twice_is_once(self) -> None:
        first, second = online_peer("A"), online_peer("B")
        round_ = stood_up()
        request = begin(round_)
        say(request, first, yes=True)
        assert say(request, first, yes=True).pk == round_.pk
        with pytest.raises(Conflict) as refused:
            say(request, second, yes=True)
        assert refused.value.code == "taken"
        assert interviewer_of(round_) == first

    def test_nobody_answers_for_somebody_else(self) -> None:
        peer = online_peer()
        request = begin(stood_up())
        with pytest.raises(DomainError) as refused:
            rematch.answer(ask=request.asks.get(person=peer), person=online_peer(), yes=True)
        assert refused.value.code == "not_yours"

    def test_who_is_not_free_any_more_is_told(self) -> None:
        peer = online_peer()
        request = begin(stood_up())
        make_round(make_loop(rounds=False), interviewer=peer, starts_at=next_quarter())
        with pytest.raises(Conflict) as refused:
            say(request, peer, yes=True)
        assert refused.value.code == "not_offered"
        assert request.asks.get().answer == ""

    def test_an_interviewer_who_came_after_all_keeps_the_seat(self) -> None:
        peer = online_peer()
        round_ = stood_up()
        request = begin(round_)
        was_here(round_, interviewer_of(round_), since=0, still=True)
        with pytest.raises(DomainError) as refused:
            say(request, peer, yes=True)
        assert refused.value.code == "came"
        sweep_searches()
        request.refresh_from_db()
        assert request.state == "withdrawn"
        round_.refresh_from_db()
        assert round_.state == "scheduled"

    def test_an_observer_who_is_elsewhere_then_loses_the_seat(self) -> None:
        peer, observer, stays = online_peer(), make_user(), make_user()
        round_ = stood_up(began=30)
        seat_person(round_, observer, "observer")
        seat_person(round_, stays, "observer")
        # In the first quarter hour that the round does not touch: begun anew, it reaches into it.
        after = quarters(round_.starts_at, round_.ends_at).stop * 900
        other = make_round(make_loop(rounds=False), starts_at=datetime.fromtimestamp(after, UTC))
        seat_person(other, observer, "observer")
        say(begin(round_), peer, yes=True)
        watching = round_.seats.filter(role="observer")
        assert [seat.person for seat in watching] == [stays]

    def test_the_candidate_is_told_who_is_on_the_way_also_in_a_quarter_just_begun(self) -> None:
        peer = online_peer()
        round_ = stood_up()
        say(begin(round_), peer, yes=True)
        for passed, kind in ((2, "stood_in"), (12, "due")):
            start = timezone.now() - timedelta(minutes=passed)
            end = start + timedelta(minutes=45)
            Round.objects.filter(pk=round_.pk).update(starts_at=start, ends_at=end, arranged_at=start)
            told = waiting(access_round(round_.loop.candidate, round_.pk))
            assert (told.kind, told.name) == (kind, peer.shown_name)


class TestNobody:
    def test_after_three_minutes_the_round_is_missed_and_the_candidate_first_in_line(self) -> None:
        online_peer()
        round_ = stood_up()
        request = begin(round_)
        later(request, minutes=2, seconds=50)
        assert request.state == "open"
        later(request, minutes=3)
        assert request.state == "expired"
        round_.refresh_from_db()
        assert round_.state == "missed"
        assert PriorityPass.objects.get().kind == round_.kind
        assert not OutgoingMail.objects.filter(key__startswith="ask:", state="queued").exists()

    def test_when_all_said_no_it_ends_at_once(self) -> None:
        first, second = online_peer("A"), online_peer("B")
        round_ = stood_up()
        request = begin(round_)
        say(request, first, yes=False)
        request.refresh_from_db()
        assert request.state == "open"
        say(request, second, yes=False)
        request.refresh_from_db()
        assert request.state == "expired"

    def test_the_candidate_can_stop_it(self) -> None:
        peer = online_peer()
        round_ = stood_up()
        request = begin(round_)
        let_go(round=round_, actor=round_.loop.candidate)
        request.refresh_from_db()
        assert request.state == "withdrawn"
        with pytest.raises(Conflict):
            say(request, peer, yes=True)
