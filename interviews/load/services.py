"""Computing what more peers would change: asked for, claimed by one worker, kept as a row."""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from common.jobs import ask_once
from interviews.booking.pool import blocked_with, pool
from interviews.kinds import LOOP_KINDS
from interviews.load.samples import LONGEST_WINDOW, WINDOW, samples
from interviews.load.thin import MORE, Sample, offered, tally
from interviews.models import PoolForecast, Schedule

log = logging.getLogger(__name__)
SECONDS = 60.0
"""After so long no further request is looked at; what is known by then is kept, and says so."""
LEASE = timedelta(minutes=2)
ATTEMPTS = 3
KEPT = 60
"""Forecasts that are kept."""
FRESH = timedelta(hours=20)
"""A forecast this young is not computed again by night."""
FORMAT = 1


def ask_forecast(*, actor: User | None = None) -> PoolForecast:
    """Have a forecast computed in the background; the one that is pending already is returned as it is.

    Args:
        actor: the administrator who asked; None for the product itself.
    """
    pending = PoolForecast.objects.filter(state=PoolForecast.State.PENDING)
    return ask_once(pending, "interviews.load.tasks.compute_forecast", asked_by=actor)


def ask_by_night() -> PoolForecast | None:
    """Have one computed unless there is a fresh one, or nobody to compute it for; tidy away old ones."""
    newest = PoolForecast.objects.filter(state=PoolForecast.State.READY).first()
    if newest is not None and newest.computed_at and newest.computed_at > timezone.now() - FRESH:
        return None
    if not Schedule.objects.exists():
        return None
    old = PoolForecast.objects.exclude(state=PoolForecast.State.PENDING).values_list("pk", flat=True)[KEPT:]
    PoolForecast.objects.filter(pk__in=list(old)).delete()
    return ask_forecast()


def compute(*, forecast_id: int, seconds: float = SECONDS) -> bool:
    """Compute a pending forecast that nobody is computing; whether it was done here.

    A failure puts it back; after the last attempt it is failed, with the reason.
    """
    now = timezone.now()
    free = PoolForecast.objects.filter(pk=forecast_id, state=PoolForecast.State.PENDING).filter(
        Q(lease_until=None) | Q(lease_until__lt=now)
    )
    if free.filter(attempts__gte=ATTEMPTS).update(
        state=PoolForecast.State.FAILED, error="the worker stopped", lease_until=None
    ):
        return False
    if not free.update(lease_until=now + LEASE, attempts=F("attempts") + 1, done=0):
        return False
    row = PoolForecast.objects.filter(pk=forecast_id)
    try:
        result = _result(row.update, monotonic() + seconds)
    except Exception as error:
        log.exception("forecast %s failed", forecast_id)
        last = row.get().attempts >= ATTEMPTS
        row.update(
            state=PoolForecast.State.FAILED if last else PoolForecast.State.PENDING,
            lease_until=None,
            error=f"{type(error).__name__}: {error}"[:300],
        )
        return False
    row.filter(state=PoolForecast.State.PENDING).update(
        state=PoolForecast.State.READY,
        result=result,
        computed_at=timezone.now(),
        lease_until=None,
        error="",
    )
    return True


def sweep() -> int:
    """Take up what a lost broker or a stopped worker left; returns how many were computed."""
    pending = PoolForecast.objects.filter(state=PoolForecast.State.PENDING).values_list("pk", flat=True)
    return sum(compute(forecast_id=each) for each in list(pending))


def _result(update: Callable[..., int], until: float) -> dict[str, Any]:
    """The figures as they are kept (format 1); progress is written on the way."""
    now = timezone.now()
    asked = samples(now)
    # Somebody who does not exist: neither left out of the pool nor kept apart from anybody.
    found = pool(candidate=User(pk=0), window=(now, now + timedelta(days=LONGEST_WINDOW + 7)))
    update(total=len(asked))

    def go_on(done: int) -> bool:
        update(done=done, lease_until=timezone.now() + LEASE)
        return monotonic() < until

    kinds = list(LOOP_KINDS)
    apart = _apart(asked)
    counted = tally(asked, found.peers, kinds, apart=apart, go_on=go_on)
    weeks = (LONGEST_WINDOW + 7) / 7
    return {
        "format": FORMAT,
        "samples": len(asked),
        "asked": counted.asked,
        "replayed": counted.replayed,
        "met": counted.met,
        "days": WINDOW,
        "kinds": [
            {
                "kind": kind,
                "peers": sum(kind in peer.kinds for peer in found.peers),
                "uncalibrated": sum(kind in peer.uncalibrated for peer in found.peers),
                "hours": round(sum(offered(p) for p in found.peers if kind in p.kinds) / 4 / weeks, 1),
                "wanted": counted.wanted.get(kind, 0),
                "alone": counted.alone.get(kind, 0),
                "more": {str(many): counted.more[kind, many] for many in MORE},
            }
            for kind in kinds
        ],
    }


def _apart(asked: list[Sample]) -> dict[int, set[int]]:
    """Candidate id → whom they are kept apart from."""
    people = User.objects.in_bulk({sample.request.candidate for sample in asked})
    return {key: blocked_with(person) for key, person in people.items()}
