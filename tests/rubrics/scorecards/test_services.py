"""Saving and submitting cards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.loops.services import set_round_state
from interviews.models import CreditEntry, Round
from rubrics.models import Debrief, Rubric, Score, Scorecard
from rubrics.scorecards.rules import CardData, Entry
from rubrics.scorecards.selectors import data_of
from rubrics.scorecards.services import Incomplete, save_draft, submit
from tests.factories import make_loop, make_peer, seat_person
from tests.rubrics.making import card_data, hand_in, interviewer_of, make_rubrics, rubric_body, waive_all

pytestmark = pytest.mark.django_db
KIND = "system_design"


@pytest.fixture
def live() -> Round:
    make_rubrics()
    round_: Round = make_loop().rounds.get(kind=KIND)
    return set_round_state(round=round_, new="live", actor=None)


@pytest.fixture
def rater(live: Round) -> User:
    return interviewer_of(live)


def test_a_draft_keeps_what_was_typed_and_its_version_rises(live: Round, rater: User) -> None:
    half = CardData({f"{KIND}_first": Entry(7, evidence="Said so.")})
    card = save_draft(round=live, rater=rater, version=0, data=half)
    assert (card.version, data_of(card)) == (1, half)
    full = card_data(KIND, 2, None, 10)
    card = save_draft(round=live, rater=rater, version=1, data=full)
    assert (card.version, data_of(card)) == (2, full)
    assert Score.objects.get(criterion=f"{KIND}_second").not_observed


def test_a_stale_tab_is_told_and_nothing_is_overwritten(live: Round, rater: User) -> None:
    kept = card_data(KIND, 8)
    save_draft(round=live, rater=rater, version=0, data=kept)
    with pytest.raises(Conflict) as told:
        save_draft(round=live, rater=rater, version=0, data=card_data(KIND, 2))
    assert told.value.code == "stale"
    with pytest.raises(Conflict):
        submit(round=live, rater=rater, version=0, data=card_data(KIND, 2))
    card = Scorecard.objects.get()
    assert (card.version, card.state, data_of(card)) == (1, "draft", kept)


def test_a_save_whose_answer_was_lost_can_be_sent_again(live: Round, rater: User) -> None:
    for _ in range(2):
        card = save_draft(round=live, rater=rater, version=0, data=card_data(KIND))
    assert card.version == 1


def test_submitting_twice_is_submitting_once(live: Round, rater: User) -> None:
    first = submit(round=live, rater=rater, version=0, data=card_data(KIND))
    again = submit(round=live, rater=rater, version=0, data=card_data(KIND))
    assert again.pk == first.pk
    assert (again.version, again.submitted_at) == (first.version, first.submitted_at)


def test_a_submitted_card_is_locked(live: Round, rater: User) -> None:
    hand_in(live)
    for write in (save_draft, submit):
        with pytest.raises(DomainError) as told:
            write(round=live, rater=rater, version=2, data=card_data(KIND, 10))
        assert told.value.code == "locked"
    assert data_of(Scorecard.objects.get()) == card_data(KIND)


def test_an_incomplete_card_is_saved_and_not_submitted(live: Round, rater: User) -> None:
    half = CardData({f"{KIND}_first": Entry(9)}, call="yes")
    with pytest.raises(Incomplete) as told:
        submit(round=live, rater=rater, version=0, data=half)
    assert [(gap.what, gap.criterion.removeprefix(f"{KIND}_")) for gap in told.value.gaps] == [
        ("evidence", "first"),
        ("score", "second"),
        ("score", "third"),
        ("call_evidence", ""),
        ("takeaway", ""),
    ]
    card = Scorecard.objects.get()
    assert (card.state, data_of(card)) == ("draft", half)


def test_before_the_round_there_is_no_card_and_before_it_begins_no_submission() -> None:
    make_rubrics()
    round_ = make_loop().rounds.get(kind=KIND)
    rater = interviewer_of(round_)
    with pytest.raises(DomainError) as told:
        save_draft(round=round_, rater=rater, version=0, data=card_data(KIND))
    assert told.value.code == "early"
    soon = timezone.now() + timedelta(minutes=9)
    Round.objects.filter(pk=round_.pk).update(starts_at=soon, ends_at=soon + timedelta(minutes=45))
    with pytest.raises(DomainError) as told:
        submit(round=round_, rater=rater, version=0, data=card_data(KIND))
    assert told.value.code == "not_live"
    assert data_of(Scorecard.objects.get()) == card_data(KIND), "what was typed is kept"
    set_round_state(round=round_, new="missed", actor=None)
    with pytest.raises(DomainError) as told:
        save_draft(round=round_, rater=rater, version=1, data=card_data(KIND, 9))
    assert told.value.code == "not_held"


def test_only_raters_score(live: Round) -> None:
    for person in (live.loop.candidate, make_peer(hours=False)):
        with pytest.raises(DomainError) as told:
            save_draft(round=live, rater=person, version=0, data=card_data(KIND))
        assert told.value.code == "not_rater"
    assert not Scorecard.objects.exists()


def test_a_card_keeps_the_rubric_it_was_begun_on_and_later_cards_of_the_round_share_it(
    live: Round, rater: User
) -> None:
    save_draft(round=live, rater=rater, version=0, data=card_data(KIND))
    bound = Rubric.objects.get(kind=KIND)
    Rubric.objects.filter(pk=bound.pk).update(is_current=False)
    body = rubric_body(KIND)
    Rubric.objects.create(
        track_slug=bound.track_slug,
        kind=KIND,
        slug=body["slug"],
        number=2,
        digest="9" * 64,
        title="New",
        body=body,
    )
    observer = make_peer(hours=False)
    seat_person(live, observer, "observer")
    assert hand_in(live, rater=observer).rubric == bound
    assert submit(round=live, rater=rater, version=1, data=card_data(KIND)).rubric == bound


def test_criteria_that_the_rubric_does_not_have_are_dropped(live: Round, rater: User) -> None:
    card = save_draft(round=live, rater=rater, version=0, data=CardData({"made_up": Entry(10)}, call="yes"))
    assert data_of(card).entries == {}


def test_a_rater_who_can_read_the_debrief_can_no_longer_submit(live: Round) -> None:
    from rubrics.debriefs import compiler

    hand_in(live)
    set_round_state(round=live, new="completed", actor=None)
    observer = make_peer(hours=False)
    seat_person(live, observer, "observer")
    for round_ in live.loop.rounds.exclude(pk=live.pk):
        if round_.kind == "recruiter":
            round_.seats.filter(role="interviewer").update(person=observer)
        set_round_state(round=round_, new="live", actor=None)
        hand_in(round_)
        set_round_state(round=round_, new="completed", actor=None)
    waive_all(live.loop)
    assert Debrief.objects.get().state == "queued"
    compiler.sweep()
    with pytest.raises(DomainError) as told:
        hand_in(live, rater=observer)
    assert told.value.code == "not_blind"
    assert not Scorecard.objects.filter(rater=observer, round=live).exists(), "there is none to begin with"


def test_a_card_handed_in_after_the_round_earns_a_credit(live: Round, rater: User) -> None:
    set_round_state(round=live, new="completed", actor=rater)
    assert not CreditEntry.objects.exists()
    for _ in range(2):
        submit(round=live, rater=rater, version=0, data=card_data(KIND))
    assert list(CreditEntry.objects.values_list("person", "amount")) == [(rater.pk, 1)]


def test_a_card_handed_in_before_the_end_earns_it_at_the_end(live: Round, rater: User) -> None:
    observer = make_peer(hours=False)
    seat_person(live, observer, "observer")
    submit(round=live, rater=rater, version=0, data=card_data(KIND))
    submit(round=live, rater=observer, version=0, data=card_data(KIND))
    assert not CreditEntry.objects.exists()
    set_round_state(round=live, new="completed", actor=rater)
    assert list(CreditEntry.objects.values_list("person", "reason")) == [(rater.pk, "earned")]
