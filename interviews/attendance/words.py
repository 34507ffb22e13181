"""Counts and outcomes in words."""

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from interviews.attendance.rules import disputable_until
from interviews.attendance.selectors import Reliability
from interviews.models import Attendance


def reliability_words(counts: Reliability) -> str:
    """For instance "ran 14 rounds, missed 1, gave back 2 late"; "new here" without anything to count."""
    if counts.is_new:
        return _("new here")
    parts = [ngettext("ran %(n)s round", "ran %(n)s rounds", counts.ran) % {"n": counts.ran}]
    if counts.missed:
        parts.append(_("missed %(n)s") % {"n": counts.missed})
    if counts.gave_back_late:
        parts.append(_("gave back %(n)s late") % {"n": counts.gave_back_late})
    return ", ".join(parts)


class OutcomeLook(NamedTuple):
    """An outcome as shape and word."""

    state: str
    word: str | Promise


_DISPUTES = {
    Attendance.Dispute.NONE: OutcomeLook("break", gettext_lazy("Did not come")),
    Attendance.Dispute.RAISED: OutcomeLook("pending", gettext_lazy("Disputed")),
    Attendance.Dispute.UPHELD: OutcomeLook("break", gettext_lazy("Did not come, upheld")),
    Attendance.Dispute.GRANTED: OutcomeLook("quiet", gettext_lazy("Does not count")),
}


def outcome_look(row: Attendance) -> OutcomeLook:
    """How an outcome looks."""
    if row.outcome == Attendance.Outcome.PRESENT:
        return OutcomeLook("settled", gettext_lazy("Came"))
    return _DISPUTES[Attendance.Dispute(row.dispute)]


def may_dispute(row: Attendance, now: datetime) -> bool:
    """Whether its person can dispute it at this moment."""
    return (
        row.outcome == Attendance.Outcome.NO_SHOW
        and not row.dispute
        and now <= disputable_until(row.created_at)
    )
