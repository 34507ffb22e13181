"""The question, the list, and the way back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interviews.models import BlockedPair, Round
from tests.factories import make_loop, make_peer, make_round, make_user

pytestmark = pytest.mark.django_db
ClientFor = Callable[[Any], Client]


def test_candidate_asks_sees_it_listed_and_takes_it_back(client_for: ClientFor) -> None:
    candidate, peer = make_user(), make_peer("Inter Viewer")
    round_ = make_round(make_loop(candidate, rounds=False), interviewer=peer)
    client = client_for(candidate)
    assert (
        reverse("interviews:apart", args=[round_.pk])
        in client.get(f"/loops/{round_.loop_id}/").content.decode()
    )
    question = client.get(reverse("interviews:apart", args=[round_.pk])).content.decode()
    assert "Not be put together with Inter Viewer again?" in question
    assert "What you still have together stays" in question
    listed = client.post(reverse("interviews:apart", args=[round_.pk]), follow=True).content.decode()
    assert "Inter Viewer" in listed
    assert "These rounds were booked before and stand" in listed
    pair = BlockedPair.objects.get()
    back = client.post(reverse("interviews:apart_list"), {"pair": pair.pk}, follow=True).content.decode()
    assert "You can be put together with Inter Viewer again." in back
    again = client.post(reverse("interviews:apart_list"), {"pair": pair.pk}, follow=True).content.decode()
    assert "That was taken back already." in again


def test_interviewer_asks_about_the_candidate(client_for: ClientFor) -> None:
    candidate, peer = make_user("Cand Idate"), make_peer()
    round_ = make_round(make_loop(candidate, rounds=False), interviewer=peer, state=Round.State.COMPLETED)
    client = client_for(peer)
    room = client.get(reverse("interviews:room", args=[round_.pk])).content.decode()
    assert "Not with Cand Idate again" in room
    client.post(reverse("interviews:apart", args=[round_.pk]))
    assert BlockedPair.objects.get().other == candidate
    assert (
        "You asked for this already"
        in client.get(reverse("interviews:apart", args=[round_.pk])).content.decode()
    )


def test_nobody_across_is_not_found(client_for: ClientFor) -> None:
    round_ = make_round(make_loop(rounds=False))
    round_.seats.filter(role="interviewer").delete()
    assert (
        client_for(round_.loop.candidate).get(reverse("interviews:apart", args=[round_.pk])).status_code
        == 404
    )


@pytest.mark.parametrize("pair", ["", "x", "-1", "99999999"])
def test_nonsense_changes_nothing(client_for: ClientFor, pair: str) -> None:
    assert client_for(make_user()).post(reverse("interviews:apart_list"), {"pair": pair}).status_code == 302


def test_queries_of_the_list_do_not_grow(client_for: ClientFor) -> None:
    person = make_user()
    client = client_for(person)
    counted = []
    for many in (1, 4):
        for number in range(many):
            peer = make_peer(hours=False)
            start = timezone.now() + timedelta(days=many, hours=number)
            make_round(make_loop(person, rounds=False), interviewer=peer, starts_at=start)
            person.blocks.create(other=peer)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("interviews:apart_list")).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
