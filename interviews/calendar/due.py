"""Which reminder of a round is due when (pure).

A reminder is due from its moment on, for somebody who knew of the round's present time before that moment:
who books within the hour has just read when it is. It can come late, as long as what it says is still worth
reading; later than that it is not sent. All moments are aware, so a changed clock changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from interviews.opening import OPENS_BEFORE

Which = Literal["day", "hour", "opening"]


@dataclass(frozen=True)
class Reminder:
    """Sent `before` the start; worthless from `until` before the start on."""

    which: Which
    before: timedelta
    until: timedelta


REMINDERS = (
    Reminder("day", timedelta(days=1), timedelta(hours=12)),
    Reminder("hour", timedelta(hours=1), timedelta(minutes=15)),
    Reminder("opening", OPENS_BEFORE, timedelta()),
)
"""In the order in which they come; no two are due at once."""

LONGEST = max(each.before for each in REMINDERS)


def due(starts_at: datetime, known_since: datetime, now: datetime) -> Reminder | None:
    """The reminder that is due now, if any.

    Args:
        starts_at: when the round begins.
        known_since: since when it has had this time and the person has had a seat in it.
        now: the present moment.
    """
    for each in REMINDERS:
        moment = starts_at - each.before
        if known_since < moment <= now < expires_at(each, starts_at):
            return each
    return None


def expires_at(reminder: Reminder, starts_at: datetime) -> datetime:
    """From when on a reminder is not sent any more."""
    return starts_at - reminder.until


def spans(now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Between which moments (the first excluded, the last included) a round begins that needs a reminder."""
    for each in REMINDERS:
        yield now + each.until, now + each.before


def key(round_id: object, starts_at: datetime, which: Which, person_id: int) -> str:
    """What names the mail: a round that moved is reminded of anew."""
    return f"reminder:{round_id}:{int(starts_at.timestamp())}:{which}:{person_id}"
