"""Which evidence marks a board's replay, for whom, and when."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from interviews.models import Round
from interviews.replay.marks import marks_for
from interviews.room.notes import save_note
from rubrics.models import Debrief, DebriefRevision, EvidenceChip
from rubrics.scorecards.chips import ChipState, Moment, keep_chip
from rubrics.scorecards.reopening import reopen
from rubrics.scorecards.services import submit
from tests.factories import make_coach, make_loop, make_user, seat_person
from tests.rubrics.making import card_data, interviewer_of, make_rubrics, run_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Round:
    """A round that began ten minutes ago and has an interviewer and an observer who kept a moment each."""
    make_rubrics()
    round_ = make_loop().rounds.get(kind="system_design")
    seat_person(round_, make_user("Olu Observer"), "observer")
    Round.objects.filter(pk=round_.pk).update(starts_at=timezone.now() - timedelta(minutes=10))
    round_.refresh_from_db()
    run_round(round_)
    round_.refresh_from_db()
    keep(round_, interviewer_of(round_), "INTERVIEWERCHIP", "system_design_first")
    keep(round_, observer_of(round_), "OBSERVERCHIP")
    return round_


def observer_of(round_: Round) -> User:
    return round_.seats.get(role="observer").person


def keep(round_: Round, rater: User, text: str, *criteria: str) -> None:
    state = ChipState(text, frozenset(criteria))
    keep_chip(round=round_, rater=rater, id=uuid4(), moment=Moment(offset=0), wanted=state)


def evidence(reader: User, round_: Round) -> list[str]:
    return sorted(mark.text for mark in marks_for(reader, round_) if mark.kind == "evidence")


def compiled(round_: Round) -> None:
    debrief = Debrief.objects.get_or_create(loop=round_.loop)[0]
    content: dict[str, Any] = {}
    DebriefRevision.objects.create(debrief=debrief, number=1, digest="d", content=content, pdf=b"")


def test_ones_own_moments_are_there_at_once_and_others_once_both_are_in(held: Round) -> None:
    interviewer, observer = interviewer_of(held), observer_of(held)
    mine, theirs = "INTERVIEWERCHIP (First of system_design)", "OBSERVERCHIP"
    assert evidence(interviewer, held) == [mine]
    assert evidence(observer, held) == [theirs]
    card = held.scorecards.get(rater=interviewer)
    hand_in_begun(held, interviewer, card.version)
    assert evidence(observer, held) == [theirs]
    hand_in_begun(held, observer, held.scorecards.get(rater=observer).version)
    assert evidence(observer, held) == [mine, theirs]
    assert {mark.by for mark in marks_for(observer, held) if mark.kind == "evidence"} == {
        interviewer.shown_name,
        observer.shown_name,
    }


def hand_in_begun(round_: Round, rater: User, version: int) -> None:

    submit(round=round_, rater=rater, version=version, data=card_data(round_.kind, 6))


def test_the_candidate_and_their_coach_see_nothing_of_a_sealed_card(held: Round) -> None:
    candidate = held.loop.candidate
    coach = make_coach(candidate)
    hand_in_begun(held, interviewer_of(held), held.scorecards.get(rater=interviewer_of(held)).version)
    assert evidence(candidate, held) == []
    assert evidence(coach, held) == []
    compiled(held)
    assert evidence(candidate, held) == ["INTERVIEWERCHIP (First of system_design)"]
    assert evidence(coach, held) == ["INTERVIEWERCHIP (First of system_design)"]


def test_of_a_card_that_is_open_again_what_stands_is_shown(held: Round) -> None:
    candidate, interviewer = held.loop.candidate, interviewer_of(held)
    hand_in_begun(held, interviewer, held.scorecards.get(rater=interviewer).version)
    compiled(held)
    reopen(card=held.scorecards.get(rater=interviewer), coach=make_coach(candidate), reason="once more")
    EvidenceChip.objects.filter(scorecard__rater=interviewer).update(text="SECRETDRAFT")
    assert evidence(candidate, held) == ["INTERVIEWERCHIP (First of system_design)"]


def test_notes_never_mark_a_replay(held: Round) -> None:

    save_note(round=held, author=interviewer_of(held), text="SECRETNOTE 00:10", version=0)
    compiled(held)
    for reader in (held.loop.candidate, interviewer_of(held), observer_of(held)):
        assert "SECRETNOTE" not in str(marks_for(reader, held))


def test_a_moment_without_words_is_named_by_what_it_is_evidence_for(held: Round) -> None:
    interviewer = interviewer_of(held)
    keep(held, interviewer, "", "system_design_second")
    keep(held, interviewer, "")
    assert "A moment" in evidence(interviewer, held)
    assert "Second of system_design" in evidence(interviewer, held)
