"""`manage.py recompile_debriefs`: all open debriefs again, after a rubric or drill was mended."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rubrics.debriefs.recompile import begin, forget, scope_of, step
from rubrics.models import RecompileRun

WIDTH = 30
LINE_EVERY = 10.0
"""Seconds between two lines where nobody looks at a terminal."""


class Command(BaseCommand):
    """Makes a new revision where the same cards say something else now; goes on where it was stopped."""

    help = (
        "Compile every open debrief again. Same inputs make no new revision, and nobody gets a mail. "
        "Stopped or killed, the same command goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--track`, `--since`: which debriefs; `--anew`: from the first one on."""
        parser.add_argument("--track", default="", help="only loops of this track, by its slug")
        parser.add_argument(
            "--since", type=date.fromisoformat, help="only debriefs that opened on this day (UTC) or later"
        )
        parser.add_argument("--anew", action="store_true", help="begin again instead of going on")

    def handle(self, *args: Any, **options: Any) -> None:
        """Deal with one debrief after the other, and say how far it is."""
        scope = scope_of(track=options["track"], since=options["since"])
        if options["anew"]:
            forget(scope)
        run, resumed = begin(scope)
        if resumed:
            self.stdout.write(f"Going on at {run.done} of {run.total}.")
        began, before, said = time.monotonic(), run.done, 0.0
        try:
            while step(run):
                now = time.monotonic()
                if self.stdout.isatty():
                    pace = (now - began) / (run.done - before)
                    self.stdout.write("\r" + bar(run, pace), ending="")
                    self.stdout.flush()
                elif now - said >= LINE_EVERY:
                    said = now
                    self.stdout.write(counts(run))
        except KeyboardInterrupt:
            self.stdout.write("")
            raise CommandError(
                f"Stopped at {run.done} of {run.total}. The same command goes on there.", returncode=130
            ) from None
        if self.stdout.isatty() and run.done > before:
            self.stdout.write("")
        self.stdout.write(f"Done. {counts(run)}")
        if run.failed:
            raise CommandError(
                f"{run.failed} did not work. The administration lists them under Debriefs, with the reason."
            )


def counts(run: RecompileRun) -> str:
    """How far a run is, in words."""
    return f"{run.done} of {run.total}: {run.made} new revisions, {run.same} as before, {run.failed} failed."


def bar(run: RecompileRun, pace: float) -> str:
    """How far a run is, as one line of a terminal; `pace` in seconds a debrief."""
    total = max(run.total, run.done, 1)
    filled = WIDTH * run.done // total
    left = int(pace * (total - run.done))
    return (
        f"[{'#' * filled}{'.' * (WIDTH - filled)}] {run.done}/{total}  new {run.made}, same {run.same}, "
        f"failed {run.failed}  {left // 60}:{left % 60:02} left "
    )
