"""Who came, who did not, who says so, and what can be said against it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from common.models import OutgoingMail
from interviews.attendance.services import claim_no_show, dispute, let_go, settle
from interviews.loops.services import set_round_state
from interviews.models import Attendance, Claim, HistoryEntry, Loop, PriorityPass, Round
from tests.factories import make_user
from tests.interviews.attendance.making import ago, interviewer_of, waiting_round, was_here

pytestmark = pytest.mark.django_db


def outcomes(round_: Round) -> dict[str, str]:
    return dict(Attendance.objects.filter(round=round_).values_list("role", "outcome"))


def absent_candidate() -> Attendance:
    round_ = waiting_round()
    was_here(round_, interviewer_of(round_), since=14, still=True)
    return claim_no_show(round=round_, actor=interviewer_of(round_))


def test_absent_interviewer_is_noted_and_the_round_stands_for_a_stand_in() -> None:
    round_ = waiting_round()
    was_here(round_, round_.loop.candidate, since=15, still=True)
    row = claim_no_show(round=round_, actor=round_.loop.candidate)
    assert (row.person, row.outcome, row.noted_by) == (
        interviewer_of(round_),
        "no_show",
        round_.loop.candidate,
    )
    assert outcomes(round_) == {"candidate": "present", "interviewer": "no_show"}
    round_.refresh_from_db()
    assert round_.state == "scheduled"
    mail = OutgoingMail.objects.get(key=f"no-show:{round_.pk}:{row.person_id}")
    assert mail.to == row.person.email
    assert "/rounds/record/" in mail.text
    assert HistoryEntry.objects.get(event="no_show_noted").actor == round_.loop.candidate


def test_absent_candidate_ends_the_round_and_frees_the_interviewer() -> None:
    row = absent_candidate()
    round_ = row.round
    round_.refresh_from_db()
    assert round_.state == "missed"
    assert outcomes(round_) == {"candidate": "no_show", "interviewer": "present"}
    assert not Claim.objects.filter(seat__round=round_).exists()
    assert not PriorityPass.objects.exists()


def test_interviewer_who_started_the_clock_alone_can_say_so_too() -> None:
    round_ = waiting_round()
    set_round_state(round=round_, new=Round.State.LIVE, actor=interviewer_of(round_))
    claim_no_show(round=round_, actor=interviewer_of(round_))
    round_.refresh_from_db()
    assert round_.state == "missed"
    assert Loop.objects.get().state == "running"  # a round is still to come


def test_saying_it_twice_changes_nothing() -> None:
    round_ = waiting_round()
    first = claim_no_show(round=round_, actor=round_.loop.candidate)
    assert claim_no_show(round=round_, actor=round_.loop.candidate) == first
    assert HistoryEntry.objects.filter(event="no_show_noted").count() == 1
    assert OutgoingMail.objects.filter(key__startswith="no-show:").count() == 1


@pytest.mark.parametrize("began", [-5, 0, 9])
def test_before_the_grace_time_is_over_nobody_is_noted(began: float) -> None:
    round_ = waiting_round(began=began)
    with pytest.raises(DomainError) as refused:
        claim_no_show(round=round_, actor=round_.loop.candidate)
    assert refused.value.code == "early"
    assert not Attendance.objects.exists()


def test_a_round_arranged_after_its_start_has_its_grace_from_then_on() -> None:
    round_ = waiting_round(began=14)
    Round.objects.filter(pk=round_.pk).update(arranged_at=ago(5))
    with pytest.raises(DomainError) as refused:
        claim_no_show(round=round_, actor=round_.loop.candidate)
    assert refused.value.code == "early"


def test_somebody_who_is_there_is_not_absent() -> None:
    round_ = waiting_round()
    was_here(round_, interviewer_of(round_), since=0.2, still=True)
    with pytest.raises(DomainError) as refused:
        claim_no_show(round=round_, actor=round_.loop.candidate)
    assert refused.value.code == "came"


def test_somebody_who_stayed_two_minutes_is_not_absent() -> None:
    round_ = waiting_round()
    was_here(round_, interviewer_of(round_), since=11, until=8)
    with pytest.raises(DomainError) as refused:
        claim_no_show(round=round_, actor=round_.loop.candidate)
    assert refused.value.code == "came"
    assert "Jordan" in refused.value.message


def test_a_glance_into_the_room_is_not_coming() -> None:
    round_ = waiting_round()
    was_here(round_, interviewer_of(round_), since=11, until=10.5)
    assert claim_no_show(round=round_, actor=round_.loop.candidate).outcome == "no_show"


def test_whoever_was_said_not_to_have_come_cannot_say_it_back() -> None:
    round_ = waiting_round()
    claim_no_show(round=round_, actor=round_.loop.candidate)
    with pytest.raises(DomainError) as refused:
        claim_no_show(round=round_, actor=interviewer_of(round_))
    assert refused.value.code == "accused"
    assert outcomes(round_) == {"candidate": "present", "interviewer": "no_show"}


def test_strangers_say_nothing() -> None:
    with pytest.raises(DomainError) as refused:
        claim_no_show(round=waiting_round(), actor=make_user())
    assert refused.value.code == "not_yours"


def test_letting_go_misses_the_round_and_puts_first_in_line() -> None:
    round_ = waiting_round()
    candidate = round_.loop.candidate
    with pytest.raises(DomainError) as refused:
        let_go(round=round_, actor=candidate)
    assert refused.value.code == "not_noted"
    claim_no_show(round=round_, actor=candidate)
    assert let_go(round=round_, actor=candidate).state == "missed"
    assert let_go(round=round_, actor=candidate).state == "missed"
    held = PriorityPass.objects.get()
    assert (held.candidate, held.kind, held.missed) == (candidate, "system_design", round_)
    mail = OutgoingMail.objects.get(key__startswith="missed:")
    assert "/loops/book/?rounds=system_design" in mail.text


def test_somebody_who_comes_late_after_all_and_stays_is_present() -> None:
    round_ = waiting_round()
    interviewer = interviewer_of(round_)
    was_here(round_, round_.loop.candidate, since=15, still=True)
    claim_no_show(round=round_, actor=round_.loop.candidate)
    was_here(round_, interviewer, since=0, still=True)
    set_round_state(round=round_, new=Round.State.LIVE, actor=interviewer)
    set_round_state(round=round_, new=Round.State.COMPLETED, actor=interviewer)
    assert outcomes(round_) == {"candidate": "present", "interviewer": "present"}


def test_a_completed_round_notes_who_was_seen() -> None:
    round_ = waiting_round()
    set_round_state(round=round_, new=Round.State.LIVE, actor=interviewer_of(round_))
    set_round_state(round=round_, new=Round.State.COMPLETED, actor=interviewer_of(round_))
    assert outcomes(round_) == {"interviewer": "present"}  # who started the clock was there


class TestDispute:
    def test_needs_words_and_is_open_for_a_week(self) -> None:
        row = absent_candidate()
        with pytest.raises(DomainError) as refused:
            dispute(attendance=row, actor=row.person, reason=" ")
        assert refused.value.code == "reason"
        Attendance.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=8))
        with pytest.raises(DomainError) as refused:
            dispute(attendance=row, actor=row.person, reason="My train stood still.")
        assert refused.value.code == "late"

    def test_is_the_persons_own(self) -> None:
        row = absent_candidate()
        with pytest.raises(DomainError) as refused:
            dispute(attendance=row, actor=interviewer_of(row.round), reason="No.")
        assert refused.value.code == "not_yours"

    def test_reason_stays_with_administrators(self) -> None:
        row = absent_candidate()
        dispute(attendance=row, actor=row.person, reason="My train stood still.")
        row.refresh_from_db()
        assert (row.dispute, row.dispute_reason) == ("raised", "My train stood still.")
        assert HistoryEntry.objects.get(event="no_show_disputed").reason == ""

    def test_presence_cannot_be_disputed(self) -> None:
        row = absent_candidate()
        present = Attendance.objects.get(round=row.round, outcome="present")
        with pytest.raises(DomainError) as refused:
            dispute(attendance=present, actor=present.person, reason="I was there.")
        assert refused.value.code == "came"

    @pytest.mark.parametrize(("granted", "word"), [(True, "granted"), (False, "upheld")])
    def test_is_settled_once_by_an_administrator(self, granted: bool, word: str) -> None:
        row, admin = absent_candidate(), User.objects.create_superuser("a@example.org", "a long password")
        with pytest.raises(DomainError) as refused:
            settle(attendance=row, actor=admin, granted=granted)
        assert refused.value.code == "not_disputed"
        dispute(attendance=row, actor=row.person, reason="My train stood still.")
        with pytest.raises(DomainError) as refused:
            settle(attendance=row, actor=row.person, granted=granted)
        assert refused.value.code == "not_yours"
        for _ in range(2):
            assert settle(attendance=row, actor=admin, granted=granted).dispute == word
        with pytest.raises(DomainError) as refused:
            settle(attendance=row, actor=admin, granted=not granted)
        assert refused.value.code == "settled"
        with pytest.raises(DomainError) as refused:
            dispute(attendance=row, actor=row.person, reason="Once more.")
        assert refused.value.code == "settled"
        assert HistoryEntry.objects.get(event=f"no_show_{word}").actor == admin
        assert OutgoingMail.objects.get(key__startswith="no-show-settled:").to == row.person.email

    def test_administrators_do_not_settle_their_own(self) -> None:
        row = absent_candidate()
        User.objects.filter(pk=row.person_id).update(is_staff=True)
        row.person.refresh_from_db()
        dispute(attendance=row, actor=row.person, reason="My train stood still.")
        with pytest.raises(DomainError) as refused:
            settle(attendance=row, actor=row.person, granted=True)
        assert refused.value.code == "not_yours"
