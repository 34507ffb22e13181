"""A member's own scores: kept as typed, never over newer ones, handed in once."""

import pytest

from common.errors import Conflict, DomainError
from rubrics.models import CalibrationAttempt
from rubrics.scorecards.rules import Entry
from rubrics.sessions.scoring import Incomplete, entries_of, hand_in, save_scores
from tests.factories import make_peer
from tests.rubrics.sessions.making import KIND, entries, make_session, people_of

pytestmark = pytest.mark.django_db


def test_what_is_typed_is_kept_and_saving_it_again_changes_nothing() -> None:
    session = make_session()
    person = people_of(session)[0]
    typed = entries(4, None, 7) | {"unknown": Entry(4)}
    attempt = save_scores(session=session, person=person, version=0, entries=typed)
    assert attempt.version == 1
    assert entries_of(attempt) == entries(4, None, 7)
    assert save_scores(session=session, person=person, version=0, entries=typed).version == 1
    assert (attempt.state, attempt.sample, attempt.rubric) == ("draft", session.sample, session.rubric)


def test_an_older_tab_overwrites_nothing() -> None:
    session = make_session()
    person = people_of(session)[0]
    save_scores(session=session, person=person, version=0, entries=entries(4, 6, 6))
    with pytest.raises(Conflict) as caught:
        save_scores(session=session, person=person, version=0, entries=entries(8, 6, 6))
    assert caught.value.code == "stale"
    assert entries_of(CalibrationAttempt.objects.get()) == entries(4, 6, 6)


def test_scores_are_handed_in_whole_and_once() -> None:
    session = make_session()
    person = people_of(session)[0]
    with pytest.raises(Incomplete) as caught:
        hand_in(session=session, person=person, version=0, entries=entries(2, 6, 6, reason=""))
    assert [each.what for each in caught.value.gaps] == ["evidence"]
    assert CalibrationAttempt.objects.get().version == 1, "what was typed is kept"
    for _ in range(2):
        hand_in(session=session, person=person, version=1, entries=entries(2, 6, 6))
    attempt = CalibrationAttempt.objects.get()
    assert (attempt.state, attempt.passed, attempt.reference) == ("submitted", None, None)
    with pytest.raises(DomainError) as locked:
        save_scores(session=session, person=person, version=3, entries=entries(3, 6, 6))
    assert locked.value.code == "locked"
    assert entries_of(attempt)[f"{KIND}_first"].half_steps == 2


def test_only_members_score() -> None:
    session = make_session()
    for person in (make_peer(hours=False), session.coach):
        with pytest.raises(DomainError) as caught:
            save_scores(session=session, person=person, version=0, entries=entries(4, 6, 6))
        assert caught.value.code == "not_member"
