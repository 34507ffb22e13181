"""The scorecard page, its fragment, and what autosave is answered."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from interviews.loops.services import set_round_state
from interviews.models import Note, Round
from rubrics.models import Scorecard
from rubrics.scorecards.selectors import data_of
from tests.factories import make_coach, make_loop, make_peer, seat_person
from tests.rubrics.making import CRITERIA, card_data, hand_in, interviewer_of, make_rubrics

pytestmark = pytest.mark.django_db
KIND = "system_design"
JSON = {"Accept": "application/json"}
# To show the card, to save it, to keep a moment.
MOST_QUERIES = (15, 30, 30)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def live() -> Round:
    make_rubrics()
    round_: Round = make_loop().rounds.get(kind=KIND)
    return set_round_state(round=round_, new="live", actor=None)


def address(round_: Round) -> str:
    return f"/rounds/{round_.pk}/scorecard/"


def form(version: int = 0, score: str = "6", **fields: str) -> dict[str, str]:
    """The form as a browser sends it, complete unless told otherwise."""
    data = {
        "version": str(version),
        "call": "yes",
        "call_evidence": "Retries were drawn.",
        "takeaway": "Keep going.",
        "action": "save",
    }
    for name in CRITERIA:
        data[f"score_{KIND}_{name}"] = score
        data[f"evidence_{KIND}_{name}"] = f"Said {name}."
    return data | fields


def test_the_page_shows_every_criterion_with_nine_steps_and_anchors(
    client_for: Callable[[Any], Any], live: Round
) -> None:
    page = client_for(interviewer_of(live)).get(address(live)).content.decode()
    assert page.startswith("<!doctype html>")
    assert page.count('type="radio" name="score_system_design_first"') == 10
    for point in range(1, 6):
        assert f"Anchor {point} of first" in page
    assert re.search(r'data-steps="5 6 7"><strong class="num">3</strong> Anchor 3', page)
    assert page.count('<li><a href="#criterion_') == 3
    assert not Scorecard.objects.exists(), "looking makes no card"


def test_as_a_fragment_it_is_the_card_alone(client_for: Callable[[Any], Any], live: Round) -> None:
    page = client_for(interviewer_of(live)).get(address(live), headers=HTMX).content.decode()
    assert page.lstrip().startswith("<score-card")
    assert "<html" not in page
    assert "js/scorecard.js" in page


def test_without_script_save_and_submit_are_a_normal_form(
    client_for: Callable[[Any], Any], live: Round
) -> None:
    client = client_for(interviewer_of(live))
    answer = client.post(address(live), form(score="10", takeaway=""))
    assert (answer.status_code, answer["Location"]) == (302, address(live))
    card = Scorecard.objects.get()
    assert (card.version, card.state) == (1, "draft")
    answer = client.post(address(live), form(1, "10", takeaway="", action="submit"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#takeaway_field"' in page
    assert "Said first." in page
    answer = client.post(address(live), form(1, "10", action="submit"), follow=True)
    assert "Your card is submitted and locked." in answer.content.decode()
    card.refresh_from_db()
    assert card.state == "submitted"


def test_autosave_is_answered_with_version_and_what_is_missing(
    client_for: Callable[[Any], Any], live: Round
) -> None:
    client = client_for(interviewer_of(live))
    typed = form(score="10", takeaway="") | {f"evidence_{KIND}_first": ""}
    typed[f"score_{KIND}_second"] = "7"
    answer = client.post(address(live), typed, headers=JSON)
    assert answer.json() == {
        "version": 1,
        "nudges": [],
        "missing": [
            {
                "href": f"#criterion_{KIND}_first",
                "text": f"First of {KIND}: what was said or drawn, for a score this far from the middle",
            },
            {"href": "#takeaway_field", "text": "a takeaway for the candidate"},
        ],
    }
    stale = client.post(address(live), form(score="2"), headers=JSON)
    assert stale.status_code == 409
    assert (stale.json()["code"], stale.json()["version"]) == ("stale", 1)


def test_a_stale_page_keeps_what_was_typed_and_can_be_saved_over_the_newer(
    client_for: Callable[[Any], Any], live: Round
) -> None:
    client = client_for(interviewer_of(live))
    client.post(address(live), form(score="4"))
    answer = client.post(address(live), form(score="8", takeaway="MINE"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "MINE" in page
    assert 'name="newer" value="1"' in page
    assert Scorecard.objects.get().takeaway == "Keep going."
    client.post(address(live), form(score="8", takeaway="MINE", newer="1", action="replace"))
    assert Scorecard.objects.get().takeaway == "MINE"
    # Chosen over version 1, not over whatever came after.
    client.post(address(live), form(2, score="4", takeaway="THEIRS"))
    assert (
        client.post(address(live), form(score="8", takeaway="X", newer="1", action="replace")).status_code
        == 409
    )


@pytest.mark.parametrize(
    "wrong", [{f"score_{KIND}_first": "11"}, {"call": "maybe"}, {"version": "x"}, {"takeaway": "a" * 2001}]
)
def test_what_cannot_be_kept_is_refused_and_shown(
    client_for: Callable[[Any], Any], live: Round, wrong: dict[str, str]
) -> None:
    client = client_for(interviewer_of(live))
    answer = client.post(address(live), form() | wrong)
    assert answer.status_code == 422
    assert "Said second." in answer.content.decode()
    assert client.post(address(live), form() | wrong, headers=JSON).json()["code"] == "invalid"
    assert not Scorecard.objects.exists()


def test_a_locked_card_refuses_edits_in_words(client_for: Callable[[Any], Any], live: Round) -> None:
    client = client_for(interviewer_of(live))
    hand_in(live)
    answer = client.post(address(live), form(2, "10"), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (409, "locked")
    assert "submitted and locked" in client.post(address(live), form(2, "10")).content.decode()
    assert data_of(Scorecard.objects.get()) == card_data(KIND)


def test_who_gets_in(client_for: Callable[[Any], Any], live: Round) -> None:
    observer = make_peer(hours=False)
    seat_person(live, observer, "observer")
    expected = {
        interviewer_of(live): 200,
        observer: 200,
        live.loop.candidate: 404,
        make_coach(live.loop.candidate): 200,
        make_coach(): 404,
        make_peer(hours=False): 404,
        User.objects.create_superuser("root@example.org", "x"): 404,
        None: 302,
    }
    for person, status in expected.items():
        assert client_for(person).get(address(live)).status_code == status, person
        posted = client_for(person).post(address(live), form())
        assert posted.status_code in ({302} if status == 200 else {status}), person


def test_states_without_a_form_say_why(client_for: Callable[[Any], Any], live: Round) -> None:
    early = live.loop.rounds.get(kind="behavioural")
    assert (
        "The card opens with the room"
        in client_for(interviewer_of(early)).get(address(early)).content.decode()
    )
    set_round_state(round=early, new="cancelled", actor=None)
    assert "Nothing to score" in client_for(interviewer_of(early)).get(address(early)).content.decode()


def test_hostile_text_is_text(client_for: Callable[[Any], Any], live: Round) -> None:
    evil = '</textarea><script>alert("x")</script>'
    client = client_for(interviewer_of(live))
    client.post(address(live), form(takeaway=evil))
    assert evil not in client.get(address(live)).content.decode()
    client.post(address(live), form(1, takeaway=evil, action="submit"))
    page = client.get(address(live)).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def moments(round_: Round) -> str:
    return f"{address(round_)}moments/"


def test_moments_are_kept_read_and_removed_as_json(client_for: Callable[[Any], Any], live: Round) -> None:
    client = client_for(interviewer_of(live))
    assert client.get(moments(live)).json() == {"chips": []}
    chip = {"id": str(uuid4()), "source": "board", "text": " Two  boxes ", "criteria": [f"{KIND}_first"]}
    client.post(address(live), form(score="10") | {f"evidence_{KIND}_first": ""}, headers=JSON)
    answer = client.post(moments(live), chip, headers=JSON).json()
    assert answer["missing"] == []
    assert [(each["text"], each["criteria"]) for each in answer["chips"]] == [
        ("Two boxes", [f"{KIND}_first"])
    ]
    edited = chip | {"known": "1", "base_text": "One", "text": "Three"}
    stale = client.post(moments(live), edited, headers=JSON)
    assert (stale.status_code, stale.json()["newer"]) == (409, "Two boxes")
    for wrong in (
        {"id": "x"},
        {"source": "chat"},
        {"text": "x" * 501},
        {"criteria": ["made_up"]},
        {"at": "nan"},
    ):
        assert client.post(moments(live), chip | wrong, headers=JSON).status_code == 422, wrong
    gone = client.post(f"{moments(live)}{chip['id']}/remove/", headers=JSON).json()
    assert gone["chips"] == []
    assert gone["missing"][0]["href"] == f"#criterion_{KIND}_first"


def test_moments_without_script_are_forms(client_for: Callable[[Any], Any], live: Round) -> None:
    rater = interviewer_of(live)
    Note.objects.create(round=live, author=rater, text="[1:05] asked who owns the key", version=1)
    client = client_for(rater)
    page = client.get(address(live)).content.decode()
    assert "asked who owns the key" in page
    chip = {"id": str(uuid4()), "source": "note", "text": "asked who owns the key", "offset": "65"}
    page = client.post(moments(live), chip, follow=True).content.decode()
    assert "The moment is kept." in page
    change = chip | {"known": "1", "base_text": chip["text"], "criteria": [f"{KIND}_second"]}
    page = client.post(moments(live), change, follow=True).content.decode()
    assert re.search(
        r'data-chips-of="system_design_second">\s*<ul[^>]*><li class="mark">.*asked who owns', page
    )
    hand_in(live)
    page = client.get(address(live)).content.decode()
    assert "asked who owns the key" in page
    assert "data-chips-pick" not in page


def test_a_page_in_the_background_can_ask_what_is_newer(
    client_for: Callable[[Any], Any], live: Round
) -> None:
    client = client_for(interviewer_of(live))
    assert client.get(address(live), headers=JSON).json() == {"version": 0, "state": "draft"}
    client.post(address(live), form(score="7"))
    told = client.get(address(live), headers=JSON).json()
    assert (told["version"], told["missing"], told["values"]["takeaway"]) == (1, [], "Keep going.")
    assert told["values"][f"score_{KIND}_first"] == "7"


def test_a_stale_tab_is_told_what_differs(client_for: Callable[[Any], Any], live: Round) -> None:
    client = client_for(interviewer_of(live))
    client.post(address(live), form(score="4"))
    stale = client.post(address(live), form(score="4", takeaway="MINE", call="no_decision"), headers=JSON)
    assert stale.json()["differences"] == [
        {"name": "call", "label": "Overall call", "mine": "No decision", "theirs": "Yes", "value": "yes"},
        {
            "name": "takeaway",
            "label": "Takeaway for the candidate",
            "mine": "MINE",
            "theirs": "Keep going.",
            "value": "Keep going.",
        },
    ]
    page = client.post(address(live), form(score="4", takeaway="MINE")).content.decode()
    assert "On the newer one:" in page
    assert "Keep going." in page


def test_nudges_are_said_once_and_without_script_too(client_for: Callable[[Any], Any], live: Round) -> None:
    client = client_for(interviewer_of(live))
    told = client.post(address(live), form(score="6"), headers=JSON).json()
    assert [each["code"] for each in told["nudges"]] == ["middle"]
    assert client.post(address(live), form(1, "7"), headers=JSON).json()["nudges"][0]["code"] == "halo"
    assert client.post(address(live), form(2, "8"), headers=JSON).json()["nudges"] == []
    without = {f"evidence_{KIND}_{name}": "" for name in CRITERIA}
    page = client.post(address(live), form(3, "7", **without), follow=True).content.decode()
    assert "No score says yet what was seen." in page


def test_a_card_costs_the_same_however_full_it_is(client_for: Callable[[Any], Any], live: Round) -> None:
    client = client_for(interviewer_of(live))
    keep = {"source": "moment", "criteria": [f"{KIND}_{name}" for name in CRITERIA]}

    def costs() -> tuple[int, int, int]:
        version = Scorecard.objects.get().version
        counts = []
        for ask in (
            lambda: client.get(address(live)),
            lambda: client.post(address(live), form(version, takeaway=f"{version}"), headers=JSON),
            lambda: client.post(moments(live), keep | {"id": str(uuid4())}, headers=JSON),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert ask().status_code == 200
            counts.append(len(queries))
        page, save, chip = counts
        return page, save, chip

    client.post(address(live), form())
    client.post(moments(live), keep | {"id": str(uuid4())})
    one = costs()
    for _ in range(8):
        client.post(moments(live), keep | {"id": str(uuid4())})
    assert costs() == one
    assert all(count <= most for count, most in zip(one, MOST_QUERIES, strict=True)), one
