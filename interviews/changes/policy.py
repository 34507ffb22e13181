"""How long before its start a round can still be changed, and how."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import ngettext

from interviews.models import Round

REFILL_UNTIL = timedelta(hours=48)
"""So long before its start a round is given to somebody else unasked; from then on people are asked."""
COVER_CLOSES = timedelta(minutes=10)
"""So long before its start (when the room opens) nobody can take a vacant round any more."""
ASKED_AT_ONCE = 12
"""So many peers have an unanswered request for the same round at a time."""
MOST_REPLACEMENTS = 3
"""So often a candidate can ask for somebody else in one round."""
AHEAD = timedelta(days=28)
"""How far ahead a round can be moved."""


def notice() -> timedelta:
    """How long before its start the time or the person of a round can still be changed."""
    return timedelta(hours=settings.CHANGE_NOTICE_HOURS)


def may_change(round_: Round, now: datetime) -> bool:
    """Whether a round can still be moved, or its interviewer be asked to be replaced."""
    return round_.state == Round.State.SCHEDULED and round_.starts_at - now >= notice()


def may_leave(round_: Round, now: datetime) -> bool:
    """Whether a round can still be cancelled or given back: until it begins."""
    return round_.state == Round.State.SCHEDULED and now < round_.starts_at


def late_words() -> str:
    """Why a round can't be moved any more, and what can be done instead."""
    hours = settings.CHANGE_NOTICE_HOURS
    return ngettext(
        "This round begins in less than %(count)s hour: it can’t be moved any more, only called off.",
        "This round begins in less than %(count)s hours: it can’t be moved any more, only called off.",
        hours,
    ) % {"count": hours}
