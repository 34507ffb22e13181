"""An offer on the table of a negotiation: shown when the candidate says so, to one person, in one round."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from interviews.models import Round, Seat
from prep.models import OfferShare
from tests.factories import make_loop, make_peer, make_round, make_user, seat_person
from tests.prep.offers.making import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    loop = make_loop(rounds=False)
    made = make_round(loop, "recruiter", interviewer=make_peer("Ines", hours=False))
    Round.objects.filter(pk=made.pk).update(kind="negotiation", state=Round.State.LIVE)
    made.refresh_from_db()
    return made


def read(client: Client, person: User, round_: Round) -> str:
    client.force_login(person)
    answer = client.get(reverse("interviews:round_offers", args=[round_.pk]))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def lay(client: Client, round_: Round, offer_id: object, action: str = "lay") -> int:
    client.force_login(round_.loop.candidate)
    address = reverse("interviews:round_offers", args=[round_.pk])
    return client.post(address, {"offer": str(offer_id), "action": action}).status_code


def test_an_offer_is_laid_out_and_taken_back(client: Client, round_: Round) -> None:
    candidate, interviewer = round_.loop.candidate, round_.seats.get(role="interviewer").person
    offer = make_offer(candidate, notes="my walk-away")
    other = make_offer(candidate, "Not this one")
    assert "has laid no offer out" in read(client, interviewer, round_)
    assert lay(client, round_, offer.pk) == 302
    seen = read(client, interviewer, round_)
    assert "210,000 USD" in seen
    assert "my walk-away" not in seen
    assert other.company not in seen
    # Nowhere else, and nobody else.
    client.force_login(interviewer)
    assert client.get(reverse("prep:offer", args=[offer.pk])).status_code == 404
    assert client.get(reverse("prep:shared_offer", args=[offer.pk])).status_code == 404
    watcher = make_user("Watcher")
    seat_person(round_, watcher, "observer")
    assert read(client, watcher, round_) == "404"
    lay(client, round_, offer.pk, "back")
    assert "210,000 USD" not in read(client, interviewer, round_)


def test_it_ends_with_the_round_and_does_not_go_to_who_takes_it_over(client: Client, round_: Round) -> None:
    candidate, first = round_.loop.candidate, round_.seats.get(role="interviewer").person
    offer = make_offer(candidate)
    lay(client, round_, offer.pk)
    second = make_peer("Kenji", hours=False)
    Seat.objects.filter(round=round_, role="interviewer").update(person=second)
    assert read(client, first, round_) == "404"
    assert "210,000 USD" not in read(client, second, round_)
    lay(client, round_, offer.pk)
    assert "210,000 USD" in read(client, second, round_)
    Round.objects.filter(pk=round_.pk).update(state=Round.State.COMPLETED)
    assert "210,000 USD" not in read(client, second, round_)


def test_only_ones_own_offers_and_only_in_a_negotiation(client: Client, round_: Round) -> None:
    theirs = make_offer(make_user())
    assert lay(client, round_, theirs.pk) == 404
    assert lay(client, round_, "nonsense") == 404
    assert not OfferShare.objects.exists()
    Round.objects.filter(pk=round_.pk).update(kind="recruiter")
    assert read(client, round_.loop.candidate, round_) == "404"
