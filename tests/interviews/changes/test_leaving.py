"""Cancelling one round, giving one back, asking for somebody else; and who steps in then."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.changes.policy import REFILL_UNTIL
from interviews.changes.refilling import assign
from interviews.changes.selectors import stand_ins
from interviews.changes.services import cancel_round, decline_round, move_round, replace_interviewer
from interviews.loops.line import loop_line
from interviews.models import Attendance, BlockedPair, Claim, CoverRequest, Round, Schedule, Standby
from tests.factories import make_peer, make_prompt, make_round, make_user, qualify, seat_person
from tests.interviews.changes.making import (
    assert_whole,
    booked,
    events,
    interviewer,
    noon,
    quarter,
    soon,
    vacant,
)

pytestmark = pytest.mark.django_db


def names(round_: Round) -> list[str]:
    """Who could step in, in order."""
    return [each.person.name for each in stand_ins(round_.loop, round_, now=timezone.now())]


class TestCancelling:
    def test_frees_hours_and_tells_both(self) -> None:
        round_ = booked()
        other = make_round(round_.loop, "recruiter", starts_at=noon(6))
        done = cancel_round(round=round_, actor=round_.loop.candidate, sequence=0, reason="Ill")
        assert (done.state, done.sequence) == ("cancelled", 1)
        assert not Claim.objects.filter(seat__round=round_).exists()
        assert Claim.objects.filter(seat__round=other).count() == 4
        mails = OutgoingMail.objects.filter(key__startswith=f"round:{round_.pk}:1:cancel:")
        assert mails.count() == 2
        assert all("Ill" in mail.text for mail in mails)
        assert events(round_.loop) == ["round_cancelled"]

    def test_twice_changes_nothing(self) -> None:
        round_ = booked()
        for _ in range(2):
            cancel_round(round=round_, actor=round_.loop.candidate, sequence=0)
        assert events(round_.loop) == ["round_cancelled", "loop_cancelled"]

    def test_is_the_candidates(self) -> None:
        round_ = booked()
        with pytest.raises(DomainError) as refusal:
            cancel_round(round=round_, actor=interviewer(round_), sequence=0)
        assert refusal.value.code == "not_yours"

    def test_goes_until_it_begins(self) -> None:
        soon_ = soon(0.2)
        assert cancel_round(round=soon_, actor=soon_.loop.candidate, sequence=0).state == "cancelled"
        begun = soon(-1)
        with pytest.raises(DomainError) as refusal:
            cancel_round(round=begun, actor=begun.loop.candidate, sequence=0)
        assert refusal.value.code == "too_late"

    def test_withdraws_what_was_asked_and_lets_the_standby_go(self) -> None:
        round_ = soon(20)
        peer = make_peer("Cy")
        decline_round(round=round_, actor=interviewer(round_))
        Standby.objects.create(round=round_, person=peer)
        round_.refresh_from_db()
        cancel_round(round=round_, actor=round_.loop.candidate, sequence=round_.sequence)
        assert CoverRequest.objects.get().state == "withdrawn"
        assert not Standby.objects.exists()
        assert OutgoingMail.objects.get(to=peer.email).state == "dropped"


class TestGivingBack:
    def test_standby_takes_it_over_at_once(self) -> None:
        round_ = booked()
        bo, free, standby = interviewer(round_), make_peer("Free"), make_peer("Standby")
        Standby.objects.create(round=round_, person=standby)
        done = decline_round(round=round_, actor=bo, sequence=0, reason="Flight")
        assert interviewer(done) == standby
        assert (done.state, done.sequence, done.starts_at) == ("scheduled", 1, round_.starts_at)
        assert Standby.objects.get(round=round_).person == free
        assert not Claim.objects.filter(person=bo).exists()
        assert_whole()
        [entry] = round_.loop.history.all()
        assert (entry.event, entry.actor, entry.reason) == ("interviewer_handed_over", bo, "Flight")
        assert (entry.old, entry.new) == ({"interviewer": bo.pk}, {"interviewer": standby.pk})
        sent = {mail.to: mail.method for mail in OutgoingMail.objects.all()}
        assert sent == {
            bo.email: "CANCEL",
            standby.email: "REQUEST",
            round_.loop.candidate.email: "REQUEST",
        }

    def test_twice_changes_nothing(self) -> None:
        round_ = booked()
        make_peer()
        bo = interviewer(round_)
        for _ in range(2):
            decline_round(round=round_, actor=bo, sequence=0)
        assert events(round_.loop) == ["interviewer_handed_over"]

    def test_without_anybody_it_stands_and_is_looked_for(self) -> None:
        round_ = booked()
        bo = interviewer(round_)
        done = decline_round(round=round_, actor=bo, reason="Flight")
        assert (done.state, vacant(done)) == ("scheduled", True)
        assert_whole()
        assert events(round_.loop) == ["interviewer_left"]
        mail = OutgoingMail.objects.get(to=round_.loop.candidate.email)
        assert mail.subject.startswith("Interviewer wanted")
        [station] = loop_line(round_.loop)
        assert (station["state"], station["word"]) == ("pending", "Looking for an interviewer")

    def test_soon_before_people_are_asked_instead(self) -> None:
        round_ = soon(47)
        make_peer()
        done = decline_round(round=round_, actor=interviewer(round_))
        assert vacant(done)
        assert CoverRequest.objects.get(round=round_).asks.count() == 1
        assert events(round_.loop) == ["interviewer_left", "cover_asked"]

    def test_in_the_last_minutes_it_is_cancelled_at_once(self) -> None:
        round_ = soon(0)
        Round.objects.filter(pk=round_.pk).update(starts_at=timezone.now() + timedelta(minutes=5))
        done = decline_round(round=round_, actor=interviewer(round_))
        assert done.state == "cancelled"

    def test_is_the_interviewers_and_ends_with_the_start(self) -> None:
        round_ = booked()
        for person in (round_.loop.candidate, make_peer(), make_user()):
            with pytest.raises(DomainError) as refusal:
                decline_round(round=round_, actor=person)
            assert refusal.value.code == "not_yours"
        for begun in (soon(-1), booked(state="live"), booked(state="completed")):
            with pytest.raises(DomainError) as refusal:
                decline_round(round=begun, actor=interviewer(begun))
            assert refusal.value.code == "too_late"

    def test_who_gave_it_back_does_not_get_it_again(self) -> None:
        round_ = booked()
        bo = interviewer(round_)
        decline_round(round=round_, actor=bo)
        assert names(round_) == []
        cy = make_peer("Cy")
        assert names(round_) == ["Cy"]
        round_.refresh_from_db()
        replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=round_.sequence)
        assert interviewer(round_) == cy
        decline_round(round=round_, actor=cy)
        assert vacant(round_)

    def test_who_was_replaced_meanwhile_is_told(self) -> None:
        round_ = booked()
        bo = interviewer(round_)
        make_peer("Cy")
        replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=0)
        with pytest.raises(Conflict) as refusal:
            decline_round(round=round_, actor=bo, sequence=0)
        assert refusal.value.code == "stale"
        assert "Settlement system design went from you to Cy by Cand." in refusal.value.message


class TestAskingForSomebodyElse:
    def test_three_times_is_enough(self) -> None:
        round_ = booked()
        for _ in range(5):
            make_peer()
        for number in range(3):
            replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=number)
        with pytest.raises(DomainError) as refusal:
            replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=3)
        assert refusal.value.code == "too_often"
        # Who left by themselves can be replaced all the same.
        decline_round(round=round_, actor=interviewer(round_), sequence=3)
        assert not vacant(round_)

    def test_somebody_in_particular(self) -> None:
        round_ = booked()
        bo, cy, di = interviewer(round_), make_peer("Cy"), make_peer("Di")
        done = replace_interviewer(round=round_, actor=round_.loop.candidate, person=di, sequence=0)
        assert interviewer(done) == di
        assert Standby.objects.get(round=round_).person == cy
        [entry] = round_.loop.history.all()
        assert (entry.old, entry.new) == ({"interviewer": bo.pk}, {"interviewer": di.pk})
        assert OutgoingMail.objects.get(to=bo.email).method == "CANCEL"
        assert (
            replace_interviewer(round=round_, actor=round_.loop.candidate, person=di, sequence=0).sequence
            == 1
        )

    def test_anyone_is_the_standby_first(self) -> None:
        round_ = booked()
        make_peer("Cy")
        di = make_peer("Di")
        Standby.objects.create(round=round_, person=di)
        done = replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=0)
        assert interviewer(done) == di

    def test_with_nobody_free_the_interviewer_stays(self) -> None:
        round_ = booked()
        bo = interviewer(round_)
        with pytest.raises(Conflict) as refusal:
            replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=0)
        assert refusal.value.code == "nobody"
        assert interviewer(round_) == bo
        assert events(round_.loop) == []

    def test_who_is_not_free_any_more_is_not_taken(self) -> None:
        round_ = booked()
        cy = make_peer("Cy")
        make_round(booked(20).loop, "recruiter", interviewer=cy, starts_at=noon(5))
        with pytest.raises(Conflict) as refusal:
            replace_interviewer(round=round_, actor=round_.loop.candidate, person=cy, sequence=0)
        assert refusal.value.code == "not_free"

    def test_is_the_candidates_and_in_time(self) -> None:
        round_ = booked()
        with pytest.raises(DomainError) as refusal:
            replace_interviewer(round=round_, actor=interviewer(round_), sequence=0)
        assert refusal.value.code == "not_yours"
        late = soon(3)
        with pytest.raises(DomainError) as refusal:
            replace_interviewer(round=late, actor=late.loop.candidate, sequence=0)
        assert refusal.value.code == "too_late"

    def test_second_change_is_told_of_the_first(self) -> None:
        round_ = booked()
        make_peer("Cy")
        move_round(round=round_, actor=interviewer(round_), start=quarter(noon(6)), sequence=0)
        with pytest.raises(Conflict) as refusal:
            replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=0)
        assert refusal.value.code == "stale"


class TestWhoStepsIn:
    def test_those_who_may_not_are_left_out(self) -> None:
        round_ = booked()
        make_peer("Fits")
        seat_person(round_, make_peer("Watches"), "observer")
        BlockedPair.objects.create(person=make_peer("Blocked"), other=round_.loop.candidate)
        make_round(
            booked(20, peer=make_peer("Far", hours=False)).loop,
            "recruiter",
            interviewer=make_peer("Busy"),
            starts_at=noon(5),
        )
        offers: dict[str, dict[str, Any]] = {
            "Wrong kind": {"round_kinds": ["recruiter"]},
            "Paused": {"paused_until": noon(30).date()},
            "Wants notice": {"notice_hours": 300},
        }
        for name, fields in offers.items():
            Schedule.objects.filter(person=make_peer(name)).update(**fields)
        inactive = make_peer("Left")
        inactive.is_active = False
        inactive.save()
        qualify(make_peer("Lapsed before", qualified=False), "recruiter", "product_sense", "behavioural")
        lapsing = make_peer("Lapses before").qualifications.filter(kind=round_.kind)
        lapsing.update(until=round_.starts_at - timedelta(minutes=1))
        assert names(round_) == ["Fits"]

    def test_order_is_standby_other_people_load_reliability_new_faces(self) -> None:
        round_ = booked()
        candidate = round_.loop.candidate
        standby, twice, loaded = make_peer("Standby"), make_peer("Twice"), make_peer("Loaded")
        slack, met, fresh = make_peer("Slack"), make_peer("Met"), make_peer("Fresh")
        Standby.objects.create(round=round_, person=standby)
        make_round(round_.loop, "recruiter", interviewer=twice, starts_at=noon(6))
        make_round(booked(20).loop, "recruiter", interviewer=loaded, starts_at=noon(6))
        Attendance.objects.create(
            round=booked(-40, peer=make_peer("Other", hours=False), state="missed"),
            person=slack,
            role="interviewer",
            outcome="no_show",
        )
        booked(-80, candidate=candidate, peer=met, state="completed")
        wanted = [fresh, met, slack, loaded, twice]
        found = [name for name in names(round_) if name in {each.name for each in (standby, *wanted)}]
        assert found == ["Standby", *(each.name for each in wanted)]

    def test_who_will_get_the_same_prompt_as_candidate_comes_late(self) -> None:
        round_ = booked()
        spoiled = make_peer("Spoiled")
        make_peer("Open")
        assert make_prompt(round_.kind) == round_.prompt
        booked(30, candidate=spoiled)
        order = [name for name in names(round_) if name in {"Spoiled", "Open"}]
        assert order == ["Open", "Spoiled"]

    def test_somebody_who_said_yes_is_seated_whatever_their_hours(self) -> None:
        round_ = booked()
        guest = make_peer("Guest", hours=False)
        args: dict[str, Any] = {
            "loop": round_.loop,
            "round": round_,
            "person": guest,
            "actor": guest,
            "now": timezone.now(),
        }
        with pytest.raises(Conflict):
            assign(**args)
        assert assign(**args, asked=True).person == guest
        BlockedPair.objects.create(person=round_.loop.candidate, other=(blocked := make_peer("Blocked")))
        with pytest.raises(Conflict):
            assign(**(args | {"person": blocked}), asked=True)


def test_refilling_ends_48_hours_before() -> None:
    assert timedelta(hours=48) == REFILL_UNTIL
    round_ = soon(49)
    cy = make_peer("Cy")
    assert interviewer(decline_round(round=round_, actor=interviewer(round_))) == cy
