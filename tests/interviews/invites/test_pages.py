"""The pages of invitations: the candidate's list and form, and what the one with the link sees."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.models import OutgoingMail
from interviews.invites.selectors import possible_starts
from interviews.invites.services import accept_invite, decline_invite, withdraw_invite
from interviews.kinds import LOOP_KINDS
from interviews.models import BlockedPair, Loop, RoundInvite, Track
from tests.factories import make_peer, make_prompt, make_track, make_user
from tests.interviews.invites.test_services import make_invite

pytestmark = pytest.mark.django_db
LIST = "/invites/"


@pytest.fixture
def track() -> Track:
    for kind in LOOP_KINDS:
        make_prompt(kind)
    return make_track()


@pytest.fixture
def candidate() -> User:
    return make_user("Cara", timezone="Europe/Berlin")


def asked(**fields: Any) -> dict[str, Any]:
    day = (timezone.now() + timedelta(days=2)).date().isoformat()
    return {
        "key": str(uuid.uuid4()),
        "track": "test-track",
        "kind": "system_design",
        "mode": "learning",
        "first": day,
        "last": day,
        "after": "10:00",
        "before": "12:00",
        "email": "",
        "message": "",
        **fields,
    }


def page_of(invite: RoundInvite) -> str:
    return reverse("interviews:invite", args=[invite.token])


class TestList:
    def test_an_invitation_is_made_and_its_link_shown(
        self, candidate: User, track: Track, client_for: Callable
    ) -> None:
        client = client_for(candidate)
        form = asked(email="paul@example.org")
        for _ in range(2):
            answer = client.post(LIST, form, follow=True)
        invite = RoundInvite.objects.get()
        html = answer.content.decode()
        assert "the link is on its way to paul@example.org" in html
        assert f"http://127.0.0.1:8000/invites/{invite.token}/" in html
        assert OutgoingMail.objects.count() == 1

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"email": "nobody"}, "valid email"),
            ({"last": "2020-01-01"}, "before the first day"),
            ({"last": "2030-01-01"}, "eight weeks"),
            ({"kind": "magic"}, "Select a valid choice"),
            ({"after": "25:00"}, "valid time"),
            ({"message": "x" * 501}, "at most 500"),
            ({"key": "x"}, "could not be read"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(
        self, candidate: User, track: Track, client_for: Callable, fields: dict[str, str], words: str
    ) -> None:
        answer = client_for(candidate).post(LIST, asked(**fields))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not RoundInvite.objects.exists()

    def test_a_refusal_is_said(self, candidate: User, track: Track, client_for: Callable) -> None:
        answer = client_for(candidate).post(LIST, asked(email=candidate.email))
        assert answer.status_code == 422
        assert b"That is your own address." in answer.content

    def test_the_kind_can_come_with_the_address(
        self, candidate: User, track: Track, client_for: Callable
    ) -> None:
        html = client_for(candidate).get(LIST, {"kind": "behavioural"}).content.decode()
        assert re.search(r'value="behavioural"[^>]* checked', html)

    def test_every_state_is_told(self, candidate: User, track: Track, client_for: Callable) -> None:
        paul = make_peer("Paul", hours=False)
        for act in ("accept", "decline", "withdraw", "expire", "wait"):
            invite = make_invite(candidate, track)
            if act == "accept":
                accept_invite(invite=invite, person=paul, start=possible_starts(invite, paul)[0])
            elif act == "decline":
                decline_invite(invite=invite, person=paul, reason="on holiday")
            elif act == "withdraw":
                withdraw_invite(invite=invite, actor=candidate)
            elif act == "expire":
                RoundInvite.objects.filter(pk=invite.pk).update(expires_at=timezone.now())
        html = client_for(candidate).get(LIST).content.decode()
        for words in ("Paul said yes", "Paul said no", "on holiday", "Taken back", "Expired", ">Open<"):
            assert words in html.replace("</svg>Open<", "</svg>>Open<")
        assert html.count("data-copy=") == 1

    def test_an_own_invitation_is_taken_back_and_nobody_elses(
        self, candidate: User, track: Track, client_for: Callable
    ) -> None:
        invite = make_invite(candidate, track)
        url = reverse("interviews:withdraw_invite", args=[invite.pk])
        assert client_for(make_user()).post(url).status_code == 404
        assert client_for(candidate).get(url).status_code == 405
        assert b"Taken back." in client_for(candidate).post(url, follow=True).content
        assert b"answered already" not in client_for(candidate).post(url, follow=True).content

    def test_too_many_an_hour_are_refused(self, candidate: User, track: Track, client_for: Callable) -> None:
        client = client_for(candidate)
        for _ in range(21):
            answer = client.post(LIST, asked(email="bad"))
        assert answer.status_code == 302
        assert b"Too many invitations in an hour" in client.get(LIST).content

    def test_many_cost_no_more_queries_than_one(
        self, candidate: User, track: Track, client_for: Callable
    ) -> None:
        client, paul = client_for(candidate), make_peer(hours=False)

        def cost() -> int:
            with CaptureQueriesContext(connection) as caught:
                client.get(LIST)
            return len(caught)

        decline_invite(invite=make_invite(candidate, track), person=paul)
        one = cost()
        for _ in range(6):
            decline_invite(invite=make_invite(candidate, track), person=paul)
        assert cost() == one

    def test_who_is_no_candidate_is_told_so(self, track: Track, client_for: Callable) -> None:
        assert b"You are not a candidate" in client_for(make_peer()).get(LIST).content


class TestLink:
    def test_who_is_not_signed_in_reads_who_asks_and_comes_back(self, candidate: User, track: Track) -> None:
        invite = make_invite(candidate, track, message="You know ledgers.")
        answer = Client().get(page_of(invite))
        html = answer.content.decode()
        assert answer.status_code == 200
        for part in ("Cara asks you to interview them", "You know ledgers.", "Settlement system design"):
            assert part in html
        for where in ("login", "signup"):
            assert f"/accounts/{where}/?next=%2Finvites%2F{invite.token}%2F" in html
        assert candidate.email not in html
        # An answer without a sign-in changes nothing.
        Client().post(page_of(invite), {"answer": "no"})
        invite.refresh_from_db()
        assert invite.state == "open"

    def test_signing_in_leads_back(self, candidate: User, track: Track) -> None:
        from allauth.account.models import EmailAddress

        paul = make_peer()
        EmailAddress.objects.create(user=paul, email=paul.email, verified=True, primary=True)
        url = page_of(make_invite(candidate, track))
        answer = Client().post(
            "/accounts/login/", {"login": paul.email, "password": "a long password", "next": url}
        )
        assert (answer.status_code, answer["Location"]) == (302, url)

    def test_a_time_is_picked_and_booked(self, candidate: User, track: Track, client_for: Callable) -> None:
        invite, paul = make_invite(candidate, track), make_user("Paul", timezone="Asia/Kolkata", clock="12")
        client = client_for(paul)
        html = client.get(page_of(invite)).content.decode()
        starts = re.findall(r'name="start" value="(\d+)"', html)
        assert [int(each) for each in starts] == possible_starts(invite, paul)
        assert "Times are in Asia/Kolkata." in html
        assert "Cara is in Europe/Berlin." in html
        assert "you become a peer here" in html
        assert re.search(r"\d:\d\d pm", html)
        answer = client.post(page_of(invite), {"answer": "yes", "start": starts[1]})
        loop = Loop.objects.get()
        assert answer["Location"] == f"/loops/{loop.pk}/"
        # The link now leads whoever took it to the round.
        assert client.get(page_of(invite))["Location"] == f"/loops/{loop.pk}/"
        assert client.post(page_of(invite), {"answer": "yes", "start": starts[1]}).status_code == 302
        assert Loop.objects.count() == 1

    def test_another_day_is_a_link_away(self, candidate: User, track: Track, client_for: Callable) -> None:
        first = (timezone.now() + timedelta(days=2)).date()
        invite = make_invite(candidate, track, last=first + timedelta(days=3))
        client = client_for(make_peer(timezone="Europe/Berlin"))
        html = client.get(page_of(invite)).content.decode()
        days = re.findall(r'href="\?day=([\d-]+)#', html)
        assert days == [(first + timedelta(days=number)).isoformat() for number in range(4)]
        second = client.get(page_of(invite), {"day": days[1]}).content.decode()
        assert set(re.findall(r'value="(\d+)"', html)).isdisjoint(re.findall(r'value="(\d+)"', second))
        assert client.get(page_of(invite), {"day": "nonsense"}).status_code == 200

    @pytest.mark.parametrize(
        ("data", "status"), [({"start": ""}, 422), ({"start": "x"}, 422), ({"start": "4"}, 409)]
    )
    def test_what_can_not_be_is_said_with_what_is_free(
        self, candidate: User, track: Track, client_for: Callable, data: dict[str, str], status: int
    ) -> None:
        invite = make_invite(candidate, track)
        answer = client_for(make_peer()).post(page_of(invite), {"answer": "yes", **data})
        assert answer.status_code == status
        assert b'role="alert"' in answer.content
        assert b'name="start"' in answer.content
        assert not Loop.objects.exists()

    def test_no_is_said_with_a_reason(self, candidate: User, track: Track, client_for: Callable) -> None:
        invite, client = make_invite(candidate, track), client_for(make_peer())
        assert client.post(page_of(invite), {"answer": "no", "reason": "x" * 501}).status_code == 422
        answer = client.post(page_of(invite), {"answer": "no", "reason": "on holiday"}, follow=True)
        assert b"You said no. Cara gets a mail." in answer.content
        again = client.get(page_of(invite))
        assert again.status_code == 410
        assert b"You said no to this invitation" in again.content

    def test_without_a_time_it_says_so(self, candidate: User, track: Track, client_for: Callable) -> None:
        day = timezone.now().date()
        invite = make_invite(candidate, track, first=day, last=day)
        RoundInvite.objects.update(first=day - timedelta(days=1), last=day - timedelta(days=1))
        answer = client_for(make_peer()).get(page_of(invite))
        assert b"No time at which you are both free" in answer.content

    @pytest.mark.parametrize(
        ("why", "words"),
        [
            ("answered", b"This invitation has been answered"),
            ("withdrawn", b"not open any more"),
            ("expired", b"has expired"),
            ("kept apart", b"not open any more"),
        ],
    )
    def test_what_is_closed_says_so_kindly_and_no_names(
        self, candidate: User, track: Track, client_for: Callable, why: str, words: bytes
    ) -> None:
        invite, paul = make_invite(candidate, track), make_peer()
        if why == "answered":
            decline_invite(invite=invite, person=make_peer())
        elif why == "withdrawn":
            withdraw_invite(invite=invite, actor=candidate)
        elif why == "expired":
            RoundInvite.objects.update(expires_at=timezone.now())
        else:
            BlockedPair.objects.create(person=candidate, other=paul)
        for answer in (client_for(paul).get(page_of(invite)), client_for(paul).post(page_of(invite))):
            assert answer.status_code == 410
            assert words in answer.content
            assert b"Cara" not in answer.content
        if why != "kept apart":
            assert Client().get(page_of(invite)).status_code == 410

    def test_the_candidate_sees_their_own_link(
        self, candidate: User, track: Track, client_for: Callable
    ) -> None:
        invite = make_invite(candidate, track)
        html = client_for(candidate).get(page_of(invite)).content.decode()
        assert f"/invites/{invite.token}/" in html
        assert 'name="start"' not in html

    def test_an_unknown_link_is_404(self) -> None:
        assert Client().get("/invites/nothing/").status_code == 404

    def test_longer_windows_cost_no_more_queries(
        self, candidate: User, track: Track, client_for: Callable
    ) -> None:
        first = (timezone.now() + timedelta(days=2)).date()
        client = client_for(make_peer())

        def cost(days: int) -> int:
            invite = make_invite(candidate, track, last=first + timedelta(days=days))
            with CaptureQueriesContext(connection) as caught:
                client.get(page_of(invite))
            return len(caught)

        assert cost(0) == cost(50) <= 14
