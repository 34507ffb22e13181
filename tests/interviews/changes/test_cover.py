"""Asking people to take a round over, their answers, and what the sweep makes of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.changes import policy
from interviews.changes.answers import refuse_cover, take_cover
from interviews.changes.selectors import open_asks, vacant_rounds
from interviews.changes.services import cancel_round, decline_round, replace_interviewer
from interviews.changes.sweep import cover_rounds
from interviews.changes.tasks import cover_rounds as task
from interviews.models import CoverAsk, CoverRequest, PriorityPass, Round, Schedule, Seat, Standby
from tests.factories import make_loop, make_peer, make_round, make_user
from tests.interviews.changes.making import (
    assert_whole,
    booked,
    events,
    interviewer,
    soon,
    vacant,
)

pytestmark = pytest.mark.django_db


def given_back(hours: float = 24, *names: str) -> Round:
    """A round that begins so soon that people were asked: peers of these names, who are free."""
    round_ = soon(hours)
    for name in names:
        make_peer(name)
    decline_round(round=round_, actor=interviewer(round_))
    round_.refresh_from_db()
    return round_


def ask_of(name: str) -> CoverAsk:
    return CoverAsk.objects.get(person__name=name)


def begins_in(round_: Round, **ahead: float) -> None:
    """Let a round begin so soon, without moving it."""
    start = timezone.now() + timedelta(**ahead)
    Round.objects.filter(pk=round_.pk).update(starts_at=start, ends_at=start + timedelta(minutes=45))


class TestAsking:
    def test_each_gets_one_mail_with_a_link(self) -> None:
        given_back(24, "Cy", "Di")
        request = CoverRequest.objects.get()
        for ask in request.asks.all():
            [mail] = OutgoingMail.objects.filter(to=ask.person.email)
            assert mail.subject.startswith("Can you take this round? Settlement system design")
            assert f"/cover/{request.pk}/" in mail.text
            assert mail.calendar == ""
        assert request.asks.count() == 2
        assert cover_rounds() == 0
        assert OutgoingMail.objects.filter(key__startswith="cover:").count() == 2

    def test_who_wants_longer_notice_is_asked_after_the_others(self) -> None:
        round_ = soon(24)
        Schedule.objects.filter(person=make_peer("Slow")).update(notice_hours=72)
        make_peer("Quick")
        decline_round(round=round_, actor=interviewer(round_))
        asked = CoverAsk.objects.order_by("pk").values_list("person__name", flat=True)
        assert list(asked) == ["Quick", "Slow"]

    def test_no_more_than_some_at_a_time_and_the_next_when_one_says_no(self) -> None:
        round_ = soon(24)
        for number in range(policy.ASKED_AT_ONCE + 2):
            make_peer(f"Peer {number:02}")
        standby = make_peer("Standby")
        Standby.objects.create(round=round_, person=standby)
        decline_round(round=round_, actor=interviewer(round_))
        asks = CoverAsk.objects.order_by("pk")
        assert len(asks) == policy.ASKED_AT_ONCE
        assert asks[0].person == standby
        refuse_cover(ask=asks[1], actor=asks[1].person)
        assert CoverAsk.objects.count() == policy.ASKED_AT_ONCE + 1
        refuse_cover(ask=asks[1], actor=asks[1].person)
        assert CoverAsk.objects.count() == policy.ASKED_AT_ONCE + 1

    def test_a_search_among_who_is_online_is_left_alone(self) -> None:
        round_ = soon(24)
        make_peer("Cy")
        Seat.objects.filter(round=round_, role="interviewer").delete()
        CoverRequest.objects.create(round=round_, live=True)
        assert cover_rounds() == 0
        assert not CoverAsk.objects.exists()

    def test_open_ones_are_listed_until_answered(self) -> None:
        round_ = given_back(24, "Cy")
        cy = ask_of("Cy").person
        assert [ask.request.round for ask in open_asks(cy, now=timezone.now())] == [round_]
        assert not open_asks(make_peer(), now=timezone.now())
        assert not open_asks(cy, now=round_.starts_at - timedelta(minutes=5))
        refuse_cover(ask=ask_of("Cy"), actor=cy)
        assert not open_asks(cy, now=timezone.now())


class TestAnswering:
    def test_first_yes_gets_it_and_the_others_are_thanked(self) -> None:
        round_ = given_back(24, "Cy", "Di", "Ed")
        OutgoingMail.objects.update(state="sent")
        cy, di, ed = (ask_of(name) for name in ("Cy", "Di", "Ed"))
        refuse_cover(ask=ed, actor=ed.person)
        take_cover(ask=cy, actor=cy.person)
        assert interviewer(round_) == cy.person
        assert_whole()
        request = CoverRequest.objects.get()
        assert (request.state, ask_of("Cy").answer) == ("filled", "yes")
        assert events(round_.loop) == ["interviewer_left", "cover_asked", "cover_taken"]
        [thanks] = OutgoingMail.objects.filter(key__contains=":closed:")
        assert thanks.to == di.person.email
        assert "has an interviewer now. Thank you" in thanks.text
        with pytest.raises(Conflict) as refusal:
            take_cover(ask=di, actor=di.person)
        assert refusal.value.code == "covered"
        assert Standby.objects.get(round=round_).person == di.person

    def test_mails_that_did_not_go_out_yet_are_let_go_of(self) -> None:
        given_back(24, "Cy", "Di")
        take_cover(ask=ask_of("Cy"), actor=ask_of("Cy").person)
        assert OutgoingMail.objects.get(to=ask_of("Di").person.email).state == "dropped"

    def test_yes_twice_and_no_after_it(self) -> None:
        round_ = given_back(24, "Cy")
        cy = ask_of("Cy")
        for _ in range(2):
            take_cover(ask=cy, actor=cy.person)
        assert events(round_.loop).count("cover_taken") == 1
        with pytest.raises(DomainError) as refusal:
            refuse_cover(ask=cy, actor=cy.person)
        assert refusal.value.code == "is_yours"

    def test_a_change_of_mind_counts_while_it_is_open(self) -> None:
        round_ = given_back(24, "Cy")
        cy = ask_of("Cy")
        refuse_cover(ask=cy, actor=cy.person)
        take_cover(ask=cy, actor=cy.person)
        assert interviewer(round_) == cy.person

    def test_who_is_no_longer_calibrated_can_t_take_it(self) -> None:
        round_ = given_back(24, "Cy")
        ask_of("Cy").person.qualifications.all().delete()
        with pytest.raises(Conflict) as refusal:
            take_cover(ask=ask_of("Cy"), actor=ask_of("Cy").person)
        assert refusal.value.code == "not_free"
        assert not round_.seats.filter(role="interviewer").exists()

    def test_nobody_answers_for_another(self) -> None:
        given_back(24, "Cy")
        for act in (take_cover, refuse_cover):
            with pytest.raises(DomainError) as refusal:
                act(ask=ask_of("Cy"), actor=make_user())
            assert refusal.value.code == "not_yours"

    def test_who_is_in_another_round_then_is_told(self) -> None:
        round_ = given_back(24, "Cy")
        cy = ask_of("Cy")
        make_round(make_loop(rounds=False), interviewer=cy.person, starts_at=round_.starts_at)
        with pytest.raises(Conflict) as refusal:
            take_cover(ask=cy, actor=cy.person)
        assert refusal.value.code == "busy"
        assert ask_of("Cy").answer == ""
        assert vacant(round_)

    def test_settled_meanwhile(self) -> None:
        round_ = given_back(24, "Cy", "Di")
        cy = ask_of("Cy")
        cancel_round(round=round_, actor=round_.loop.candidate, sequence=round_.sequence)
        with pytest.raises(Conflict) as refusal:
            take_cover(ask=cy, actor=cy.person)
        assert refusal.value.code == "closed"

    def test_candidate_may_choose_one_of_those_who_are_free_instead(self) -> None:
        round_ = given_back(24, "Cy", "Di")
        OutgoingMail.objects.update(state="sent")
        di = ask_of("Di").person
        replace_interviewer(round=round_, actor=round_.loop.candidate, person=di, sequence=round_.sequence)
        assert CoverRequest.objects.get().state == "filled"
        assert interviewer(round_) == di
        assert [mail.to for mail in OutgoingMail.objects.filter(key__contains=":closed:")] == [
            ask_of("Cy").person.email
        ]


class TestSweep:
    def test_refills_when_hours_change(self) -> None:
        round_ = booked()
        decline_round(round=round_, actor=interviewer(round_))
        assert cover_rounds() == 0
        cy = make_peer("Cy")
        assert task() == 1
        assert interviewer(round_) == cy
        assert events(round_.loop) == ["interviewer_left", "interviewer_replaced"]
        assert cover_rounds() == 0

    def test_asks_from_48_hours_before_and_more_people_as_they_become_free(self) -> None:
        round_ = booked()
        decline_round(round=round_, actor=interviewer(round_))
        begins_in(round_, hours=47)
        make_peer("Cy")
        assert cover_rounds() == 1
        make_peer("Di")
        assert cover_rounds() == 1
        assert CoverAsk.objects.count() == 2
        assert cover_rounds() == 0

    def test_gives_up_when_the_room_would_open(self) -> None:
        round_ = given_back(24, "Cy")
        OutgoingMail.objects.update(state="sent")
        begins_in(round_, minutes=11)
        assert cover_rounds() == 0
        begins_in(round_, minutes=9)
        assert cover_rounds() == 1
        round_.refresh_from_db()
        assert round_.state == "cancelled"
        assert CoverRequest.objects.get().state == "expired"
        assert_whole()
        mail = OutgoingMail.objects.get(to=round_.loop.candidate.email, method="CANCEL")
        assert "Nobody could take it over in time." in mail.text
        assert f"/loops/book/?rounds={round_.kind}" in mail.text
        assert "nobody could take it in time" in OutgoingMail.objects.get(key__contains=":closed:").text
        assert cover_rounds() == 0

    def test_serves_who_is_owed_a_round_first(self) -> None:
        first, owed, used = booked(4), booked(5), booked(6)
        Seat.objects.filter(role="interviewer").delete()
        for round_, used_by in ((owed, None), (used, used.loop)):
            missed = booked(-9, peer=make_peer(hours=False), state="missed")
            PriorityPass.objects.create(
                candidate=round_.loop.candidate, kind=round_.kind, missed=missed, used_by=used_by
            )
        assert vacant_rounds() == [owed, used, first]

    def test_one_that_fails_does_not_keep_the_others_waiting(self, monkeypatch) -> None:
        rounds = [booked(), booked(6)]
        for round_ in rounds:
            Seat.objects.filter(round=round_, role="interviewer").delete()
        Schedule.objects.all().delete()
        make_peer("Cy")
        from interviews.changes import sweep

        real = sweep.tend

        def sometimes(**kwargs):
            if kwargs["round"].pk == rounds[0].pk:
                raise RuntimeError("broken")
            return real(**kwargs)

        monkeypatch.setattr(sweep, "tend", sometimes)
        assert cover_rounds() == 1
        assert interviewer(rounds[1]).name == "Cy"
