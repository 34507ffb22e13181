"""The pages of changes: who gets them, what they show, and what they answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from common.zones import written
from interviews.changes.services import decline_round, move_round, replace_interviewer
from interviews.models import Attendance, CoverAsk, CoverRequest, Round, Schedule, Seat, Standby
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person
from tests.interviews.changes.making import (
    HOUR,
    booked,
    events,
    interviewer,
    noon,
    quarter,
    soon,
)

pytestmark = pytest.mark.django_db


def page(round_: Round, what: str) -> str:
    return f"/rounds/{round_.pk}/{what}/"


def text(answer: Any) -> str:
    """The page's own words, without what the templates break."""
    return " ".join(answer.content.decode().split())


class TestMoving:
    def test_shows_the_free_times_of_a_week_in_the_viewers_zone(self, client_for: Any) -> None:
        round_ = booked()
        html = text(client_for(round_.loop.candidate).get(page(round_, "move")))
        assert "Move Settlement system design" in html
        assert "Europe/Berlin" in html
        assert "Times at which Bo and you are free" in html
        week = client_for(round_.loop.candidate).get(page(round_, "move")).context["week"]
        assert week.earlier is None
        assert week.later is not None
        later = client_for(round_.loop.candidate).get(page(round_, "move"), {"week": str(week.later)})
        assert later.context["week"].monday == week.later

    def test_times_are_on_the_persons_clock(self, client_for: Any) -> None:
        candidate = make_user("Cand", clock="12")
        round_ = booked(candidate=candidate)
        assert "3:30 pm</time>" in text(client_for(candidate).get(page(round_, "move")))

    @pytest.mark.parametrize("who", ["candidate", "interviewer"])
    def test_moves_and_says_so(self, client_for: Any, who: str) -> None:
        round_ = booked()
        client = client_for(Seat.objects.get(round=round_, role=who).person)
        told = {"start": quarter(noon(6)), "sequence": 0, "reason": "Dentist"}
        answer = client.post(page(round_, "move"), told, follow=True)
        assert answer.redirect_chain == [(f"/loops/{round_.loop_id}/", 302)]
        html = text(answer)
        assert "Moved. Everybody in the round gets a mail" in html
        assert "was moved from" in html
        assert "“Dentist”" in html
        round_.refresh_from_db()
        assert round_.starts_at == noon(6)
        assert client.get(f"/rounds/{round_.pk}/").status_code == 200

    def test_whoever_is_second_is_told_and_sees_what_is_free_now(self, client_for: Any) -> None:
        round_ = booked()
        move_round(round=round_, actor=interviewer(round_), start=quarter(noon(6)), sequence=0)
        client = client_for(round_.loop.candidate)
        told = {"start": quarter(noon(7)), "sequence": 0, "reason": "Kept words"}
        answer = client.post(page(round_, "move"), told)
        assert answer.status_code == 409
        html = text(answer)
        assert "Somebody was quicker: Settlement system design was moved from" in html
        assert "Kept words" in html
        assert 'name="sequence" value="1"' in html
        assert "Week of" in html

    @pytest.mark.parametrize(
        ("sent", "words"),
        [
            ({"sequence": 0}, "Choose a time first."),
            ({"sequence": 0, "start": "soon"}, "Choose one of the times."),
            ({"sequence": 0, "start": 2**50}, "Choose one of the times."),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, client_for: Any, sent: Any, words: str) -> None:
        round_ = booked()
        answer = client_for(round_.loop.candidate).post(page(round_, "move"), sent)
        assert answer.status_code == 422
        assert words in text(answer)

    def test_an_hour_that_is_not_offered_is_refused(self, client_for: Any) -> None:
        round_ = booked()
        sent = {"sequence": 0, "start": quarter(noon(90))}
        answer = client_for(round_.loop.candidate).post(page(round_, "move"), sent)
        assert answer.status_code == 409
        assert "The round stays where it is" in text(answer)

    def test_without_a_common_time_it_says_what_to_do(self, client_for: Any) -> None:
        round_ = booked(peer=make_peer("Bo", hours=False))
        html = text(client_for(round_.loop.candidate).get(page(round_, "move")))
        assert "Bo has no other hour that suits you" in html
        assert page(round_, "replace") in html
        peer = interviewer(booked(peer=make_peer("Cy")))
        Schedule.objects.filter(person=peer).update(paused_until=noon(60).date())
        round_ = Round.objects.get(seats__person=peer)
        html = text(client_for(peer).get(page(round_, "move")))
        assert "There is no other time for both of you" in html
        assert page(round_, "decline") in html

    def test_too_late_says_what_can_still_be_done(self, client_for: Any) -> None:
        round_ = soon(5)
        html = text(client_for(round_.loop.candidate).get(page(round_, "move")))
        assert "less than 12 hours" in html
        assert page(round_, "cancel") in html
        sent = {"sequence": 0, "start": quarter(noon(6))}
        assert client_for(round_.loop.candidate).post(page(round_, "move"), sent).status_code == 422

    @pytest.mark.parametrize("week", ["2026-13-45", "x", "9999-12-31", "0001-01-01"])
    def test_any_week_in_the_address_shows_one(self, client_for: Any, week: str) -> None:
        round_ = booked()
        answer = client_for(round_.loop.candidate).get(page(round_, "move"), {"week": week})
        assert answer.status_code == 200
        assert answer.context["week"].days

    @pytest.mark.parametrize("rounds", [1, 6])
    def test_queries_do_not_grow(self, client_for: Any, rounds: int, django_assert_num_queries: Any) -> None:
        round_ = booked()
        for number in range(rounds):
            make_round(round_.loop, "recruiter", starts_at=noon(6 + number), position=10 + number)
        client = client_for(round_.loop.candidate)
        client.get(page(round_, "move"))
        with django_assert_num_queries(22):
            client.get(page(round_, "move"))

    @pytest.mark.parametrize("peers", [1, 8])
    def test_queries_of_a_vacant_round_do_not_grow_with_the_pool(
        self, client_for: Any, peers: int, django_assert_num_queries: Any
    ) -> None:
        round_ = booked()
        decline_round(round=round_, actor=interviewer(round_))
        for _ in range(peers):
            make_peer()
        client = client_for(round_.loop.candidate)
        client.get(page(round_, "move"))
        with django_assert_num_queries(26):
            client.get(page(round_, "move"))


class TestCallingOff:
    def test_cancels_one_round_and_offers_the_rest(self, client_for: Any) -> None:
        round_ = booked()
        make_round(round_.loop, "recruiter", starts_at=noon(6))
        client = client_for(round_.loop.candidate)
        html = text(client.get(page(round_, "cancel")))
        assert "Cancel this round?" in html
        assert page(round_, "move") in html
        answer = client.post(page(round_, "cancel"), {"sequence": 0, "reason": "Ill"}, follow=True)
        assert "The round is cancelled." in text(answer)
        round_.refresh_from_db()
        assert (round_.state, round_.loop.state) == ("cancelled", "booked")
        assert "This round is cancelled already." in text(client.get(page(round_, "cancel")))

    def test_gives_back_and_says_what_happens(self, client_for: Any) -> None:
        round_ = booked()
        peer = interviewer(round_)
        make_peer("Cy")
        client = client_for(peer)
        assert "Somebody else takes the round over" in text(client.get(page(round_, "decline")))
        answer = client.post(page(round_, "decline"), {"sequence": 0, "reason": "x" * 501})
        assert answer.status_code == 422
        answer = client.post(page(round_, "decline"), {"sequence": 0}, follow=True)
        assert "You gave the round back." in text(answer)
        assert interviewer(round_).name == "Cy"
        # The room is not theirs any more; a form that was still open says what happened.
        assert client.get(f"/rounds/{round_.pk}/").status_code == 404
        assert client.get(page(round_, "decline")).status_code == 404
        answer = client.post(page(round_, "decline"), {"sequence": 0}, follow=True)
        assert "This round is not yours any more: You gave Settlement system design back" in text(answer)

    def test_soon_before_it_says_that_others_are_asked(self, client_for: Any) -> None:
        round_ = soon(20)
        assert "other peers are asked" in text(client_for(interviewer(round_)).get(page(round_, "decline")))

    def test_interviewer_who_was_replaced_meanwhile_is_told(self, client_for: Any) -> None:
        round_ = booked()
        bo = interviewer(round_)
        make_peer("Cy")
        replace_interviewer(round=round_, actor=round_.loop.candidate, sequence=0)
        for what in ("decline", "move"):
            answer = client_for(bo).post(page(round_, what), {"sequence": 0, "start": 1}, follow=True)
            assert answer.redirect_chain == [("/loops/", 302)]
            assert "Settlement system design went from you to Cy by Cand." in text(answer)

    def test_cancelling_what_moved_meanwhile_asks_again(self, client_for: Any) -> None:
        round_ = booked()
        move_round(round=round_, actor=interviewer(round_), start=quarter(noon(6)), sequence=0)
        answer = client_for(round_.loop.candidate).post(page(round_, "cancel"), {"sequence": 0})
        assert answer.status_code == 409
        html = text(answer)
        assert "Somebody was quicker" in html
        assert 'name="sequence" value="1"' in html


class TestSomebodyElse:
    def test_names_who_is_free_with_counts_and_the_standby(self, client_for: Any) -> None:
        round_ = booked()
        cy = make_peer("Cy")
        Standby.objects.create(round=round_, person=cy)
        missed = booked(-40, peer=make_peer("Far", hours=False), state="missed")
        Attendance.objects.create(round=missed, person=cy, role="interviewer", outcome="no_show")
        html = text(client_for(round_.loop.candidate).get(page(round_, "replace")))
        assert "Cy stands by for this round." in html
        assert "came to 0, missed 1" in html
        assert "New to you" in html

    def test_replaces(self, client_for: Any) -> None:
        round_ = booked()
        make_peer("Cy")
        di = make_peer("Di")
        client = client_for(round_.loop.candidate)
        answer = client.post(page(round_, "replace"), {"sequence": 0, "person": di.pk}, follow=True)
        assert "Somebody else interviews you now." in text(answer)
        assert "Settlement system design went from Bo to Di by you." in text(answer)

    def test_refuses_whom_it_does_not_know_and_who_is_not_free(self, client_for: Any) -> None:
        round_ = booked()
        client = client_for(round_.loop.candidate)
        for person, status in ((10**9, 422), ("x", 422), (make_peer(hours=False).pk, 409)):
            answer = client.post(page(round_, "replace"), {"sequence": 0, "person": person})
            assert answer.status_code == status
        assert events(round_.loop) == []

    def test_with_nobody_free_it_says_so(self, client_for: Any) -> None:
        round_ = booked()
        client = client_for(round_.loop.candidate)
        assert "Nobody else is free at this time" in text(client.get(page(round_, "replace")))
        assert client.post(page(round_, "replace"), {"sequence": 0}).status_code == 409


class TestCover:
    def asked(self) -> tuple[Round, CoverRequest]:
        round_ = soon(24)
        make_peer("Cy")
        make_peer("Di")
        decline_round(round=round_, actor=interviewer(round_))
        return round_, CoverRequest.objects.get()

    def test_looking_does_nothing_and_is_for_who_was_asked(self, client_for: Any) -> None:
        round_, request = self.asked()
        cy = CoverAsk.objects.get(person__name="Cy")
        html = text(client_for(cy.person).get(f"/cover/{request.pk}/"))
        assert "Can you take this round?" in html
        assert "STEPONE" not in html
        assert CoverAsk.objects.get(pk=cy.pk).answer == ""
        for person in (round_.loop.candidate, make_peer(), make_coach(round_.loop.candidate)):
            assert client_for(person).get(f"/cover/{request.pk}/").status_code == 404
        assert Client().get(f"/cover/{request.pk}/").status_code == 302

    def test_yes_leads_to_the_room_and_the_second_is_told(self, client_for: Any) -> None:
        round_, request = self.asked()
        cy, di = (CoverAsk.objects.get(person__name=name).person for name in ("Cy", "Di"))
        answer = client_for(cy).post(f"/cover/{request.pk}/", {"answer": "yes"})
        assert answer["Location"] == f"/rounds/{round_.pk}/"
        answer = client_for(di).post(f"/cover/{request.pk}/", {"answer": "yes"})
        assert answer.status_code == 409
        assert "Somebody else was quicker" in text(answer)
        assert "This round is settled" in text(client_for(di).get(f"/cover/{request.pk}/"))
        assert "This round is yours" in text(client_for(cy).get(f"/cover/{request.pk}/"))

    def test_no_is_noted_and_can_be_changed(self, client_for: Any) -> None:
        _round, request = self.asked()
        cy = CoverAsk.objects.get(person__name="Cy").person
        answer = client_for(cy).post(f"/cover/{request.pk}/", {"answer": "no"}, follow=True)
        assert "Noted, thank you." in text(answer)
        assert "you can still change your mind" in text(client_for(cy).get(f"/cover/{request.pk}/"))
        assert client_for(cy).post(f"/cover/{request.pk}/", {"answer": "maybe"}).status_code == 422

    def test_open_requests_are_on_the_dashboard_and_the_loops_page(self, client_for: Any) -> None:
        _round, request = self.asked()
        cy = CoverAsk.objects.get(person__name="Cy").person
        for url in ("/", "/loops/"):
            assert f'href="/cover/{request.pk}/"' in text(client_for(cy).get(url))
        assert client_for(cy).get("/").context["step"].title.startswith("Can you take Settlement")


class TestVacantRound:
    """Every page copes with a round that nobody interviews in."""

    def test_says_that_somebody_is_looked_for(self, client_for: Any) -> None:
        round_ = booked()
        seat_person(round_, observer := make_user("Ob"), "observer")
        coach = make_coach(round_.loop.candidate)
        decline_round(round=round_, actor=interviewer(round_))
        for person in (round_.loop.candidate, coach):
            client = client_for(person)
            for url in (f"/loops/{round_.loop_id}/", f"/rounds/{round_.pk}/"):
                assert "Looking for an interviewer" in text(client.get(url))
        assert "Looking for an interviewer" in text(client_for(observer).get("/loops/"))
        candidate = client_for(round_.loop.candidate)
        assert "We are looking for somebody to interview you" in text(candidate.get("/"))
        assert candidate.get(f"/rounds/{round_.pk}/calendar.ics").status_code == 200
        assert "Bo gave Settlement system design back." in text(candidate.get(f"/loops/{round_.loop_id}/"))
        assert "Looking for an interviewer" in text(candidate.get(page(round_, "replace")))
        assert "Nobody is free in the next four weeks" in text(candidate.get(page(round_, "move")))
        make_peer("Cy")
        assert "Times at which somebody is free for you" in text(candidate.get(page(round_, "move")))

    def test_can_not_be_started(self, client_for: Any) -> None:
        round_ = booked()
        bo = interviewer(round_)
        decline_round(round=round_, actor=bo)
        Round.objects.filter(pk=round_.pk).update(starts_at=timezone.now() + timedelta(minutes=5))
        for person in (bo, round_.loop.candidate):
            answer = client_for(person).post(f"/rounds/{round_.pk}/clock/", {"action": "start", "version": 0})
            assert answer.status_code == 404
        assert client_for(round_.loop.candidate).get(f"/rounds/{round_.pk}/").status_code == 200

    def test_opens_no_scorecard_to_who_left(self, client_for: Any) -> None:
        round_ = booked()
        bo = interviewer(round_)
        decline_round(round=round_, actor=bo)
        assert client_for(bo).get(f"/rounds/{round_.pk}/scorecard/").status_code == 404


def test_menu_holds_what_each_may(client_for: Any) -> None:
    round_ = booked()
    candidate = text(client_for(round_.loop.candidate).get(f"/loops/{round_.loop_id}/"))
    peer = text(client_for(interviewer(round_)).get("/loops/"))
    for what, candidates, peers in (
        ("move", True, True),
        ("replace", True, False),
        ("cancel", True, False),
        ("decline", False, True),
    ):
        assert (f'href="{page(round_, what)}"' in candidate) == candidates
        assert (f'href="{page(round_, what)}"' in peer) == peers
    coach = text(client_for(make_coach(round_.loop.candidate)).get(f"/loops/{round_.loop_id}/"))
    assert "round-menu" not in coach
    late = soon(5)
    html = text(client_for(late.loop.candidate).get(f"/loops/{late.loop_id}/"))
    assert page(late, "move") not in html
    assert page(late, "cancel") in html


def test_history_tells_old_new_and_who(client_for: Any) -> None:
    loop = make_loop(make_user("Cand"), rounds=False)
    round_ = make_round(loop, interviewer=make_peer("Bo"), starts_at=noon(5))
    bo = interviewer(round_)
    move_round(round=round_, actor=bo, start=quarter(noon(6) + HOUR), sequence=0)
    html = text(client_for(loop.candidate).get(f"/loops/{loop.pk}/"))
    old, new = noon(5), noon(6) + HOUR
    assert (
        f"from {written(old, 'Europe/Berlin', 'day')}, 13:00 to {written(new, 'Europe/Berlin')} by Bo."
        in html
    )
