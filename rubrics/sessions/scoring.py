"""A member's blind scores: saved while the session waits for them, handed in once."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from rubrics.calibration.selectors import entries_of
from rubrics.calibration.writing import write_scores
from rubrics.models import CalibrationAttempt, CalibrationSession, SessionMember
from rubrics.scorecards.rules import Entry, Gap, criterion_gaps, fitting
from rubrics.sessions import mails
from rubrics.sessions.services import locked, open_if_complete

State = CalibrationSession.State
SUBMITTED = CalibrationAttempt.State.SUBMITTED


class Incomplete(DomainError):
    """Scores lack something; `gaps` says what. What was typed is saved."""

    def __init__(self, missing: list[Gap]) -> None:
        super().__init__(
            _("Your scores are saved, but not handed in: something is missing."), code="incomplete"
        )
        self.gaps = missing


@transaction.atomic
def save_scores(
    *, session: CalibrationSession, person: User, version: int, entries: Mapping[str, Entry]
) -> CalibrationAttempt:
    """Keep what a member typed so far.

    Args:
        session: read again under lock.
        person: one of its members.
        version: the version of the attempt that `entries` were typed upon, 0 before the first save.
        entries: all of them, by criterion; criteria that the rubric does not have are dropped.

    Returns:
        The attempt; unchanged when it says this already.

    Raises:
        Conflict: code "stale", another tab saved since; "opened" or "cancelled", it is too late.
        DomainError: code "locked" once handed in, "not_member".
    """
    return _save(locked(session), person, version, entries)


def hand_in(
    *, session: CalibrationSession, person: User, version: int, entries: Mapping[str, Entry]
) -> CalibrationAttempt:
    """Hand a member's scores in for good; with the last ones the session opens. Twice changes nothing.

    Args and Raises as `save_scores`, and:

    Raises:
        Incomplete: something is missing; what was typed is saved.
    """
    with transaction.atomic():
        found = locked(session)
        attempt = _save(found, person, version, entries)
        if attempt.state == SUBMITTED:
            return attempt
        missing = criterion_gaps(found.rubric.body["criteria"], entries_of(attempt))
        if not missing:
            attempt.state = SUBMITTED
            attempt.submitted_at = timezone.now()
            attempt.version += 1
            attempt.save(update_fields=["state", "submitted_at", "version", "updated_at"])
            mails.drop_waiting(found, SessionMember.objects.get(session=found, person=person))
            open_if_complete(found)
            return attempt
    # Outside, so that what was typed is kept.
    raise Incomplete(missing)


def _save(
    session: CalibrationSession, person: User, version: int, entries: Mapping[str, Entry]
) -> CalibrationAttempt:
    if not SessionMember.objects.filter(session=session, person=person).exists():
        raise DomainError(_("You are not asked to score in this session any more."), code="not_member")
    attempt = CalibrationAttempt.objects.select_for_update().filter(session=session, person=person).first()
    wanted = fitting(session.rubric.body["criteria"], entries)
    if attempt is not None and entries_of(attempt) == wanted:
        if attempt.state == SUBMITTED:
            return attempt
        _check_scoring(session)
        return attempt
    if attempt is not None and attempt.state == SUBMITTED:
        raise DomainError(
            _("Your scores are in and locked. What is on this page was not kept."), code="locked"
        )
    _check_scoring(session)
    if (attempt.version if attempt is not None else 0) != version:
        raise Conflict(
            _("Your scores were changed in another tab or on another device. Nothing was overwritten."),
            "stale",
        )
    if attempt is None:
        attempt = CalibrationAttempt(
            person=person, session=session, sample=session.sample, rubric=session.rubric
        )
    attempt.version += 1
    attempt.save()
    write_scores(attempt, wanted)
    return attempt


def _check_scoring(session: CalibrationSession) -> None:
    if session.state == State.CANCELLED:
        raise Conflict(_("The session was called off, so nothing can be scored any more."), code="cancelled")
    if session.state != State.SCORING:
        raise Conflict(
            _("The session has opened, so your scores can’t be handed in any more. You can read everything."),
            code="opened",
        )
