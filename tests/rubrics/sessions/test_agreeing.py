"""What is said after the opening, and what the discussion's scores become."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.models import Qualification
from rubrics.calibration.selectors import counts
from rubrics.calibration.services import begin, submit
from rubrics.models import CalibrationAttempt, CalibrationReference, SessionRemark
from rubrics.scorecards.rules import Entry
from rubrics.sessions.agreeing import NotAgreed, agree, save_agreed, say
from rubrics.sessions.scoring import hand_in
from rubrics.sessions.services import cancel_session, open_session
from rubrics.sessions.side_by_side import verdict
from tests.factories import make_peer
from tests.rubrics.sessions.making import KIND, entries, make_sample, make_session, people_of, score_all

pytestmark = pytest.mark.django_db
FIRST = f"{KIND}_first"


def code_of(error: pytest.ExceptionInfo[DomainError]) -> str:
    return error.value.code


def test_everybody_in_an_opened_session_talks_and_says_it_once() -> None:
    session = make_session(2)
    first, second = people_of(session)
    with pytest.raises(Conflict):
        say(session=session, author=first, criterion=FIRST, text="Early", key=uuid.uuid4())
    score_all(session, (4, 6, 6), (8, 6, 6))
    key = uuid.uuid4()
    for _ in range(2):
        say(session=session, author=first, criterion=FIRST, text=" Look at 01:20.\r\nThere. ", key=key)
    say(session=session, author=session.coach, criterion=FIRST, text="Yes.", key=uuid.uuid4())
    assert [(each.author, each.text) for each in SessionRemark.objects.all()] == [
        (first, "Look at 01:20.\nThere."),
        (session.coach, "Yes."),
    ]
    for author, criterion, text, code in (
        (make_peer(hours=False), FIRST, "Me too", "not_yours"),
        (second, "unknown", "What?", "criterion"),
        (second, FIRST, "  ", "empty"),
        (second, FIRST, "x" * 2001, "long"),
    ):
        with pytest.raises(DomainError) as caught:
            say(session=session, author=author, criterion=criterion, text=text, key=uuid.uuid4())
        assert code_of(caught) == code


def test_agreed_scores_become_the_next_reference_and_former_ones_stay() -> None:
    session = score_all(make_session(2), (4, 6, 6), (8, 6, 6))
    before = session.sample.references.get()
    agreed = entries(5, None, 8, reason="Because of 01:20.")
    for _ in range(2):
        made = agree(session=session, actor=session.coach, version=0, entries=agreed)
    assert made.number == 2
    assert made.session == session
    assert made.body[FIRST] == {"half_steps": 5, "reason": "Because of 01:20."}
    assert made.body[f"{KIND}_second"]["half_steps"] is None
    before.refresh_from_db()
    assert (before.is_current, made.is_current, session.sample.references.count()) == (False, True, 2)
    session.refresh_from_db()
    assert session.state == "agreed"
    assert session.events.filter(what="agreed").count() == 1
    agreed_mails = OutgoingMail.objects.filter(key__contains=":agreed:")
    assert {each.to for each in agreed_mails} == {each.email for each in people_of(session)}
    with pytest.raises(Conflict) as caught:
        agree(session=session, actor=session.coach, version=9, entries=entries(9, 9, 9))
    assert code_of(caught) == "agreed"


def test_what_is_missing_is_told_and_what_was_typed_is_kept() -> None:
    session = score_all(make_session(2), (4, 6, 6), (8, 6, 6))
    typed = {FIRST: Entry(6, False, ""), f"{KIND}_second": Entry(None, False, "Open yet.")}
    with pytest.raises(NotAgreed) as caught:
        agree(session=session, actor=session.coach, version=0, entries=typed)
    assert [(each.what, each.criterion) for each in caught.value.gaps] == [
        ("evidence", FIRST),
        ("score", f"{KIND}_second"),
        ("score", f"{KIND}_third"),
        ("evidence", f"{KIND}_third"),
    ]
    session.refresh_from_db()
    assert session.agreeing[FIRST]["half_steps"] == 6
    assert session.agreeing[f"{KIND}_second"]["reason"] == "Open yet."
    assert (session.state, CalibrationReference.objects.count()) == ("open", 1)


def test_an_older_tab_of_the_coach_overwrites_nothing() -> None:
    session = score_all(make_session(2), (4, 6, 6), (8, 6, 6))
    save_agreed(session=session, actor=session.coach, version=0, entries=entries(5, 6, 6))
    with pytest.raises(Conflict) as caught:
        agree(session=session, actor=session.coach, version=0, entries=entries(7, 6, 6))
    assert code_of(caught) == "stale"
    with pytest.raises(DomainError) as other:
        save_agreed(session=session, actor=people_of(session)[0], version=1, entries=entries(7, 6, 6))
    assert code_of(other) == "not_yours"


def test_nothing_is_agreed_on_before_it_has_opened() -> None:
    session = make_session(2)
    with pytest.raises(Conflict):
        agree(session=session, actor=session.coach, version=0, entries=entries(7, 6, 6))


def test_members_scores_are_compared_and_count_by_the_rule_of_passing() -> None:
    session = make_session(3)
    score_all(session, (6, 6, 7), (9, 6, 6), (8, 6, None))
    agree(session=session, actor=session.coach, version=0, entries=entries(6, 6, 6))
    found = [
        (each.largest, each.total, each.compared, each.passed)
        for each in CalibrationAttempt.objects.order_by("submitted_at")
    ]
    assert found == [(1, 1, 3, True), (3, 3, 3, False), (2, 2, 2, False)]
    assert set(CalibrationAttempt.objects.values_list("reference__number", flat=True)) == {2}


def single(person: User, session: object, **fields: object) -> CalibrationAttempt:
    """An attempt alone, handed in now, compared with the sample's present reference."""
    sample = session.sample  # type: ignore[attr-defined]
    return CalibrationAttempt.objects.create(
        person=person,
        sample=sample,
        rubric=session.rubric,  # type: ignore[attr-defined]
        reference=sample.references.get(is_current=True),
        state="submitted",
        submitted_at=timezone.now(),
        passed=True,
        largest=0,
        total=0,
        compared=3,
        **fields,
    )


