"""A reopened card: what was handed in stands, comes in anew, and makes a new revision that says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from rubrics.debriefs import compiler
from rubrics.models import DebriefRevision, Scorecard
from rubrics.scorecards.reopening import access_reopening, changes_of, reopen
from rubrics.scorecards.revisions import changes, from_body, to_body
from rubrics.scorecards.rules import CardData, Entry
from rubrics.scorecards.services import save_draft, submit
from tests.factories import make_coach
from tests.rubrics.making import card_data, finished_loop, interviewer_of, rubric_body

KIND = "system_design"
CRITERIA = rubric_body(KIND)["criteria"]
ENTRIES = st.builds(
    Entry,
    half_steps=st.none() | st.integers(2, 10),
    not_observed=st.just(False),
    evidence=st.text(max_size=5),
)
CARDS = st.builds(
    CardData,
    entries=st.dictionaries(st.sampled_from([each["key"] for each in CRITERIA]), ENTRIES),
    call=st.sampled_from(["", "yes", "no"]),
    call_evidence=st.text(max_size=5),
    takeaway=st.text(max_size=5),
)


@given(CARDS)
def test_a_card_survives_being_kept_and_differs_in_nothing_from_itself(data: CardData) -> None:
    body = to_body(data, version=3)
    assert from_body(body) == data
    assert changes(CRITERIA, body, body) == []


@given(CARDS, CARDS)
def test_a_comparison_turned_round_says_the_same_turned_round(one: CardData, other: CardData) -> None:
    there = changes(CRITERIA, to_body(one, version=1), to_body(other, version=2))
    back = changes(CRITERIA, to_body(other, version=2), to_body(one, version=1))
    assert [(each.what, each.before, each.after) for each in there] == [
        (each.what, each.after, each.before) for each in back
    ]


@pytest.fixture
def revealed(db: None) -> Scorecard:
    loop = finished_loop()
    compiler.sweep()
    return Scorecard.objects.get(round__loop=loop, round__kind=KIND, role="interviewer")


def test_what_was_handed_in_stands_until_it_comes_in_again(revealed: Scorecard) -> None:
    coach, rater = make_coach(revealed.round.loop.candidate), revealed.rater
    reopen(card=access_reopening(coach, revealed.pk), coach=coach, reason="Look at idempotency again.")
    assert OutgoingMail.objects.filter(to=rater.email, key__contains=":reopened:1").exists()
    with pytest.raises(Conflict):
        reopen(card=revealed, coach=coach, reason="twice")
    revealed.refresh_from_db()
    save_draft(round=revealed.round, rater=rater, version=revealed.version, data=card_data(KIND, 10, 7))
    compiler.sweep()
    assert DebriefRevision.objects.count() == 1
    submit(round=revealed.round, rater=rater, version=revealed.version + 1, data=card_data(KIND, 10, 7))
    compiler.sweep()
    newest = DebriefRevision.objects.get(is_current=True)
    assert newest.number == 2
    design = next(each for each in newest.content["rounds"] if each["kind"] == KIND)
    assert design["cards"][0]["not_blind"]
    assert design["criteria"][0]["observed"] == [10]
    (found,) = changes_of(revealed.round.loop.candidate, revealed.pk).comparisons
    assert [(each.what, each.before, each.after) for each in found.differences] == [("Score", "2.5", "5")]


def test_only_a_coach_with_a_reason_and_not_ones_own(revealed: Scorecard) -> None:
    coach = make_coach(revealed.round.loop.candidate)
    for person in (revealed.rater, revealed.round.loop.candidate, make_coach()):
        with pytest.raises(Http404):
            access_reopening(person, revealed.pk)
    with pytest.raises(DomainError) as told:
        reopen(card=revealed, coach=coach, reason="  ")
    assert told.value.code == "reason"


def test_a_coach_reopens_from_the_debrief(client_for: Callable[[Any], Any], revealed: Scorecard) -> None:
    client = client_for(make_coach(revealed.round.loop.candidate))
    address = reverse("rubrics:reopen_card", args=[revealed.pk])
    page = client.get(reverse("rubrics:debrief", args=[revealed.round.loop_id])).content.decode()
    assert address in page
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "once more"}, follow=True).status_code == 200
    revealed.refresh_from_db()
    assert revealed.state == "draft"
    own = client_for(revealed.rater).get(reverse("rubrics:scorecard", args=[revealed.round_id]))
    assert "once more" in own.content.decode()


def test_a_coach_who_began_a_card_is_led_to_it_before_the_debrief(
    client_for: Callable[[Any], Any], db: None
) -> None:
    loop = finished_loop(cards=3)
    coach, round_ = make_coach(loop.candidate), loop.rounds.get(kind=KIND)
    save_draft(round=round_, rater=coach, version=0, data=card_data(KIND))
    last = loop.rounds.get(kind="behavioural")
    submit(round=last, rater=interviewer_of(last), version=0, data=card_data("behavioural"))
    compiler.sweep()
    client = client_for(coach)
    address, card = reverse("rubrics:debrief", args=[loop.pk]), reverse("rubrics:scorecard", args=[round_.pk])
    assert client.get(address).headers["Location"] == card
    assert client.get(f"/loops/{loop.pk}/debrief.pdf").status_code == 404
    client.post(card, {"action": "put_away"})
    assert client.get(address).status_code == 200
    assert not Scorecard.objects.filter(rater=coach).exists()
