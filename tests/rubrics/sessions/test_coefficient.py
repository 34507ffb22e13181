"""A coefficient is said only over enough, and only over sessions that the reader was in."""

from decimal import Decimal

import pytest

from rubrics.models import CalibrationSession
from rubrics.sessions import coefficient
from rubrics.sessions.coefficient import coefficient_words
from tests.factories import make_coach
from tests.rubrics.sessions.making import make_sample, make_session, people_of, score_all

pytestmark = pytest.mark.django_db


def test_one_session_is_too_few_to_say() -> None:
    session = score_all(make_session(2), (4, 6, None), (8, 6, 7))
    words = coefficient_words(session, session.coach)
    assert "needs 60 criteria" in words
    assert "have 2 so far: too few to say" in words


def test_enough_sessions_of_ones_own_bear_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coefficient, "ENOUGH", 6)
    coach, sample = make_coach(), make_sample()
    sessions = [make_session(2, coach=coach, sample=sample) for _ in range(2)]
    score_all(sessions[0], (2, 6, 10), (2, 6, 10))
    assert "too few" in coefficient_words(sessions[0], coach), "the other has not opened"
    score_all(sessions[1], (4, 6, 8), (4, 6, 8))
    words = coefficient_words(sessions[0], coach)
    assert "Over 6 criteria" in words
    assert f"alpha is {Decimal('1.00')}" in words
    assert "too few" in coefficient_words(sessions[0], people_of(sessions[0])[0]), "they were in one alone"


def test_where_nothing_varies_no_figure_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coefficient, "ENOUGH", 3)
    session: CalibrationSession = score_all(make_session(2), (6, 6, 6), (6, 6, 6))
    assert "All scores are the same" in coefficient_words(session, session.coach)