def test_who_had_read_agreed_scores_before_is_compared_but_nothing_counts() -> None:
    sample = make_sample()
    earlier = make_session(2, sample=sample)
    silent = people_of(earlier)[1]
    hand_in(session=earlier, person=people_of(earlier)[0], version=0, entries=entries(6, 6, 6))
    open_session(session=earlier, actor=earlier.coach)
    session = make_session(2, sample=sample)
    fresh, alone = people_of(session)
    session.members.create(person=silent)
    old = single(alone, session)
    score_all(session, (6, 6, 6), (6, 6, 6), (6, 6, 6))
    later = single(fresh, session)
    agree(session=session, actor=session.coach, version=0, entries=entries(6, 6, 6))
    by_person = {each.person: each for each in session.attempts.all()}
    assert counts(by_person[fresh]), "what was read afterwards does not matter"
    assert not counts(by_person[alone]), "scored it alone before"
    assert not counts(by_person[silent]), "was in a session that had opened"
    assert {(each.total, each.passed) for each in by_person.values()} == {(0, True)}
    told = [verdict(by_person[each])["state"] for each in (fresh, alone, silent)]
    assert told == ["passed", "practice", "practice"]
    for attempt in (old, later):
        attempt.refresh_from_db()
        assert attempt.reference.number == 1, "earlier attempts keep what they were compared with"  # type: ignore[union-attr]


def qualified(person: User) -> bool:
    return Qualification.objects.filter(person=person, kind=KIND).exists()


def test_enough_passed_sessions_qualify_but_not_on_one_sample_twice(settings: Any) -> None:
    settings.CALIBRATION_SAMPLES = 2
    ada, ben = make_peer(hours=False, qualified=False), make_peer(hours=False, qualified=False)
    first, second = make_sample(), make_sample()
    held = []
    for sample in (first, first, second):
        session = make_session(2, sample=sample)
        session.members.create(person=ada)
        session.members.create(person=ben)
        score_all(session, (6, 6, 6), (6, 6, 6), (6, 7, 6), (6, 10, 6))
        agree(session=session, actor=session.coach, version=0, entries=entries(6, 6, 6))
        held.append((qualified(ada), qualified(ben)))
    assert held == [(False, False), (False, False), (True, False)]


def test_nobody_sees_agreed_scores_alone_while_a_session_waits_for_blind_ones() -> None:
    session = make_session(2)
    person = people_of(session)[0]
    other = make_session(2, sample=session.sample)
    draft = CalibrationAttempt.objects.create(person=person, sample=session.sample, rubric=session.rubric)
    with pytest.raises(DomainError) as begun:
        begin(person=people_of(other)[0], sample=session.sample)
    assert code_of(begun) == "in_session"
    with pytest.raises(DomainError) as caught:
        submit(attempt=draft, version=0, entries=entries(6, 6, 6))
    assert code_of(caught) == "in_session"
    draft.refresh_from_db()
    assert (draft.state, draft.scores.count()) == ("draft", 3), "what was typed is kept"


def test_what_was_scored_in_a_session_that_was_called_off_gives_nothing_away() -> None:
    session = make_session(2)
    person = people_of(session)[0]
    hand_in(session=session, person=person, version=0, entries=entries(6, 6, 6))
    cancel_session(session=session, actor=session.coach, reason="No time.")
    alone = begin(person=person, sample=session.sample)
    assert counts(submit(attempt=alone, version=0, entries=entries(6, 6, 6)))
