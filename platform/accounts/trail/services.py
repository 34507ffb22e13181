"""Writing down that somebody with a candidate's leave looked at something of theirs."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AccessEntry, User
from common.errors import Conflict
from common.retry import persistently


def note(
    *,
    candidate: User,
    actor: User | None,
    what: str,
    target: str = "",
    address: str = "",
    label: str = "",
) -> None:
    """Write that `actor` looked at something of the candidate's; once an hour, then counted.

    Args:
        candidate: whose it is; nothing is written when they are the actor.
        actor: who looked; None for a visitor of a share link.
        what: one of `AccessEntry.What`.
        target: what it was, in words as the candidate reads them: a loop with its day, a round.
        address: the page of it that the candidate can open, "" without one.
        label: who a visitor is, needed when `actor` is None: what the candidate called the link.
    """
    note_all(candidates=[candidate], actor=actor, what=what, target=target, address=address, label=label)


def note_all(
    *,
    candidates: Iterable[User],
    actor: User | None,
    what: str,
    target: str = "",
    address: str = "",
    label: str = "",
) -> None:
    """As `note`, for everybody whom one page shows: two queries for any number of them.

    Raises:
        ValueError: for a visitor without a label.
    """
    if actor is None and not label:
        raise ValueError("a visitor needs a label")
    now = timezone.now()
    who = label if actor is None else actor.shown_name
    entries = {}
    for candidate in candidates:
        if actor is not None and candidate.pk == actor.pk:
            continue
        entry = AccessEntry(
            candidate=candidate,
            actor=actor,
            actor_label=who[:120],
            what=what,
            target=target[:200],
            address=address[:200],
            first_at=now,
            last_at=now,
        )
        entry.key = _key(entry, now)
        entries[entry.key] = entry
    if not entries:
        return
    keys = sorted(entries)

    def write() -> None:
        # The first of an hour makes the row, and everybody counts, those who came at the same moment too;
        # whoever waited for them comes with an earlier time.
        AccessEntry.objects.bulk_create([entries[key] for key in keys], ignore_conflicts=True)
        AccessEntry.objects.filter(key__in=keys).update(
            times=F("times") + 1, last_at=Greatest("last_at", Value(now, DateTimeField()))
        )

    persistently(write, exhausted=lambda: Conflict(_("Too many looked at this at once. Reload the page.")))


def _key(entry: AccessEntry, now: datetime) -> str:
    """Names one thing that one person looked at in one hour."""
    hour = now.replace(minute=0, second=0, microsecond=0).isoformat()
    who = f"link:{entry.actor_label}" if entry.actor_id is None else str(entry.actor_id)
    parts = [str(entry.candidate_id), who, entry.what, entry.target, entry.address, hour]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
