"""Asking for a grant by address: by the candidate, by the coach, and what the one asked can do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.grants import asking, selectors, services
from accounts.models import AskBlock, CoachGrant, GrantAsk, User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from tests.accounts.test_signup import confirmed
from tests.factories import make_coach, make_user
from tests.services.racing import all_at_once

PAGE = "/settings/coaches/"


@pytest.fixture
def candidate(db: None) -> User:
    return confirmed(make_user("Cand"))


@pytest.fixture
def coach(db: None) -> User:
    return confirmed(make_coach(name="Hannah"))


def invite(candidate: User, email: str, **fields: Any) -> GrantAsk:
    return asking.ask(asker=candidate, way="invite", email=email, **fields)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def address(ask: GrantAsk) -> str:
    return f"/coaching/{ask.token}/"


class TestAsking:
    def test_grants_nothing_before_the_other_says_yes(self, candidate: User, coach: User) -> None:
        ask = invite(candidate, f" {coach.email.upper()} ", message="Please.")
        mail = OutgoingMail.objects.get()
        assert mail.to == coach.email
        assert "Cand asks you to coach them" in mail.subject
        assert "Please." in mail.text
        assert address(ask) in mail.text
        assert not selectors.coaches(coach, candidate)

    def test_is_the_same_for_every_address(
        self, candidate: User, coach: User, client_for: Callable[[Any], Any]
    ) -> None:
        blocking = confirmed(make_coach())
        AskBlock.objects.create(person=blocking, other=candidate)
        gone = confirmed(make_coach())
        User.objects.filter(pk=gone.pk).update(is_active=False)
        client, answers = client_for(candidate), set()
        for email in ("nobody@example.org", coach.email, blocking.email, gone.email, make_user().email):
            answer = client.post(PAGE, {"way": "invite", "email": email})
            answers.add((answer.status_code, said(answer).replace(email, "…")))
            page = client.get(PAGE).content.decode()
            assert email in page
        assert len(answers) == 1
        assert "on its way" in answers.pop()[1]
        rows = set(GrantAsk.objects.values_list("state", "sent"))
        assert rows == {("open", 1)}
        assert not OutgoingMail.objects.filter(to=blocking.email).exists()

    def test_own_address_wrong_role_and_what_is_so_already(self, candidate: User, coach: User) -> None:
        EmailAddress.objects.create(user=candidate, email="second@example.org", verified=True)
        assert refused(lambda: invite(candidate, candidate.email)) == "own_address"
        assert refused(lambda: invite(candidate, "Second@example.org")) == "own_address"
        assert refused(lambda: invite(coach, "a@example.org")) == "not_candidate"
        asks = "a@example.org"
        assert refused(lambda: asking.ask(asker=candidate, way="ask", email=asks)) == "not_coach"
        services.grant_coach(candidate=candidate, coach=coach)
        assert refused(lambda: invite(candidate, coach.email)) == "granted"
        assert refused(lambda: asking.ask(asker=coach, way="ask", email=candidate.email)) == "granted"
        assert not GrantAsk.objects.exists()

    def test_once_an_address_while_it_waits_and_so_many_at_once(self, candidate: User) -> None:
        first = invite(candidate, "a@example.org")
        assert refused(lambda: invite(candidate, "A@example.org")) == "asked"
        GrantAsk.objects.filter(pk=first.pk).update(expires_at=timezone.now())
        assert invite(candidate, "a@example.org").pk != first.pk
        for number in range(asking.MOST_OPEN - 1):
            invite(candidate, f"a{number}@example.org")
        assert refused(lambda: invite(candidate, "more@example.org")) == "many"

    def test_mails_are_limited(self, candidate: User, client_for: Callable[[Any], Any]) -> None:
        client = client_for(candidate)
        for number in range(20):
            client.post(PAGE, {"way": "invite", "email": f"a{number}@example.org"})
        answer = client.post(PAGE, {"way": "invite", "email": "last@example.org"})
        assert "Too many mails" in said(answer)
        assert not GrantAsk.objects.filter(email="last@example.org").exists()

    def test_what_was_typed_stays_beside_what_is_wrong(
        self, candidate: User, client_for: Callable[[Any], Any]
    ) -> None:
        answer = client_for(candidate).post(
            PAGE, {"way": "invite", "email": candidate.email, "message": "KEPT"}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "your own address" in page
        assert f'value="{candidate.email}"' in page
        assert "KEPT" in page

    def test_sending_again_waits_a_day_and_ends_after_the_third(self, candidate: User) -> None:
        ask = invite(candidate, "a@example.org")
        assert refused(lambda: asking.send_again(ask=ask)) == "early"
        for sent in (2, 3):
            day = timezone.now() - asking.PAUSE - timedelta(minutes=1)
            GrantAsk.objects.update(sent_at=day, expires_at=timezone.now(), state="expired")
            ask = asking.send_again(ask=ask)
            assert (ask.sent, selectors.state_of(ask)) == (sent, "open")
        assert refused(lambda: asking.send_again(ask=ask)) == "often"
        assert OutgoingMail.objects.count() == 3

    def test_taking_back(self, candidate: User, coach: User, client_for: Callable[[Any], Any]) -> None:
        ask = invite(candidate, coach.email)
        client_for(candidate).post(f"/settings/coaches/asks/{ask.pk}/", {"do": "back"})
        assert OutgoingMail.objects.get().state == "dropped"
        answer = client_for(coach).get(address(ask))
        assert answer.status_code == 410
        with pytest.raises(Conflict):
            asking.accept(ask=ask, person=coach)
        assert asking.take_back(ask=ask).state == "withdrawn"
        assert refused(lambda: asking.send_again(ask=ask)) == "closed"


class TestAnswering:
    def test_whoever_signs_up_with_the_address_becomes_the_coach(
        self, candidate: User, client_for: Callable[[Any], Any]
    ) -> None:
        ask = invite(candidate, "new@example.org")
        stranger = client_for(None).get(address(ask)).content.decode()
        assert "Cand asks you to coach them" in stranger
        assert f"/accounts/signup/?next=%2Fcoaching%2F{ask.token}%2F" in stranger
        person = User.objects.create_user("new@example.org", "a long password", name="New")
        client = client_for(person)
        assert "sent to another address" in client.get(address(ask)).content.decode(), "not confirmed yet"
        client.post(address(ask), {"answer": "yes"})
        assert not CoachGrant.objects.exists()
        confirmed(person)
        assert "become a coach" in client.get(address(ask)).content.decode()
        assert "Answer" in client.get(PAGE).content.decode()
        assert "You coach Cand" in said(client.post(address(ask), {"answer": "yes"}))
        person.refresh_from_db()
        assert selectors.coaches(person, candidate)
        mail = OutgoingMail.objects.get(to=candidate.email)
        assert "New coaches you from now on" in mail.subject
        assert client.get(address(ask))["Location"] == PAGE

    def test_nobody_else_can_answer(
        self, candidate: User, coach: User, client_for: Callable[[Any], Any]
    ) -> None:
        ask = invite(candidate, coach.email)
        other = confirmed(make_coach())
        page = client_for(other).post(address(ask), {"answer": "yes"}).content.decode()
        assert coach.email not in page
        with pytest.raises(Conflict):
            asking.accept(ask=ask, person=other)
        with pytest.raises(Conflict):
            asking.decline(ask=ask, person=other)
        assert client_for(candidate).post(address(ask), {"answer": "yes"})["Location"] == PAGE
        assert client_for(None).post(address(ask), {"answer": "yes"}).status_code == 200
        assert client_for(other).get("/coaching/unknown/").status_code == 404
        assert not CoachGrant.objects.exists()

    def test_a_coach_asks_and_the_candidate_lets_them_in(
        self, candidate: User, coach: User, client_for: Callable[[Any], Any]
    ) -> None:
        User.objects.filter(pk=candidate.pk).update(is_candidate=False)
        ask = asking.ask(asker=coach, way="ask", email=candidate.email)
        also = invite(make_user(), coach.email)
        client = client_for(candidate)
        assert "Hannah would like to coach you" in client.get(address(ask)).content.decode()
        client.post(address(ask), {"answer": "yes"})
        candidate.refresh_from_db()
        assert candidate.is_candidate
        assert selectors.coaches(coach, candidate)
        assert "said yes" in client_for(coach).get(PAGE).content.decode()
        also.refresh_from_db()
        assert also.state == "open"

    def test_what_the_two_asked_each_other_is_answered_together(self, candidate: User, coach: User) -> None:
        invite(candidate, coach.email)
        ask = asking.ask(asker=coach, way="ask", email=candidate.email)
        grant = asking.accept(ask=ask, person=candidate)
        assert set(GrantAsk.objects.values_list("state", flat=True)) == {"accepted"}
        assert asking.accept(ask=ask, person=candidate) == grant
        assert CoachGrant.objects.count() == 1

    def test_who_stopped_coaching_is_not_let_in(self, candidate: User, coach: User) -> None:
        ask = asking.ask(asker=coach, way="ask", email=candidate.email)
        User.objects.filter(pk=coach.pk).update(is_coach=False)
        with pytest.raises(Conflict):
            asking.accept(ask=ask, person=candidate)
        ask.refresh_from_db()
        assert ask.state == "open"

    def test_never_again_is_silent_and_can_be_taken_back(
        self, candidate: User, coach: User, client_for: Callable[[Any], Any]
    ) -> None:
        client = client_for(candidate)
        ask = asking.ask(asker=coach, way="ask", email=candidate.email)
        client.post(address(ask), {"answer": "never"})
        assert "May not ask you" in client.get(PAGE).content.decode()
        again = asking.ask(asker=coach, way="ask", email=candidate.email)
        assert (again.state, OutgoingMail.objects.exclude(state="dropped").count()) == ("open", 0)
        assert not selectors.asks_to(candidate).exists()
        assert client.get(address(again)).status_code == 410
        page = client_for(coach).get(PAGE).content.decode()
        assert "waits for an answer" in page
        assert "Cand" not in page
        client_for(coach).post(f"/settings/coaches/blocks/{AskBlock.objects.get().pk}/")
        assert AskBlock.objects.exists(), "only who blocked takes it back"
        client.post(f"/settings/coaches/blocks/{AskBlock.objects.get().pk}/")
        assert selectors.asks_to(candidate).get() == again

    def test_late_is_late(self, candidate: User, coach: User, client_for: Callable[[Any], Any]) -> None:
        ask = invite(candidate, coach.email)
        GrantAsk.objects.update(expires_at=timezone.now())
        for person in (coach, None):
            assert client_for(person).get(address(ask)).status_code == 410
        assert "expired" in client_for(candidate).get(PAGE).content.decode()

    def test_the_database_refuses_what_cannot_be(self, candidate: User) -> None:
        ask = invite(candidate, "a@example.org")
        fields = {"asker": candidate, "way": "invite", "sent_at": ask.sent_at, "expires_at": ask.expires_at}
        for wrong in ({"email": "a@example.org"}, {"email": "b", "way": "x"}, {"email": "b", "state": "x"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                GrantAsk.objects.create(**(fields | wrong))
        with pytest.raises(IntegrityError), transaction.atomic():
            AskBlock.objects.create(person=candidate, other=candidate)


@pytest.mark.django_db(transaction=True)
def test_many_answers_at_once_are_one() -> None:
    candidate, coach = confirmed(make_user()), confirmed(make_coach())
    one = invite(candidate, coach.email)
    other = asking.ask(asker=coach, way="ask", email=candidate.email)
    acts = [
        lambda: asking.accept(ask=one, person=coach),
        lambda: asking.accept(ask=other, person=candidate),
        lambda: asking.take_back(ask=one),
        lambda: invite(candidate, "b@example.org"),
        lambda: invite(candidate, "b@example.org"),
    ]
    results = all_at_once(acts)
    assert all(not isinstance(each, Exception) or isinstance(each, DomainError) for each in results), results
    assert CoachGrant.objects.filter(revoked_at=None).count() <= 1
    assert GrantAsk.objects.filter(email="b@example.org").count() == 1
