"""Computing agreement and severity: asked for, claimed by one worker, kept as rows."""

import logging
import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from common.jobs import ask_once
from rubrics.agreement.apart import LOOK_SECONDS, Unwanted, figures_apart
from rubrics.agreement.figures import AgreementRow, Figures
from rubrics.agreement.reading import Read, read
from rubrics.agreement.selectors import latest_run
from rubrics.models import AgreementFigure, AgreementRun, CalibrationAttempt, RaterFigure, Scorecard

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
"""After so long a killed worker's computation is taken up again; a living one renews it."""
assert timedelta(seconds=LOOK_SECONDS) * 4 < LEASE
ATTEMPTS = 3
KEPT = 14
"""Computations that are kept, with their figures."""
FRESH = timedelta(hours=20)
"""Figures this young are not computed again by night."""


def ask_run(*, actor: User | None = None) -> AgreementRun:
    """Have the figures computed in the background; what is pending already is returned as it is.

    Args:
        actor: who asked; None for the product itself.
    """
    pending = AgreementRun.objects.filter(state=AgreementRun.State.PENDING)
    return ask_once(pending, "rubrics.agreement.tasks.compute_agreement", asked_by=actor)


def ask_by_night() -> AgreementRun | None:
    """Have them computed unless they are fresh, or nothing was ever rated."""
    newest = latest_run()
    if newest is not None and newest.computed_at and newest.computed_at > timezone.now() - FRESH:
        return None
    cards = Scorecard.objects.filter(state=Scorecard.State.SUBMITTED).exclude(role=Scorecard.Role.CANDIDATE)
    attempts = CalibrationAttempt.objects.filter(state=CalibrationAttempt.State.SUBMITTED)
    if not cards.exists() and not attempts.exists():
        return None
    return ask_run()


def compute(*, run_id: int) -> bool:
    """Compute a pending run that nobody is computing; whether its figures were stored here.

    The same ratings as last time are not computed again: the run goes, and the last one holds for now. A
    failure puts the run back; after the last attempt it is failed, with the reason.
    """
    lease = _claim(run_id)
    if lease is None:
        return False
    mine = AgreementRun.objects.filter(pk=run_id, state=AgreementRun.State.PENDING, lease=lease)
    try:
        found = read()
        if _holds(run_id, lease, found.digest):
            return False
        result = figures_apart(
            found.inputs, wanted=lambda: bool(mine.update(lease_until=timezone.now() + LEASE))
        )
        return _store(run_id, lease, found, result)
    except Unwanted:
        log.info("agreement run %s was taken over or let go", run_id)
        return False
    except Exception as error:
        log.exception("agreement run %s failed", run_id)
        _give_up(run_id, lease, error)
        return False


def sweep() -> int:
    """Take up what a lost broker or a killed worker left; returns how many were computed."""
    pending = AgreementRun.objects.filter(state=AgreementRun.State.PENDING).values_list("pk", flat=True)
    return sum(compute(run_id=each) for each in list(pending))


def _claim(run_id: int) -> uuid.UUID | None:
    """Take a run up by compare-and-set; None when somebody has it, or its workers died time after time."""
    now, lease = timezone.now(), uuid.uuid4()
    free = AgreementRun.objects.filter(pk=run_id, state=AgreementRun.State.PENDING).filter(
        Q(lease_until=None) | Q(lease_until__lt=now)
    )
    if free.filter(attempts__gte=ATTEMPTS).update(
        state=AgreementRun.State.FAILED, error="the worker stopped", lease=None, lease_until=None
    ):
        log.error("agreement run %s: its worker stopped %s times", run_id, ATTEMPTS)
        return None
    taken = free.update(lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return lease if taken else None


def _give_up(run_id: int, lease: uuid.UUID, error: Exception) -> None:
    mine = AgreementRun.objects.filter(pk=run_id, lease=lease, state=AgreementRun.State.PENDING)
    run = mine.first()
    if run is not None:
        last = run.attempts >= ATTEMPTS
        mine.update(
            state=AgreementRun.State.FAILED if last else AgreementRun.State.PENDING,
            lease=None,
            lease_until=None,
            error=f"{type(error).__name__}: {error}"[:300],
        )


@transaction.atomic
def _holds(run_id: int, lease: uuid.UUID, digest: str) -> bool:
    """Whether the run that is shown is of the same ratings; then it holds for now, and this one goes."""
    last = latest_run()
    if last is None or last.digest != digest:
        return False
    gone, _rows = AgreementRun.objects.filter(pk=run_id, lease=lease).delete()
    if gone:
        AgreementRun.objects.filter(pk=last.pk).update(computed_at=timezone.now())
    return True


@transaction.atomic
def _store(run_id: int, lease: uuid.UUID, found: Read, result: Figures) -> bool:
    """Keep and show the figures, let go of old runs; False when the run is somebody else's by now."""
    run = AgreementRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None or run.state != AgreementRun.State.PENDING or run.lease != lease:
        return False
    # A task may end while the person behind a figure is being taken away; there is nobody to show it to.
    there = set(User.objects.filter(pk__in=[row.rater for row in result.raters]).values_list("pk", flat=True))
    RaterFigure.objects.bulk_create(
        (
            RaterFigure(
                run=run,
                rater_id=row.rater,
                comparable=row.comparable,
                severity=row.severity,
                low=row.low,
                high=row.high,
                mean=row.mean,
                spread=row.spread,
                ratings=row.ratings,
                rated=row.rated,
                shared=row.shared,
                kappa=row.kappa,
            )
            for row in result.raters
            if row.rater in there
        ),
        batch_size=500,
    )
    AgreementFigure.objects.bulk_create(
        (_figure(run, found, row) for row in result.agreement), batch_size=500
    )
    run.state = AgreementRun.State.READY
    run.digest, run.ratings = found.digest, len(found.inputs.ratings)
    run.together_units, run.together = result.together.units, result.together.icc
    run.together_low, run.together_high = result.together.low, result.together.high
    run.computed_at, run.error = timezone.now(), ""
    run.lease, run.lease_until = None, None
    run.save()
    done = AgreementRun.objects.exclude(state=AgreementRun.State.PENDING).values_list("pk", flat=True)
    AgreementRun.objects.filter(pk__in=list(done[KEPT:])).delete()
    return True


def _figure(run: AgreementRun, found: Read, row: AgreementRow) -> AgreementFigure:
    """A row under the name that pages ask for."""
    track, key = "", str(row.key)
    if row.scope != "cohort":
        track, key = (found.prompts if row.scope == "prompt" else found.rubrics)[row.key]
    return AgreementFigure(
        run=run,
        scope=row.scope,
        track_slug=track,
        key=key,
        metric=row.metric,
        units=row.units,
        rounds=row.rounds,
        raters=row.raters,
        alpha=row.alpha,
        low=row.low,
        high=row.high,
    )
