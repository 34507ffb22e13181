"""Who may score samples, and whose attempts are whose."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from rubrics.models import CalibrationAttempt, CalibrationSample


def may_calibrate(user: User) -> bool:
    """Whether somebody scores samples: who runs rounds for others, and who coaches."""
    return user.is_peer or user.is_coach


def access_attempt(user: User | AnonymousUser, attempt_id: UUID) -> CalibrationAttempt:
    """One's own attempt outside of sessions, with its sample, rubric and scores.

    Raises:
        Http404: for everybody else, coaches and administrators included.
    """
    found = (
        CalibrationAttempt.objects.filter(pk=attempt_id, person=user.pk, session=None)
        .select_related("sample", "rubric", "reference")
        .prefetch_related("scores")
        .first()
    )
    if found is None:
        raise Http404
    return found


def access_sample(user: User | AnonymousUser, sample_id: int) -> CalibrationSample:
    """A current sample, for whoever scores samples.

    Raises:
        Http404: for others, and where there is none.
    """
    found = CalibrationSample.objects.filter(pk=sample_id, is_current=True).first()
    if found is None or not isinstance(user, User) or not may_calibrate(user):
        raise Http404
    return found
