"""Bringing calendars, and turning them into busy times: kept as rows with a state, worked on with a lease."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from common.jobs import after_commit
from interviews.availability.intervals import Interval
from interviews.busy.apart import expand_apart, fetch_apart
from interviews.busy.fetch import Unreachable, normalised
from interviews.busy.text import BadCalendar, stripped
from interviews.busy.words import why_bad, why_unreachable
from interviews.models import BusySource, BusyTime

log = logging.getLogger(__name__)
MOST = 10
"""Calendars of one person."""
LEASE = timedelta(minutes=2)
AHEAD = timedelta(days=180)
"""How far ahead entries are looked at."""
AGAIN = timedelta(minutes=30)
"""How often an address is fetched."""
EXPAND_AGAIN = timedelta(days=1)
"""How often the end of what is looked at moves on."""
ATTEMPTS = 4
"""Tries before it is shown as failed; what was known of the times stays meanwhile, and after."""
LATER = timedelta(hours=6)
"""When an address that failed is tried again by itself."""
TASK = "interviews.busy.tasks.process_source"


def add_file(*, person: User, name: str, data: bytes) -> BusySource:
    """Take a calendar file; it is worked on in the background.

    Raises:
        DomainError: code "many", or the code of `BadCalendar` when it is no calendar or too big.
    """
    try:
        raw = stripped(data)
    except BadCalendar as error:
        raise DomainError(why_bad(error.code), code=error.code) from None
    return _add(person, kind=BusySource.Kind.FILE, name=name, raw=raw)


def add_address(*, person: User, name: str, url: str) -> BusySource:
    """Take the address of a calendar, which is fetched in the background and then now and again.

    Raises:
        DomainError: code "off" where the deployment does not fetch, "many", "scheme" or "address".
    """
    if not settings.CALENDAR_FETCH:
        raise DomainError(_("This installation does not fetch calendars. Upload a file instead."), code="off")
    try:
        url = normalised(url)
    except Unreachable as error:
        raise DomainError(why_unreachable(error.code, error.detail), code=error.code) from None
    return _add(person, kind=BusySource.Kind.ADDRESS, name=name, url=url)


def _add(person: User, *, kind: str, name: str, url: str = "", raw: str = "") -> BusySource:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)
        if BusySource.objects.filter(person=person).count() >= MOST:
            raise DomainError(
                _("You have %(most)s calendars, which is the most. Remove one first.") % {"most": MOST},
                "many",
            )
        same = BusySource.objects.filter(person=person, kind=kind, url=url, raw=raw).first()
        if same is not None:
            return same
        made = BusySource.objects.create(person=person, kind=kind, name=name.strip()[:80], url=url, raw=raw)
        after_commit(TASK, made.pk)
        return made


def rename(*, source: BusySource, name: str) -> None:
    """Call a calendar something else."""
    BusySource.objects.filter(pk=source.pk).update(name=name.strip()[:80], updated_at=timezone.now())


def refresh(*, source: BusySource) -> None:
    """Look at a calendar again, now."""
    with transaction.atomic():
        BusySource.objects.filter(pk=source.pk).update(
            state=BusySource.State.QUEUED,
            not_before=None,
            attempts=0,
            lease_until=None,
            version=F("version") + 1,
            updated_at=timezone.now(),
        )
        after_commit(TASK, source.pk)


def remove(*, source: BusySource) -> None:
    """Forget a calendar and its times; twice changes nothing."""
    BusySource.objects.filter(pk=source.pk).delete()


def due() -> list[int]:
    """Ids of the calendars to be worked on now."""
    return list(_due(timezone.now()).order_by("updated_at").values_list("pk", flat=True)[:100])


def process(source_id: int) -> bool:
    """Fetch a calendar where it has an address, and put its times in the place of those before.

    Does nothing unless it is due and nobody else is at it. What was meanwhile changed or removed by its
    person is not overwritten. A failure keeps the times that are known and is tried again with growing delay.

    Returns:
        Whether there are new times.
    """
    now = timezone.now()
    if not _due(now).filter(pk=source_id).update(lease_until=now + LEASE, attempts=F("attempts") + 1):
        return False
    source = BusySource.objects.select_related("person").get(pk=source_id)
    window = (now - timedelta(days=1), now + AHEAD)
    try:
        raw = source.raw
        if source.kind == BusySource.Kind.ADDRESS:
            raw = stripped(fetch_apart(source.url, settings.CALENDAR_FETCH_HOSTS))
        times = expand_apart(raw, source.person.timezone, window)
    except Unreachable as error:
        _failed(source, now, why_unreachable(error.code, error.detail))
    except BadCalendar as error:
        _failed(source, now, why_bad(error.code), final=source.kind == BusySource.Kind.FILE)
    except Exception:
        log.exception("calendar %s could not be worked on", source_id)
        _failed(source, now, _("Something went wrong on our side."))
    else:
        return _keep(source, raw, times, now, window[1])
    return False


def _due(now: datetime) -> QuerySet[BusySource]:
    state = BusySource.State
    stale = Q(expanded_until__lt=now + AHEAD - EXPAND_AGAIN)
    if settings.CALENDAR_FETCH:
        stale |= Q(kind=BusySource.Kind.ADDRESS, fetched_at__lt=now - AGAIN)
    wanted = Q(state=state.QUEUED) | Q(state=state.READY) & stale
    wanted |= Q(state=state.FAILED, kind=BusySource.Kind.ADDRESS, not_before__isnull=False)
    found = BusySource.objects.filter(wanted)
    if not settings.CALENDAR_FETCH:
        found = found.exclude(kind=BusySource.Kind.ADDRESS)
    return found.filter(Q(lease_until=None) | Q(lease_until__lt=now)).filter(
        Q(not_before=None) | Q(not_before__lte=now)
    )


def _keep(source: BusySource, raw: str, times: list[Interval], now: datetime, until: datetime) -> bool:
    with transaction.atomic():
        found = BusySource.objects.select_for_update().filter(pk=source.pk, version=source.version).first()
        if found is None:
            return False
        found.times.all().delete()
        BusyTime.objects.bulk_create(
            [BusyTime(source=found, starts_at=start, ends_at=end) for start, end in times], batch_size=500
        )
        found.raw, found.state, found.error = raw, BusySource.State.READY, ""
        found.attempts, found.not_before, found.lease_until = 0, None, None
        found.fetched_at, found.expanded_until = now, until
        found.version += 1
        found.save()
        return True


def _failed(source: BusySource, now: datetime, why: str, *, final: bool = False) -> None:
    changes = {
        "error": why[:300],
        "lease_until": None,
        "not_before": now + timedelta(minutes=2**source.attempts),
    }
    if final or source.attempts >= ATTEMPTS:
        changes |= {"state": BusySource.State.FAILED, "not_before": None if final else now + LATER}
    BusySource.objects.filter(pk=source.pk, version=source.version).update(**changes, updated_at=now)
