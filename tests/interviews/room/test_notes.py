"""Private notes: saved, versioned, never overwritten, nobody else's."""

import pytest
from django.urls import reverse

from interviews.models import Note
from interviews.room.notes import StaleNote, save_note


def test_saving_counts_the_version_and_the_same_text_does_not(room):
    assert save_note(round=room.round, author=room.interviewer, text="a", version=0).version == 1
    assert save_note(round=room.round, author=room.interviewer, text="a", version=0).version == 1
    assert save_note(round=room.round, author=room.interviewer, text="b", version=1).version == 2


def test_a_stale_tab_overwrites_nothing_and_gets_the_newer_text(room):
    save_note(round=room.round, author=room.interviewer, text="first tab", version=0)
    with pytest.raises(StaleNote) as caught:
        save_note(round=room.round, author=room.interviewer, text="second tab", version=0)
    assert (caught.value.newer, caught.value.version) == ("first tab", 1)
    assert Note.objects.get().text == "first tab"


def test_answers_to_the_page_script(room, client_for):
    url = reverse("interviews:room_notes", args=[room.round.pk])
    client = client_for(room.interviewer)
    saved = client.post(url, {"text": " one\n", "version": 0}, headers={"accept": "application/json"})
    assert saved.json() == {"version": 1}
    assert Note.objects.get().text == " one\n"
    stale = client.post(url, {"text": "two", "version": 0}, headers={"accept": "application/json"})
    assert stale.status_code == 409
    assert stale.json() | {"message": ""} == {"code": "stale", "message": "", "text": " one\n", "version": 1}


def test_without_script_a_conflict_shows_both_texts(room, client_for):
    url = reverse("interviews:room_notes", args=[room.round.pk])
    client = client_for(room.interviewer)
    client.post(url, {"text": "KEPT TEXT", "version": 0})
    page = client.post(url, {"text": "MY TEXT", "version": 0})
    assert page.status_code == 409
    assert "MY TEXT" in page.content.decode()
    assert "KEPT TEXT" in page.content.decode()


def test_too_long_notes_are_refused_and_kept_on_the_page(room, client_for):
    url = reverse("interviews:room_notes", args=[room.round.pk])
    page = client_for(room.interviewer).post(url, {"text": "x" * 50_001, "version": 0})
    assert page.status_code == 422
    assert "x" * 50_001 in page.content.decode()
    assert not Note.objects.exists()


def test_everybody_has_notes_of_their_own(room):
    save_note(round=room.round, author=room.interviewer, text="mine", version=0)
    save_note(round=room.round, author=room.candidate, text="mine too", version=0)
    assert set(Note.objects.values_list("author__name", "text")) == {("Ivan", "mine"), ("Cora", "mine too")}
