"""Every change of state goes along the tables and takes everything that follows with it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from common.errors import DomainError
from common.models import OutgoingMail
from interviews.loops import states
from interviews.loops.services import cancel_loop, set_round_state
from interviews.loops.sweep import COMPLETED_AFTER, MISSED_AFTER, sweep_rounds
from interviews.models import Claim, Loop, Round
from interviews.signals import round_closed
from tests.factories import make_loop, make_round, make_user

pytestmark = pytest.mark.django_db


def history(loop: Loop) -> list[tuple[str, str]]:
    return [(entry.event, entry.reason) for entry in loop.history.order_by("pk")]


@pytest.fixture
def closed() -> Any:
    """The rounds that were announced as closed, with the state they had."""
    heard: list[tuple[uuid.UUID, str]] = []

    def hear(sender: Any, round: Round, **_: Any) -> None:  # noqa: A002
        heard.append((round.pk, round.state))

    round_closed.connect(hear)
    yield heard
    round_closed.disconnect(hear)


@pytest.mark.parametrize("old", Round.State.values)
@pytest.mark.parametrize("new", Round.State.values)
def test_round_moves_only_along_the_table(old: str, new: str, closed: list[Any]) -> None:
    loop = make_loop(rounds=False)
    round_ = make_round(loop, state=old)
    make_round(loop, "recruiter", starts_at=timezone.now() + timedelta(days=9))
    if old == new:
        assert set_round_state(round=round_, new=new, actor=None).state == old
        assert history(loop) == []
    elif states.ROUND.allows(old, new):
        assert set_round_state(round=round_, new=new, actor=loop.candidate).state == new
        assert history(loop)[0] == (f"round_{new}", "")
        assert closed == ([(round_.pk, new)] if new in states.CLOSED else [])
    else:
        with pytest.raises(DomainError) as refusal:
            set_round_state(round=round_, new=new, actor=None)
        assert refusal.value.code == "transition"
        round_.refresh_from_db()
        assert round_.state == old
        assert history(loop) == []
        assert closed == []


def test_loop_follows_its_rounds_to_the_end() -> None:
    loop = make_loop()
    seen = []
    for round_ in loop.rounds.all():
        for new in ("live", "completed"):
            set_round_state(round=round_, new=new, actor=None)
            loop.refresh_from_db()
            seen.append(loop.state)
    assert seen == ["running"] * 7 + ["completed"]
    events = [event for event, _ in history(loop)]
    assert events[:2] == ["round_live", "loop_running"]
    assert events[-2:] == ["round_completed", "loop_completed"]


@pytest.mark.parametrize(
    ("rounds", "expected"),
    [
        (["scheduled"] * 4, "booked"),
        (["missed", "scheduled"], "booked"),
        (["live", "scheduled"], "running"),
        (["completed", "scheduled"], "running"),
        (["completed", "missed", "cancelled"], "completed"),
        (["cancelled", "cancelled"], "cancelled"),
        (["missed", "cancelled"], "cancelled"),
    ],
)
def test_loop_state_from_rounds(rounds: list[str], expected: str) -> None:
    assert states.loop_state(rounds) == expected


def test_states_of_tables_are_those_of_the_models() -> None:
    assert set(states.ROUND.moves) == set(Round.State.values)
    assert set(states.LOOP.moves) == set(Loop.State.values)


def test_times_of_beginning_and_end_are_kept() -> None:
    round_ = make_round(make_loop(rounds=False))
    before = timezone.now()
    set_round_state(round=round_, new="live", actor=None)
    done = set_round_state(round=round_, new="completed", actor=None)
    assert done.started_at is not None
    assert done.closed_at is not None
    assert before <= done.started_at <= done.closed_at


@pytest.mark.parametrize(("new", "kept"), [("missed", False), ("cancelled", False), ("live", True)])
def test_claims_are_freed_when_a_round_does_not_take_place(new: str, kept: bool) -> None:
    round_ = make_round(make_loop(rounds=False))
    set_round_state(round=round_, new=new, actor=None)
    assert Claim.objects.exists() == kept


def test_cancelled_loop_frees_everybody_and_tells_them() -> None:
    loop = make_loop()
    people = {seat.person.email for round_ in loop.rounds.all() for seat in round_.seats.all()}
    cancelled = cancel_loop(loop=loop, actor=loop.candidate, reason="  A cold.  ")
    assert cancelled.state == "cancelled"
    assert set(loop.rounds.values_list("state", "sequence")) == {("cancelled", 1)}
    assert Claim.objects.count() == 0
    mails = list(OutgoingMail.objects.filter(key__startswith="round:"))
    assert {mail.to for mail in mails} == people
    assert len(mails) == 8
    assert {mail.method for mail in mails} == {"CANCEL"}
    assert all("Reason: A cold." in mail.text for mail in mails)
    assert history(loop) == [("round_cancelled", "A cold.")] * 4 + [("loop_cancelled", "")]


def test_cancelling_twice_changes_nothing() -> None:
    loop = make_loop()
    for _ in range(2):
        cancel_loop(loop=loop, actor=loop.candidate)
    assert OutgoingMail.objects.filter(key__startswith="round:").count() == 8
    assert loop.history.count() == 5


def test_only_the_candidate_cancels_a_loop() -> None:
    loop = make_loop()
    interviewer = loop.rounds.all()[0].seats.get(role="interviewer").person
    for person in (interviewer, make_user()):
        with pytest.raises(DomainError) as refusal:
            cancel_loop(loop=loop, actor=person)
        assert refusal.value.code == "not_yours"


def test_loop_that_runs_is_not_cancelled() -> None:
    loop = make_loop()
    set_round_state(round=loop.rounds.all()[0], new="live", actor=None)
    with pytest.raises(DomainError) as refusal:
        cancel_loop(loop=loop, actor=loop.candidate)
    assert refusal.value.code == "too_late"
    assert loop.rounds.filter(state="cancelled").count() == 0


@pytest.mark.parametrize(
    ("state", "late", "expected"),
    [
        ("scheduled", MISSED_AFTER, "missed"),
        ("scheduled", MISSED_AFTER - timedelta(minutes=1), "scheduled"),
        ("live", COMPLETED_AFTER, "completed"),
        ("live", COMPLETED_AFTER - timedelta(minutes=1), "live"),
        ("cancelled", COMPLETED_AFTER, "cancelled"),
    ],
)
def test_sweep_closes_what_is_overdue(state: str, late: timedelta, expected: str) -> None:
    loop = make_loop(rounds=False, state="running" if state == "live" else "booked")
    start = timezone.now() - late - timedelta(minutes=45, seconds=1)
    round_ = make_round(loop, starts_at=start, state=state)
    moved = sweep_rounds()
    round_.refresh_from_db()
    assert round_.state == expected
    assert moved == (expected != state)
    assert sweep_rounds() == 0


def test_sweep_cancels_a_round_that_nobody_could_have_opened() -> None:
    loop = make_loop(rounds=False)
    start = timezone.now() - MISSED_AFTER - timedelta(minutes=46)
    round_ = make_round(loop, starts_at=start)
    round_.seats.get(role="interviewer").delete()
    assert sweep_rounds() == 1
    round_.refresh_from_db()
    assert round_.state == "cancelled"
    assert history(loop)[0] == ("round_cancelled", "Nobody could take it over in time.")
