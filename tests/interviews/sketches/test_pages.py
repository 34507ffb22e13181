"""The pages of sketches, and their part of the room."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessEntry
from interviews.board.selectors import scene
from interviews.models import Board, Sketch
from interviews.sketches.services import make_sketch
from prep.plan import facts
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user
from tests.interviews.board.make import element
from tests.interviews.sketches.test_services import bound, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def sketch(db: None) -> Sketch:
    made = make_sketch(owner=make_user("Ada Candidate"), kind="strong")
    put(made.board, made.owner, *bound())
    return made


def test_a_sketch_is_begun_by_a_press_and_never_by_looking(client_for: Any) -> None:
    ada = make_user()
    client = client_for(ada)
    page = client.get(reverse("interviews:sketches")).content.decode()
    assert page.count("Begin this sketch") == 2
    assert not Sketch.objects.exists()
    answer = client.post(reverse("interviews:make_sketch"), {"kind": "eventual"})
    assert answer["Location"].endswith("?of=eventual")
    assert "Eventual, cost-first" in client.get(answer["Location"]).content.decode()
    client.post(reverse("interviews:make_sketch"), {"kind": "dreamt"})
    assert Sketch.objects.count() == 1


def test_clearing_offers_the_way_back(sketch: Sketch, client_for: Any) -> None:
    client = client_for(sketch.owner)
    address = reverse("interviews:change_sketch", args=[sketch.board_id])
    page = client.post(address, {"do": "clear"}, follow=True).content.decode()
    assert "3 shapes were taken off" in page
    assert "Bring back what was cleared" in page
    assert "3 shapes are back" in client.post(address, {"do": "restore"}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("form", "kind", "begin"),
    [
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("excalidraw", "application/json", b"{"),
    ],
)
def test_a_sketch_is_taken_away(sketch: Sketch, client_for: Any, form: str, kind: str, begin: bytes) -> None:
    answer = client_for(sketch.owner).get(reverse("interviews:sketch_file", args=[sketch.board_id, form]))
    assert answer["Content-Type"].startswith(kind)
    assert answer["Content-Disposition"] == f'attachment; filename="sketch-strong.{form}"'
    assert answer.content.startswith(begin)
    if form == "excalidraw":
        assert [each["id"] for each in answer.json()["elements"]] == ["box", "word", "arrow"]


def test_coaches_look_and_it_is_written_down(sketch: Sketch, client_for: Any) -> None:
    coach = make_coach(sketch.owner)
    client = client_for(coach)
    page = client.get(reverse("interviews:coached_sketches", args=[sketch.owner.pk])).content.decode()
    assert "Sketches of Ada Candidate" in page
    assert "Start again" not in page
    for name in ("board", "board_picture", "replay"):
        assert client.get(reverse(f"interviews:{name}", args=[sketch.board_id])).status_code == 200
    written = AccessEntry.objects.filter(candidate=sketch.owner, actor=coach)
    assert set(written.values_list("what", flat=True)) == {"board", "replay"}
    assert (
        client_for(make_peer()).get(reverse("interviews:replay", args=[sketch.board_id])).status_code == 404
    )


def test_a_sketch_is_played_back_from_its_first_stroke(sketch: Sketch, client_for: Any) -> None:
    page = client_for(sketch.owner).get(reverse("interviews:replay", args=[sketch.board_id]))
    assert "Time counts from the first stroke" in page.content.decode()
    assert page.context["data"]["marks"] == []


def test_in_the_room_it_is_shown_hidden_and_copied(sketch: Sketch, client_for: Any) -> None:
    round_ = make_round(make_loop(sketch.owner, rounds=False), starts_at=timezone.now())
    interviewer = round_.seats.get(role="interviewer").person
    address = reverse("interviews:sketch_in_round", args=[round_.pk])
    part = reverse("interviews:room_part", args=[round_.pk, "sketches"])
    picture = reverse("interviews:board_picture", args=[sketch.board_id])
    ada, ben = client_for(sketch.owner), client_for(interviewer)
    assert picture not in ben.get(part).content.decode()
    answer = ada.post(address, {"kind": "strong", "do": "show"}, headers={"HX-Request": "true"})
    assert "Stop showing" in answer.content.decode()
    assert picture in ben.get(part).content.decode()
    assert picture in ben.get(reverse("interviews:room", args=[round_.pk])).content.decode()
    ada.post(address, {"kind": "strong", "do": "hide"})
    assert picture not in ben.get(part).content.decode()
    answer = ada.post(address, {"kind": "strong", "do": "copy"}, headers={"HX-Request": "true"})
    assert "3 shapes are on the board" in answer.content.decode()
    assert len(scene(Board.objects.get(round=round_))) == 3
    assert (
        ada.post(address, {"kind": "eventual", "do": "copy"}, headers={"HX-Request": "true"}).status_code
        == 409
    )


def test_the_plan_counts_sketches(sketch: Sketch) -> None:
    assert facts.counts(sketch.owner)["sketches"] == 1


def test_looking_at_many_sketches_costs_the_same(
    sketch: Sketch, client_for: Any, django_assert_max_num_queries: Any
) -> None:
    other = make_sketch(owner=sketch.owner, kind="eventual")
    put(other.board, sketch.owner, *(element() for _ in range(50)))
    client = client_for(sketch.owner)
    client.get(reverse("interviews:sketches"))
    with django_assert_max_num_queries(6):
        client.get(reverse("interviews:sketches"))
