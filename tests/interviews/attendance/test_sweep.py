"""What the sweep notes of rounds that are over and did not take place."""

import pytest

from common.models import OutgoingMail
from interviews.attendance.services import claim_no_show
from interviews.loops.sweep import sweep_rounds
from interviews.models import Attendance, HistoryEntry, PriorityPass, Round
from tests.interviews.attendance.making import interviewer_of, waiting_round, was_here

pytestmark = pytest.mark.django_db


def over() -> Round:
    """A round that ended twenty minutes ago."""
    return waiting_round(began=65)


def swept(round_: Round) -> dict[str, str]:
    assert sweep_rounds() == 1
    round_.refresh_from_db()
    return dict(Attendance.objects.filter(round=round_).values_list("role", "outcome"))


def why(round_: Round) -> str:
    return HistoryEntry.objects.get(round=round_, event="round_missed").reason


def test_nobody_came_and_neither_did() -> None:
    round_ = over()
    assert swept(round_) == {"candidate": "no_show", "interviewer": "no_show"}
    assert (round_.state, why(round_)) == ("missed", "nobody opened the room")
    assert OutgoingMail.objects.filter(key__startswith="no-show:").count() == 2
    assert not PriorityPass.objects.exists()
    assert set(Attendance.objects.values_list("noted_by", flat=True)) == {None}


def test_one_waited_and_the_other_never_came() -> None:
    round_ = over()
    was_here(round_, round_.loop.candidate, since=70, until=50)
    assert swept(round_) == {"candidate": "present", "interviewer": "no_show"}
    assert why(round_) == "the interviewer did not come"
    assert PriorityPass.objects.get().candidate == round_.loop.candidate
    assert OutgoingMail.objects.filter(key__startswith="missed:").count() == 1


def test_interviewer_waited_for_nobody() -> None:
    round_ = over()
    was_here(round_, interviewer_of(round_), since=66, until=50)
    assert swept(round_) == {"candidate": "no_show", "interviewer": "present"}
    assert why(round_) == "the candidate did not come"
    assert not PriorityPass.objects.exists()


def test_a_glance_accuses_nobody() -> None:
    round_ = over()
    was_here(round_, round_.loop.candidate, since=66, until=64)
    assert swept(round_) == {"candidate": "present"}
    assert why(round_) == "the round was not started"


def test_both_came_but_not_together() -> None:
    round_ = over()
    was_here(round_, round_.loop.candidate, since=66, until=50)
    was_here(round_, interviewer_of(round_), since=30, until=21)
    assert swept(round_) == {"candidate": "present", "interviewer": "present"}
    assert not PriorityPass.objects.exists()


def test_both_sat_together_and_it_counts_as_held() -> None:
    round_ = over()
    was_here(round_, round_.loop.candidate, since=66, until=30)
    was_here(round_, interviewer_of(round_), since=64, until=30)
    assert swept(round_) == {"candidate": "present", "interviewer": "present"}
    assert round_.state == "completed"


def test_what_somebody_said_before_stays() -> None:
    round_ = waiting_round(began=15)
    claim_no_show(round=round_, actor=round_.loop.candidate)
    was_here(round_, round_.loop.candidate, since=66, until=40)
    Round.objects.filter(pk=round_.pk).update(
        starts_at=over().starts_at, ends_at=round_.ends_at - (round_.starts_at - over().starts_at)
    )
    sweep_rounds()
    row = Attendance.objects.get(round=round_, person=interviewer_of(round_))
    assert row.noted_by == round_.loop.candidate
    assert OutgoingMail.objects.filter(key__startswith=f"no-show:{round_.pk}").count() == 1
    assert PriorityPass.objects.filter(missed=round_).count() == 1


def test_an_empty_seat_accuses_nobody_and_puts_who_came_first_in_line() -> None:
    round_ = over()
    round_.seats.get(role="interviewer").delete()
    was_here(round_, round_.loop.candidate, since=66, until=50)
    assert swept(round_) == {"candidate": "present"}
    assert PriorityPass.objects.get().missed == round_


def test_an_empty_seat_that_nobody_waited_for_is_nobodys_fault() -> None:
    round_ = over()
    round_.seats.get(role="interviewer").delete()
    assert swept(round_) == {}
