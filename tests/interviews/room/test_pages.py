"""The room's pages and fragments: who gets which, at which hour, with and without script."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interviews.access import access_round
from interviews.loops.services import set_round_state
from interviews.models import HistoryEntry, Note, Presence, Reveal, RoomClock, Round
from interviews.room import notes, presence, services
from interviews.room.selectors import snapshot
from tests.factories import make_user, seat_person
from tests.interviews.room.conftest import build_room

ROLES = ("candidate", "interviewer", "observer", "coach")


def address(room, view="room", /, **arguments):
    return reverse(f"interviews:{view}", kwargs={"round_id": room.round.pk, **arguments})


def page(client, room, **headers):
    response = client.get(address(room), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("minutes", [60, 5])
@pytest.mark.parametrize("who", ROLES)
def test_all_four_roles_come_in_before_and_after_it_opens(client_for, db, who, minutes):
    room = build_room(minutes)
    text = page(client_for(getattr(room, who)), room)
    assert ("data-board" in text) == (minutes == 5)
    assert "Ivan" in text
    assert "TEASER" in text


def test_a_stranger_finds_nothing_at_any_door(client_for, room):
    client = client_for(room.stranger)
    pages: list[tuple[str, dict[str, Any]]] = [
        ("room", {}),
        ("room_part", {"name": "clock"}),
        ("room_close", {}),
    ]
    for name, arguments in pages:
        assert client.get(address(room, name, **arguments)).status_code == 404
    for name, arguments in (
        ("room_clock", {}),
        ("room_reveal", {}),
        ("room_notes", {}),
        ("room_close", {}),
        ("room_invite", {}),
        ("room_remove", {"seat_id": 1}),
    ):
        assert client.post(address(room, name, **arguments)).status_code == 404
    assert client.get(reverse("interviews:room", args=[uuid.uuid4()])).status_code == 404
    assert client_for(None).get(address(room)).status_code == 302


def test_the_lobby_says_when_and_what_and_opens_for_who_looks_again(client_for, db):
    room = build_room(60)
    client = client_for(room.candidate)
    text = page(client, room)
    for words in ("What to expect.", "Prompt test-system-design", "Opening", "(Europe/Berlin)", "Ivan"):
        assert words in text
    assert client.post(address(room, "room_close")).status_code == 404
    Round.objects.filter(pk=room.round.pk).update(starts_at=timezone.now() + timedelta(minutes=9))
    assert "data-board" in page(client, room)


def test_the_lobby_shows_who_is_here_and_no_other_part(client_for, db):
    room = build_room(60)
    presence.join(round_id=room.round.pk, person_id=room.interviewer.pk)
    client = client_for(room.candidate)
    people = client.get(address(room, "room_part", name="people"))
    assert "Ivan" in people.content.decode()
    assert client.get(address(room, "room_part", name="prompt")).status_code == 204
    assert client.get(address(room, "room_part", name="clock")).status_code == 204


@pytest.mark.parametrize("who", ["candidate", "observer", "coach"])
def test_only_the_interviewer_has_the_buttons(client_for, room, who):
    client = client_for(getattr(room, who))
    text = page(client, room)
    assert 'name="action"' not in text
    assert address(room, "room_reveal") not in text
    for name in ("room_clock", "room_reveal", "room_close"):
        posted = client.post(address(room, name), {"action": "start", "version": 0, "step": "one"})
        assert posted.status_code == 404
    assert client.get(address(room, "room_close")).status_code == 404
    assert not RoomClock.objects.exists()
    assert not Reveal.objects.exists()


def test_a_round_is_run_without_script(client_for, room):
    client = client_for(room.interviewer)
    for name, data in (
        ("room_clock", {"action": "start", "version": 0}),
        ("room_clock", {"action": "extend", "version": 1}),
        ("room_clock", {"action": "next", "version": 2}),
        ("room_reveal", {"step": "one"}),
        ("room_notes", {"text": "good", "version": 0}),
    ):
        response = client.post(address(room, name), data, follow=True)
        assert response.redirect_chain == [(address(room), 302)]
    clock = RoomClock.objects.get()
    assert (clock.phase, clock.version) == (1, 3)
    assert "STEPONE" in page(client_for(room.candidate), room)
    assert "good" in page(client, room)

    assert client.get(address(room, "room_close")).status_code == 200
    text = client.post(address(room, "room_close"), follow=True).content.decode()
    assert "The round is over." in text
    assert reverse("rubrics:scorecard", args=[room.round.pk]) in text


def test_a_stale_press_gets_the_clock_as_it_is_and_says_why(client_for, room):
    client = client_for(room.interviewer)
    services.start_round(round=room.round, actor=room.interviewer)
    services.change_clock(round=room.round, actor=room.interviewer, action="pause", version=1)
    response = client.post(
        address(room, "room_clock"), {"action": "next", "version": 1}, headers={"HX-Request": "true"}
    )
    text = response.content.decode()
    assert response.status_code == 409
    assert "changed meanwhile" in text
    assert 'name="version" value="2"' in text
    assert "<html" not in text
    followed = client.post(address(room, "room_clock"), {"action": "next", "version": 1}, follow=True)
    assert "changed meanwhile" in followed.content.decode()
    assert RoomClock.objects.get().phase == 0


def test_ending_is_refused_before_the_start(client_for, room):
    response = client_for(room.interviewer).post(address(room, "room_close"))
    assert response.status_code == 409
    assert "has not begun" in response.content.decode()


@pytest.mark.parametrize("who", ROLES)
def test_a_closed_room_is_for_reading(client_for, room, who):
    services.start_round(round=room.round, actor=room.interviewer)
    services.reveal(round=room.round, actor=room.interviewer, step="one")
    services.close_round(round=room.round, actor=room.interviewer)
    client = client_for(getattr(room, who))
    text = page(client, room)
    assert "STEPONE" in text
    assert ("STEPTWO" in text) == (who == "interviewer")
    assert 'data-may-draw="false"' in text
    assert 'name="action"' not in text
    scorecard = reverse("rubrics:scorecard", args=[room.round.pk])
    assert (scorecard in text) == (who != "candidate")
    assert ("On to the self-score" in text) == (who == "candidate")
    assert client.get(address(room, "room_part", name="clock")).status_code == 204


@pytest.mark.parametrize(
    ("state", "words"), [("missed", "did not take place"), ("cancelled", "was cancelled")]
)
def test_a_round_that_did_not_happen_says_so(client_for, db, state, words):
    room = build_room(60)
    set_round_state(round=room.round, new=state, actor=None)
    text = page(client_for(room.candidate), room)
    assert words in text
    assert "data-board" not in text


def test_notes_are_nobody_elses(client_for, room):
    client_for(room.interviewer).post(address(room, "room_notes"), {"text": "IVANSNOTE", "version": 0})
    for who in ("candidate", "observer", "coach"):
        assert "IVANSNOTE" not in page(client_for(getattr(room, who)), room)
    assert "IVANSNOTE" in page(client_for(room.interviewer), room)
    assert Note.objects.get().author == room.interviewer


def test_the_clock_of_a_round_that_nobody_closed_stands_at_its_end(client_for, room):
    services.start_round(round=room.round, actor=room.interviewer)
    set_round_state(round=room.round, new="completed", actor=None, reason="nobody closed the room")
    assert HistoryEntry.objects.filter(event="round_completed").exists()
    told = snapshot(access_round(room.candidate, room.round.pk))["clock"]
    assert not told["running"]
    assert told["remaining"] > 590


@pytest.mark.parametrize("who", ROLES)
def test_the_number_of_queries_does_not_grow(client_for, room, who):
    client = client_for(getattr(room, who))

    def count(view, /, **arguments):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(room, view, **arguments)).status_code == 200
        return len(queries)

    def counts():
        parts = [count("room_part", name=name) for name in ("clock", "prompt", "people")]
        return [count("room"), *parts]

    services.start_round(round=room.round, actor=room.interviewer)
    few = counts()
    for number in range(4):
        guest = make_user(f"Guest {number}")
        seat_person(room.round, guest, "observer")
        for _ in range(3):
            Presence.objects.create(round=room.round, person=guest, seen_at=timezone.now())
    for step in ("one", "two", "three"):
        services.reveal(round=room.round, actor=room.interviewer, step=step)
    many = counts()
    assert many[0] <= 28
    assert max(many[1:]) <= 12
    # Roles of who is here take one query more than of nobody.
    assert all(after - before <= 1 for before, after in zip(few, many, strict=True))


@pytest.mark.parametrize("state", ["missed", "cancelled"])
def test_what_one_noted_is_there_when_the_round_does_not_take_place(client_for, room, state):
    notes.save_note(round=room.round, author=room.interviewer, text="NOTED HERE", version=0)
    set_round_state(round=room.round, new=state, actor=None)
    assert "NOTED HERE" in page(client_for(room.interviewer), room)
    for other in (room.candidate, room.observer, room.coach):
        text = page(client_for(other), room)
        assert "NOTED HERE" not in text
        assert "STEPONE" not in text
