"""One figure of agreement over everything that a person's sessions with one rubric have scored."""

from collections import defaultdict

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from accounts.models import User
from rubrics.agreement.alpha import estimates, table
from rubrics.models import AttemptScore, CalibrationAttempt, CalibrationSession, SessionMember
from rubrics.sessions.selectors import OPENED

ENOUGH = 60
"""Criteria scored by two or more, below which a coefficient says more about chance than about people."""


def coefficient_words(session: CalibrationSession, viewer: User) -> str:
    """Krippendorff's alpha over the opened sessions that the viewer was in and that used the same rubric.

    One session has a handful of criteria, so it never bears a coefficient of its own: the words say how many
    there are and how many it takes. Scores are taken as an interval scale, sessions drawn whole for the
    interval. One query.
    """
    units = _units(session, viewer)
    if len(units) < ENOUGH:
        return _(
            "A coefficient needs %(enough)s criteria that two or more people scored. Your sessions with this "
            "rubric have %(units)s so far: too few to say."
        ) % {"enough": ENOUGH, "units": len(units)}
    counted = table(units.values(), [session_id for session_id, _criterion in units])
    found = estimates(counted, ["interval"]).get("interval")
    if found is None:
        return _("All scores are the same, so a coefficient can’t tell agreement from a scale left unused.")
    words = _("Over %(units)s criteria of your sessions with this rubric, Krippendorff’s alpha is %(alpha)s")
    said = words % {"units": len(units), "alpha": f"{found.alpha:.2f}"}
    if found.interval is None:
        return said + _("; how sure that is can’t be said.")
    low, high = found.interval
    return said + _(" (95 %% interval %(low)s to %(high)s): 1 is full agreement, 0 what chance gives.") % {
        "low": f"{low:.2f}",
        "high": f"{high:.2f}",
    }


def _units(session: CalibrationSession, viewer: User) -> dict[tuple[object, str], list[int]]:
    """Scores by session and criterion, where two or more gave one, in half steps."""
    member = SessionMember.objects.filter(session=OuterRef("attempt__session"), person=viewer)
    rows = AttemptScore.objects.filter(
        Q(Exists(member)) | Q(attempt__session__coach=viewer),
        attempt__session__state__in=OPENED,
        attempt__session__rubric__track_slug=session.rubric.track_slug,
        attempt__session__rubric__slug=session.rubric.slug,
        attempt__state=CalibrationAttempt.State.SUBMITTED,
    ).values_list("attempt__session_id", "criterion", "half_steps")
    found: dict[tuple[object, str], list[int]] = defaultdict(list)
    for session_id, criterion, half_steps in rows:
        if half_steps is not None:
            found[session_id, criterion].append(half_steps)
    return {unit: scores for unit, scores in found.items() if len(scores) > 1}
