"""Which attempts count, and how long leave lasts. Pure.

A sample is scored blind only once: afterwards its agreed scores are known. After a while they are taken to
be forgotten, and the page that shows them closes; then the sample can be scored blind again. An attempt
counts if the agreed scores of its sample were not known when it was begun. What is scored again earlier is
practice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

KNOWN_AT_MOST: Final = timedelta(days=90)
RENEWAL_AT_MOST: Final = timedelta(days=60)

Sample = tuple[str, str]
"""Track and slug: all versions of a sample are one, since who knows the one knows the others."""


@dataclass(frozen=True)
class Tried:
    """A submitted attempt; `passed` is None while a session has not agreed on what is compared."""

    sample: Sample
    begun: datetime
    submitted: datetime
    passed: bool | None


def known_for(valid: timedelta) -> timedelta:
    """How long agreed scores count as known after they were shown, where leave lasts so long."""
    return min(KNOWN_AT_MOST, valid / 2)


def renewal_before(valid: timedelta) -> timedelta:
    """How long before leave ends attempts begin to count for the next."""
    return min(RENEWAL_AT_MOST, valid / 4)


def known(tried: Sequence[Tried], sample: Sample, at: datetime, valid: timedelta) -> datetime | None:
    """Until when the agreed scores of a sample count as known; None where they don't at this moment."""
    until = max(
        (
            each.submitted + known_for(valid)
            for each in tried
            if each.sample == sample and each.submitted <= at
        ),
        default=at,
    )
    return until if until > at else None


def counted_from(until: datetime | None, now: datetime, valid: timedelta) -> datetime:
    """From when on a passed sample counts for the next leave.

    Args:
        until: when the present or the last leave ends or ended, None without any.
        now: the moment at hand.
        valid: how long leave lasts; a passed sample counts for as long.
    """
    start = now - valid
    return start if until is None else max(start, until - renewal_before(valid))


def passed_samples(tried: Sequence[Tried], since: datetime, valid: timedelta) -> set[Sample]:
    """The different samples that were passed blind since a moment."""
    return {
        each.sample
        for each in tried
        if each.passed
        and each.submitted >= since
        and blind(each, [other for other in tried if other is not each], valid)
    }


def blind(each: Tried, others: Sequence[Tried], valid: timedelta) -> bool:
    """Whether the agreed scores were known neither when an attempt was begun nor when it was handed in.

    A session may open, or another attempt be handed in, in between.
    """
    return all(known(others, each.sample, at, valid) is None for at in (each.begun, each.submitted))


def extended(until: datetime | None, now: datetime, valid: timedelta) -> datetime:
    """Until when leave lasts that is earned now: being early with the next loses nothing of the present."""
    return max(now, until or now) + valid
