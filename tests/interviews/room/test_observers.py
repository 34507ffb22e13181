"""Inviting people to watch: a seat with claims, one mail, and letting them go."""

import pytest
from django.urls import reverse

from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.models import Claim, HistoryEntry, Seat
from interviews.room.observers import invite_observer, remove_observer
from interviews.room.services import close_round, start_round
from tests.factories import make_loop, make_round, make_user


@pytest.fixture
def guest(db):
    return make_user("Gus")


def test_invitation_gives_a_seat_claims_history_and_one_mail(room, guest):
    seat = invite_observer(round=room.round, actor=room.candidate, email=guest.email.upper())
    again = invite_observer(round=room.round, actor=room.interviewer, email=guest.email)
    assert seat == again
    taken = set(Claim.objects.filter(seat=seat).values_list("quarter", flat=True))
    own = set(Claim.objects.filter(person=room.candidate).values_list("quarter", flat=True))
    assert taken == own
    assert OutgoingMail.objects.filter(to=guest.email).count() == 1
    assert HistoryEntry.objects.filter(event="observer_invited").count() == 1


def test_somebody_in_another_round_then_can_not_watch(room, guest):
    other = make_round(make_loop(guest, rounds=False), "recruiter", starts_at=room.round.starts_at)
    with pytest.raises(Conflict):
        invite_observer(round=room.round, actor=room.candidate, email=guest.email)
    assert not Seat.objects.filter(round=room.round, person=guest).exists()
    assert (
        Claim.objects.filter(person=guest).count()
        == Claim.objects.filter(seat__round=other, person=guest).count()
    )


def test_unknown_and_unfit_addresses_get_the_same_answer(room):
    said = set()
    for email in ("nobody@example.org", room.interviewer.email):
        with pytest.raises(DomainError) as caught:
            invite_observer(round=room.round, actor=room.candidate, email=email)
        said.add((caught.value.code, caught.value.message))
    assert len(said) == 1


@pytest.mark.parametrize("who", ["observer", "coach", "stranger"])
def test_only_candidate_and_interviewer_invite(room, guest, who, client_for):
    with pytest.raises(DomainError):
        invite_observer(round=room.round, actor=getattr(room, who), email=guest.email)
    url = reverse("interviews:room_invite", args=[room.round.pk])
    assert client_for(getattr(room, who)).post(url, {"email": guest.email}).status_code == 404


def test_nobody_is_invited_to_a_round_that_is_over(room, guest):
    start_round(round=room.round, actor=room.interviewer)
    close_round(round=room.round, actor=room.interviewer)
    with pytest.raises(DomainError):
        invite_observer(round=room.round, actor=room.candidate, email=guest.email)


def test_sixth_observer_is_refused(room):
    for number in range(4):
        invite_observer(round=room.round, actor=room.candidate, email=make_user(f"G{number}").email)
    with pytest.raises(DomainError) as caught:
        invite_observer(round=room.round, actor=room.candidate, email=make_user().email)
    assert caught.value.code == "full"


def test_taking_back_frees_the_hours_and_shuts_the_door(room, client_for):
    seat = Seat.objects.get(round=room.round, person=room.observer)
    remove_observer(round=room.round, actor=room.candidate, seat_id=seat.pk)
    remove_observer(round=room.round, actor=room.candidate, seat_id=seat.pk)
    assert not Claim.objects.filter(person=room.observer).exists()
    url = reverse("interviews:room", args=[room.round.pk])
    assert client_for(room.observer).get(url).status_code == 404


def test_observers_may_leave_but_not_send_others_away(room, guest, client_for):
    other = invite_observer(round=room.round, actor=room.candidate, email=guest.email)
    own = Seat.objects.get(round=room.round, person=room.observer)
    client = client_for(room.observer)
    assert client.post(reverse("interviews:room_remove", args=[room.round.pk, other.pk])).status_code == 404
    assert client.post(reverse("interviews:room_remove", args=[room.round.pk, own.pk])).status_code == 302
    assert list(Seat.objects.filter(role="observer")) == [other]


def test_the_form_keeps_what_was_typed(room, client_for):
    url = reverse("interviews:room_invite", args=[room.round.pk])
    page = client_for(room.candidate).post(url, {"email": "nobody@example.org"})
    assert page.status_code == 422
    assert "nobody@example.org" in page.content.decode()


def test_guessing_through_addresses_ends(room, guest, client_for):
    client, url = client_for(room.candidate), reverse("interviews:room_invite", args=[room.round.pk])
    for _ in range(30):
        client.post(url, {"email": "nobody@example.org"})
    answer = client.post(url, {"email": guest.email})
    assert answer.status_code == 422
    assert "Too many tries" in answer.content.decode()
    assert not Seat.objects.filter(person=guest).exists()


def test_everybody_sees_why_somebody_watches(client_for, room):
    watcher = make_user("Wat Cher")
    client = client_for(room.interviewer)
    address = reverse("interviews:room_invite", args=[room.round.pk])
    invited = {"email": watcher.email, "purpose": "reverse_shadow"}
    assert client.post(address, invited, follow=True).status_code == 200
    assert Seat.objects.get(round=room.round, person=watcher).purpose == "reverse_shadow"
    mail = OutgoingMail.objects.filter(to=watcher.email).latest("pk")
    assert "reverse shadow" in mail.text
    for person in (room.candidate, watcher):
        page = client_for(person).get(reverse("interviews:room", args=[room.round.pk])).content.decode()
        assert "reverse shadow" in page
    client.post(address, invited | {"purpose": ""})
    assert Seat.objects.get(round=room.round, person=watcher).purpose == ""
    assert client.post(address, invited | {"purpose": "spy"}).status_code == 422
