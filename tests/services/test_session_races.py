"""The last scores of a session come in while it is opened, or two people's at once: one opening."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict
from common.models import OutgoingMail
from rubrics.models import CalibrationAttempt, CalibrationReference, CalibrationSession, SessionRemark
from rubrics.sessions.agreeing import agree, say
from rubrics.sessions.scoring import hand_in, save_scores
from rubrics.sessions.services import cancel_session, open_session, remove_member, sweep
from tests.rubrics.sessions.making import KIND, entries, make_sample, make_session, people_of, score_all
from tests.services.racing import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def handing_in(session: CalibrationSession, person: User) -> Callable[[], object]:
    return lambda: hand_in(session=session, person=person, version=0, entries=entries(4, 6, 6))


def assert_opened_once(session: CalibrationSession) -> None:
    session.refresh_from_db()
    assert session.state == "open"
    assert session.events.filter(what__startswith="opened").count() == 1
    members = session.members.count()
    assert OutgoingMail.objects.filter(key__contains=":opened:").count() == members + 1


def test_all_hand_in_at_once_and_it_opens_once() -> None:
    session = make_session(6)
    results = all_at_once([handing_in(session, person) for person in people_of(session)])
    assert all(isinstance(each, CalibrationAttempt) for each in results)
    assert_opened_once(session)
    assert session.events.filter(what="opened_complete").exists()


def test_one_person_in_many_tabs_hands_in_once() -> None:
    session = make_session(2)
    person = people_of(session)[0]
    results = all_at_once([handing_in(session, person)] * 6)
    assert {type(each) for each in results} == {CalibrationAttempt}
    assert CalibrationAttempt.objects.get().scores.count() == 3


@pytest.mark.parametrize("by", ["coach", "beat"])
def test_whoever_is_later_than_the_opening_is_not_in(by: str) -> None:
    """Each member's scores are in before it opened, or they were told; nothing comes in afterwards."""
    for _ in range(5):
        session = make_session(4)
        first, *others = people_of(session)
        handing_in(session, first)()
        acts: dict[str, Callable[[], object]] = {
            "coach": lambda s=session: open_session(session=s, actor=s.coach),  # type: ignore[misc]
            "beat": sweep,
        }
        if by == "beat":
            CalibrationSession.objects.filter(pk=session.pk).update(
                due_at=timezone.now() - timedelta(seconds=1)
            )
        results = all_at_once([acts[by], *(handing_in(session, person) for person in others)])
        session.refresh_from_db()
        assert session.state == "open"
        assert session.events.filter(what__startswith="opened").count() == 1
        assert session.opened_at is not None
        for person, result in zip(others, results[1:], strict=True):
            attempt = session.attempts.filter(person=person).first()
            if isinstance(result, Conflict):
                assert result.code == "opened"
                assert attempt is None
            else:
                assert attempt is not None
                assert attempt.submitted_at is not None
                assert attempt.submitted_at <= session.opened_at


def test_it_is_called_off_or_opens_but_never_both() -> None:
    for _ in range(5):
        session = make_session(2)
        first, second = people_of(session)
        handing_in(session, first)()
        save_scores(session=session, person=second, version=0, entries=entries(4, 6, 6))
        member = session.members.get(person=second)
        all_at_once(
            [
                lambda s=session: cancel_session(session=s, actor=s.coach, reason="Why."),  # type: ignore[misc]
                lambda s=session, p=second: hand_in(session=s, person=p, version=1, entries=entries(4, 6, 6)),  # type: ignore[misc]
                lambda s=session, m=member: remove_member(session=s, actor=s.coach, member_id=m.pk),  # type: ignore[misc]
                sweep,
            ]
        )
        session.refresh_from_db()
        ends = session.events.filter(what__in=["cancelled", "opened_complete"]).values_list("what", flat=True)
        assert list(ends) == [{"cancelled": "cancelled", "open": "opened_complete"}[session.state]]


def test_two_sessions_on_one_sample_agree_at_once_and_one_reference_is_current() -> None:
    sample = make_sample()
    sessions = [score_all(make_session(2, sample=sample), (4, 6, 6), (8, 6, 6)) for _ in range(4)]
    results = all_at_once(
        [
            lambda s=session: agree(session=s, actor=s.coach, version=0, entries=entries(5, 6, 6))  # type: ignore[misc]
            for session in sessions
        ]
    )
    assert all(isinstance(each, CalibrationReference) for each in results)
    assert sorted(sample.references.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert sample.references.get(is_current=True).number == 5


def test_the_same_agreement_in_many_tabs_is_one_reference() -> None:
    session = score_all(make_session(2), (4, 6, 6), (8, 6, 6))
    results = all_at_once(
        [lambda: agree(session=session, actor=session.coach, version=0, entries=entries(5, 6, 6))] * 5
    )
    assert {each.pk for each in results if isinstance(each, CalibrationReference)} == {
        session.sample.references.get(is_current=True).pk
    }
    assert len([each for each in results if isinstance(each, CalibrationReference)]) == 5
    key = uuid.uuid4()
    all_at_once(
        [lambda: say(session=session, author=session.coach, criterion=f"{KIND}_first", text="Once.", key=key)]
        * 5
    )
    assert SessionRemark.objects.count() == 1
