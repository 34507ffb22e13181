"""Compiling everything again: each debrief exactly once, whatever happens in between."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from common.models import OutgoingMail
from rubrics.debriefs import compiler, leases, recompile, snapshot
from rubrics.models import Debrief, DebriefRevision, DrillSet, RecompileRun
from tests.rubrics.making import finished_loop

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """As a kill: nothing of the command sees it."""


def three() -> list[Debrief]:
    """Three open debriefs and a sealed one, in the order of a run."""
    for _ in range(3):
        finished_loop()
    compiler.sweep()
    finished_loop(cards=2)
    return list(Debrief.objects.filter(state="ready").order_by("pk"))


def mend_a_drill() -> None:
    """As a rubric or drill that was published anew: the same cards say something else."""
    drills = DrillSet.objects.get(is_current=True)
    drills.digest = f"{int(drills.digest[0]) + 1}" * 64
    drills.save()


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("recompile_debriefs", *arguments, stdout=out)
    return out.getvalue()


def numbers() -> list[int]:
    """How many revisions each debrief has that is open."""
    found = [each.revisions.count() for each in Debrief.objects.filter(state="ready").order_by("pk")]
    return found


def test_same_inputs_make_no_revision_and_mended_ones_make_one_without_a_mail() -> None:
    three()
    assert "Done. 3 of 3: 0 new revisions, 3 as before, 0 failed." in run()
    assert numbers() == [1, 1, 1]
    mend_a_drill()
    mails = OutgoingMail.objects.count()
    assert "Done. 3 of 3: 3 new revisions, 0 as before, 0 failed." in run()
    assert numbers() == [2, 2, 2]
    assert OutgoingMail.objects.count() == mails, "nobody handed anything in"
    assert not DebriefRevision.objects.filter(debrief__state="waiting").exists(), "what is sealed stays so"


@pytest.mark.parametrize("where", ["before compiling", "while compiling", "before it is remembered"])
def test_killed_in_the_middle_it_goes_on_and_each_is_done_once(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    debriefs = three()
    mend_a_drill()
    second = debriefs[1].pk
    with monkeypatch.context() as patch:
        target, name = {
            "before compiling": (compiler, "run"),
            "while compiling": (leases, "store"),
            "before it is remembered": (recompile, "again"),
        }[where]
        whole = getattr(target, name)

        def die(debrief_id: Any, *args: Any, **options: Any) -> Any:
            if debrief_id != second:
                return whole(debrief_id, *args, **options)
            if where == "before it is remembered":
                whole(debrief_id, *args, **options)
            raise Killed

        patch.setattr(target, name, die)
        with pytest.raises(Killed):
            run()
    row = RecompileRun.objects.get()
    assert (row.done, row.cursor, row.finished_at) == (1, debriefs[0].pk, None)
    Debrief.objects.filter(state="compiling").update(lease_until=timezone.now() - timedelta(seconds=1))
    said = run()
    assert "Going on at 1 of 3." in said
    assert "Done. 3 of 3: 3 new revisions, 0 as before, 0 failed." in said
    assert numbers() == [2, 2, 2]
    row.refresh_from_db()
    assert row.finished_at is not None


def test_a_lease_of_a_killed_worker_is_waited_for() -> None:
    debriefs = three()
    mend_a_drill()
    row, _ = recompile.begin("")
    recompile._queue_if_changed(debriefs[0].pk)
    assert leases.claim(debriefs[0].pk), "another worker, which dies"
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        Debrief.objects.filter(pk=debriefs[0].pk).update(lease_until=timezone.now() - timedelta(seconds=1))

    assert recompile.step(row, sleep=sleep)
    assert slept == [recompile.LOOK_AGAIN]
    assert row.made == 1


def test_filters_name_runs_of_their_own() -> None:
    three()
    first = DebriefRevision.objects.order_by("pk")[0]
    old = datetime(2026, 1, 1, tzinfo=UTC)
    DebriefRevision.objects.filter(pk=first.pk).update(compiled_at=old)
    assert "2 of 2" in run("--since", "2026-02-01")
    assert "0 of 0" in run("--track", "another")
    assert "3 of 3" in run("--track", "test-track")
    assert set(RecompileRun.objects.values_list("scope", flat=True)) == {
        "since=2026-02-01", "track=another", "track=test-track",
    }  # fmt: skip


def test_what_fails_is_said_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    debriefs = three()
    mend_a_drill()
    take = snapshot.take

    def broken(loop: Any) -> Any:
        if loop.pk == debriefs[0].loop_id:
            raise ValueError("no ink")
        return take(loop)

    monkeypatch.setattr(compiler, "take", broken)
    with pytest.raises(CommandError, match="1 did not work"):
        run()
    assert [each.revisions.count() for each in debriefs] == [1, 2, 2]
    monkeypatch.undo()
    Debrief.objects.update(not_before=None)
    assert "1 new revisions, 2 as before" in run("--anew")
