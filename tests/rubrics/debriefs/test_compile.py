"""The debrief as a job: once for each set of inputs, whatever happens to its workers."""

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.utils import timezone

from common.models import OutgoingMail
from interviews.models import Round
from rubrics.debriefs import boards, compiler, leases, services, states
from rubrics.models import Debrief, DebriefRevision
from tests.factories import make_coach, make_loop, make_peer, seat_person
from tests.rubrics.making import finished_loop, hand_in, make_rubrics, run_round, waive_all

pytestmark = pytest.mark.django_db
STEPS = states.steps(["recruiter", "product_sense", "system_design", "behavioural"])


def let_lease_run_out(debrief: Debrief) -> None:
    Debrief.objects.filter(pk=debrief.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def text_of(revision: DebriefRevision) -> str:
    pages = pypdf.PdfReader(io.BytesIO(bytes(revision.pdf))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_the_last_card_queues_and_a_run_makes_one_revision() -> None:
    loop = finished_loop(cards=3)
    debrief = Debrief.objects.get(loop=loop)
    assert debrief.state == "waiting"
    hand_in(loop.rounds.get(kind="behavioural"), 2)
    debrief.refresh_from_db()
    assert debrief.state == "queued"
    revision = compiler.run(debrief.pk)
    assert revision is not None
    debrief.refresh_from_db()
    assert (debrief.state, debrief.attempts, debrief.steps_done) == ("ready", 0, len(STEPS))
    assert revision.number == 1
    assert revision.is_current
    assert not any(each["missing"] for each in revision.content["rounds"])
    assert compiler.run(debrief.pk) is None
    again = services.reconsider(loop=loop)
    assert again is not None
    assert again.state == "ready"
    assert DebriefRevision.objects.count() == 1


def test_a_worker_that_lost_its_lease_stores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = finished_loop()
    debrief = Debrief.objects.get(loop=loop)
    make_pdf = compiler.make_pdf

    def slow(*arguments: Any) -> bytes:
        monkeypatch.setattr(compiler, "make_pdf", make_pdf)
        let_lease_run_out(debrief)
        assert compiler.run(debrief.pk) is not None, "another worker finishes meanwhile"
        return make_pdf(*arguments)

    monkeypatch.setattr(compiler, "make_pdf", slow)
    assert compiler.run(debrief.pk) is None
    assert DebriefRevision.objects.count() == 1
    debrief.refresh_from_db()
    assert debrief.state == "ready"


def test_two_workers_at_once_one_gets_it() -> None:
    debrief = Debrief.objects.get(loop=finished_loop())
    first, second = leases.claim(debrief.pk), leases.claim(debrief.pk)
    assert first is not None
    assert second is None


def test_a_card_that_comes_while_compiling_takes_the_lease_away(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = finished_loop()
    round_ = loop.rounds.get(kind="system_design")
    observer = make_peer(hours=False)
    seat_person(round_, observer, "observer")
    debrief = Debrief.objects.get(loop=loop)
    make_pdf = compiler.make_pdf

    def slow(*arguments: Any) -> bytes:
        monkeypatch.setattr(compiler, "make_pdf", make_pdf)
        hand_in(round_, 10, rater=observer)
        return make_pdf(*arguments)

    monkeypatch.setattr(compiler, "make_pdf", slow)
    assert compiler.run(debrief.pk) is None
    debrief.refresh_from_db()
    assert debrief.state == "queued"
    revision = compiler.run(debrief.pk)
    assert revision is not None
    design = revision.content["rounds"][2]
    assert [card["role"] for card in design["cards"]] == ["interviewer", "shadow"]


def test_a_failing_step_is_tried_with_growing_delays_and_then_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = finished_loop()
    debrief = Debrief.objects.get(loop=loop)

    def broken(*_: Any) -> bytes:
        raise ValueError("no ink")

    delays = []
    with monkeypatch.context() as patch:
        patch.setattr(compiler, "make_pdf", broken)
        for _ in range(leases.ATTEMPTS):
            before = timezone.now()
            assert compiler.run(debrief.pk) is None
            debrief.refresh_from_db()
            if debrief.not_before:
                delays.append(round((debrief.not_before - before).total_seconds()))
                assert compiler.run(debrief.pk) is None, "not before its time"
                Debrief.objects.update(not_before=timezone.now())
    assert delays == [5, 10, 20, 40]
    assert (debrief.state, debrief.step, debrief.error) == ("failed", "pdf", "ValueError: no ink")
    assert compiler.sweep() == 0
    assert services.retry(debrief=debrief).state == "queued"
    assert compiler.sweep() == 1
    assert DebriefRevision.objects.count() == 1


def test_a_debrief_that_kills_its_workers_fails_in_the_end() -> None:
    debrief = Debrief.objects.get(loop=finished_loop())
    for _ in range(leases.ATTEMPTS):
        assert leases.claim(debrief.pk) is not None
        let_lease_run_out(debrief)
    assert leases.claim(debrief.pk) is None
    debrief.refresh_from_db()
    assert (debrief.state, debrief.error) == ("failed", "the worker stopped")


def test_past_the_deadline_it_names_what_is_missing() -> None:
    make_rubrics()
    loop = make_loop()
    rounds = list(loop.rounds.order_by("position"))
    run_round(rounds[0])
    hand_in(rounds[0])
    run_round(rounds[1])
    assert compiler.sweep() == 0
    past = timezone.now() - timedelta(hours=50)
    Round.objects.filter(loop=loop).update(starts_at=past, ends_at=past + timedelta(minutes=30))
    Debrief.objects.update(due_at=timezone.now())
    assert compiler.sweep() == 1
    revision = DebriefRevision.objects.get()
    assert [each["missing"] for each in revision.content["rounds"]] == ["", "card", "open", "open"]
    assert "It was not over when this was put together." in text_of(revision)


def test_a_late_card_makes_a_new_revision_and_the_old_one_stays() -> None:
    coach_of = finished_loop(cards=3)
    coach = make_coach(coach_of.candidate)
    debrief = Debrief.objects.get(loop=coach_of)
    Round.objects.filter(loop=coach_of).update(
        ends_at=timezone.now() - timedelta(hours=49), starts_at=timezone.now() - timedelta(hours=50)
    )
    Debrief.objects.update(due_at=timezone.now())
    compiler.sweep()
    first = DebriefRevision.objects.get()
    assert first.content["rounds"][3]["missing"] == "card"
    hand_in(coach_of.rounds.get(kind="behavioural"), 9)
    compiler.sweep()
    second = DebriefRevision.objects.get(number=2)
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert first.content["rounds"][3]["missing"] == "card"
    assert second.content["rounds"][3]["missing"] == ""
    ready = OutgoingMail.objects.filter(key__startswith=f"debrief:{debrief.pk}:")
    assert sorted(ready.values_list("to", "subject")) == sorted(
        [
            (coach_of.candidate.email, "Your debrief is ready"),
            (coach_of.candidate.email, "Your debrief has changed"),
            (coach.email, f"The debrief of {coach_of.candidate.shown_name} is ready"),
            (coach.email, f"The debrief of {coach_of.candidate.shown_name} has changed"),
        ]
    )


def test_missed_rounds_are_named_and_not_waited_for() -> None:
    from interviews.loops.services import set_round_state

    make_rubrics()
    loop = make_loop()
    *held, last = loop.rounds.order_by("position")
    for round_ in held:
        run_round(round_)
        hand_in(round_)
    waive_all(loop)
    set_round_state(round=last, new="missed", actor=None)
    compiler.sweep()
    assert DebriefRevision.objects.get().content["rounds"][3]["missing"] == "missed"


def test_a_loop_of_which_nothing_takes_place_has_none() -> None:
    from interviews.loops.services import cancel_loop

    loop = make_loop()
    cancel_loop(loop=loop, actor=loop.candidate)
    assert services.reconsider(loop=loop) is None
    assert not Debrief.objects.exclude(due_at=None).exists()
    assert compiler.sweep() == 0


def test_interviewers_are_reminded_once_of_a_missing_card() -> None:
    loop = finished_loop(cards=0)
    services.reconsider(loop=loop)
    mails = OutgoingMail.objects.filter(key__startswith="card:")
    assert mails.count() == 4
    assert not mails.filter(text__contains="EVIDENCE").exists()


def test_the_boards_are_in_the_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = finished_loop()
    assert boards.board_svg(loop.rounds.get(kind="recruiter").board.pk).startswith("<svg")
    for round_ in loop.rounds.all():
        type(round_.board).objects.filter(pk=round_.board.pk).update(last_seq=1)
    compiler.sweep()
    assert text_of(DebriefRevision.objects.get()).count("Nothing was drawn") == 4


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_the_same_moment_make_one_revision() -> None:
    debrief = Debrief.objects.get(loop=finished_loop())
    together = threading.Barrier(4)

    def work(_number: int) -> bool:
        try:
            together.wait()
            return compiler.run(debrief.pk) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(4))) == 1
    assert DebriefRevision.objects.count() == 1
    assert OutgoingMail.objects.filter(key__startswith="debrief:").count() == 1
