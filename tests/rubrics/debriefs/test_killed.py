"""A worker process that is killed at any step of compiling loses nothing and makes no second revision."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from common.models import OutgoingMail
from interviews.loops.states import CLOSED
from rubrics.debriefs import leases, states
from rubrics.models import Debrief, DebriefRevision, RevisionCall, RevisionFigure
from tests.product import ROOT, database_variables
from tests.rubrics.debriefs.test_compile import text_of
from tests.rubrics.making import finished_loop

STEPS = states.steps(["recruiter", "product_sense", "system_design", "behavioural"])


class Workers:
    """Worker processes on the test database, one after the other."""

    def __init__(self, folder: Path) -> None:
        environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "mockloop.settings",
            "MOCKLOOP_VAR": str(folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "REDIS_PREFIX": settings.REDIS_PREFIX,
            **database_variables(),
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.rubrics.debriefs.killed_worker"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill_at(self, place: str) -> None:
        """Let a worker sweep, and kill it (SIGKILL) as soon as it stands at a place."""
        said = self._ask(place)
        assert said[:2] == ["at", place]
        os.kill(int(said[2]), signal.SIGKILL)

    def sweep(self) -> None:
        """Let a worker sweep to the end."""
        assert self._ask("-") == ["done"]

    def _ask(self, place: str) -> list[str]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{place}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def workers(tmp_path: Path, transactional_db: None) -> Iterator[Workers]:
    made = Workers(tmp_path)
    yield made
    made.end()


def test_killed_at_each_step_there_is_one_right_revision_in_the_end(workers: Workers) -> None:
    loop = finished_loop()
    debriefs = Debrief.objects.filter(loop=loop)
    workers.sweep()
    right = DebriefRevision.objects.get()
    assert all(round_["state"] in CLOSED for round_ in right.content["rounds"])
    for place in [*STEPS, "storing", "stored"]:
        DebriefRevision.objects.all().delete()
        OutgoingMail.objects.all().delete()
        debriefs.update(state="queued", step="", steps_done=0, attempts=0)
        workers.kill_at(place)
        left = debriefs.get()
        if place == "stored":
            assert left.state == "ready"
        else:
            assert (left.state, left.step) == ("compiling", "store" if place == "storing" else place)
            assert left.steps_done == STEPS.index(left.step)
            assert not DebriefRevision.objects.exists(), place
            assert not leases.claimable().exists(), "its lease still holds"
            debriefs.update(lease_until=timezone.now() - timedelta(seconds=1))
        workers.sweep()
        revision = DebriefRevision.objects.get()
        assert (revision.content, revision.digest) == (right.content, right.digest), place
        assert (revision.number, revision.is_current) == (1, True)
        assert bytes(revision.pdf) == bytes(right.pdf)
        assert debriefs.get().state == "ready"
        assert RevisionFigure.objects.filter(revision=revision).count() == 12
        assert RevisionCall.objects.filter(revision=revision).count() == 4
        assert OutgoingMail.objects.filter(key__startswith="debrief:").count() == 1
    assert "TAKEAWAY behavioural" in text_of(revision)
