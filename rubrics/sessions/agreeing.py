"""After the opening: what is said about each criterion, and the scores that the discussion comes to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from rubrics.calibration.passing import compare
from rubrics.calibration.selectors import entries_of
from rubrics.calibration.services import qualify_by_samples
from rubrics.models import (
    CalibrationAttempt,
    CalibrationReference,
    CalibrationSample,
    CalibrationSession,
    SessionEvent,
    SessionMember,
    SessionRemark,
)
from rubrics.scorecards.rules import Entry, Gap
from rubrics.sessions import mails
from rubrics.sessions.selectors import OPENED
from rubrics.sessions.services import locked

LONGEST_REMARK = 2000
MOST_REMARKS = 500
State = CalibrationSession.State


class NotAgreed(DomainError):
    """Agreed scores lack something; `gaps` says what. What was typed is saved."""

    def __init__(self, missing: list[Gap]) -> None:
        super().__init__(
            _("What you agreed on is saved, but it is not the reference yet: something is missing."),
            code="incomplete",
        )
        self.gaps = missing


@transaction.atomic
def say(*, session: CalibrationSession, author: User, criterion: str, text: str, key: UUID) -> SessionRemark:
    """Say something about a criterion to everybody in the session. The same `key` says it once.

    Raises:
        Conflict: code "closed", the session has not opened.
        DomainError: code "not_yours", "criterion", "empty", "long", "full".
    """
    found = locked(session)
    made = SessionRemark.objects.filter(pk=key, session=found, author=author).first()
    if made is not None:
        return made
    if found.coach_id != author.pk and not found.members.filter(person=author).exists():
        raise DomainError(_("Only who is in the session talks in it."), code="not_yours")
    if found.state not in OPENED:
        raise Conflict(_("You can talk it over once the scores are open. Nothing was sent."), code="closed")
    if criterion not in {each["key"] for each in found.rubric.body["criteria"]}:
        raise DomainError(_("The rubric has no such criterion."), code="criterion")
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise DomainError(_("Write something first."), code="empty")
    if len(text) > LONGEST_REMARK:
        raise DomainError(
            _("At most %(most)s characters. Nothing was sent.") % {"most": LONGEST_REMARK}, code="long"
        )
    if found.remarks.count() >= MOST_REMARKS:
        raise DomainError(
            _("This session has %(most)s remarks; that is all.") % {"most": MOST_REMARKS}, "full"
        )
    return SessionRemark.objects.create(pk=key, session=found, criterion=criterion, author=author, text=text)


@transaction.atomic
def save_agreed(
    *, session: CalibrationSession, actor: User, version: int, entries: Mapping[str, Entry]
) -> CalibrationSession:
    """Keep what the coach has entered of the discussion so far, for everybody in the session to read.

    Args:
        session: an open one; read again under lock.
        actor: its coach.
        version: the `agreeing_version` that `entries` were typed upon.
        entries: all of them, by criterion; `evidence` is the reason.

    Raises:
        Conflict: code "stale", another tab saved since; "closed", it is not open.
        DomainError: code "not_yours".
    """
    found = locked(session)
    _save(found, actor, version, entries)
    return found


def agree(
    *, session: CalibrationSession, actor: User, version: int, entries: Mapping[str, Entry]
) -> CalibrationReference:
    """Make the discussion's scores the sample's reference from now on. The same twice changes nothing.

    Former references stay, and so does what was compared with them. Each member's scores are compared with
    the new one; where they pass and the person did not know the sample's answers before, they count.

    Args and Raises as `save_agreed`, and:

    Raises:
        NotAgreed: a score or a reason is missing; what was typed is saved.
        Conflict: code "agreed", it is agreed already, on something else.
    """
    with transaction.atomic():
        found = locked(session)
        if found.state == State.AGREED:
            return _agreed_already(found, actor, entries)
        _save(found, actor, version, entries)
        missing = gaps(found)
        if not missing:
            return _make_reference(found, actor)
    # Outside, so that what was typed is kept.
    raise NotAgreed(missing)


def entries_in(body: Mapping[str, Any]) -> dict[str, Entry]:
    """What a reference, or what is being agreed on, says by criterion; no score stands for "not observed"."""
    return {
        key: Entry(
            each["half_steps"],
            each["half_steps"] is None and each.get("not_observed", True),
            each["reason"],
        )
        for key, each in body.items()
    }


def _save(session: CalibrationSession, actor: User, version: int, entries: Mapping[str, Entry]) -> None:
    _check_coach(session, actor)
    if session.state != State.OPEN:
        raise Conflict(_("Scores are agreed on while a session is open. Nothing was kept."), code="closed")
    body = _body(session, entries)
    if session.agreeing == body:
        return
    if session.agreeing_version != version:
        raise Conflict(
            _("This was changed in another tab or on another device. Nothing was overwritten."), code="stale"
        )
    session.agreeing = body
    session.agreeing_version += 1
    session.save(update_fields=["agreeing", "agreeing_version", "updated_at"])


def _check_coach(session: CalibrationSession, actor: User) -> None:
    if session.coach_id != actor.pk:
        raise DomainError(
            _("Only the coach who leads the session enters what is agreed on."), code="not_yours"
        )


def _body(session: CalibrationSession, entries: Mapping[str, Entry]) -> dict[str, dict[str, Any]]:
    """What was typed in the order of the rubric, without what is empty."""
    typed = {each["key"]: entries.get(each["key"], Entry()) for each in session.rubric.body["criteria"]}
    return {
        key: {
            "half_steps": entry.half_steps,
            "not_observed": entry.not_observed,
            "reason": entry.evidence.strip(),
        }
        for key, entry in typed.items()
        if entry.half_steps is not None or entry.not_observed or entry.evidence.strip()
    }


def gaps(session: CalibrationSession) -> list[Gap]:
    """What is still to be agreed on: a score or "not observed" for every criterion, and a reason."""
    entries = entries_in(session.agreeing)
    missing = []
    for criterion in session.rubric.body["criteria"]:
        entry = entries.get(criterion["key"], Entry())
        if entry.half_steps is None and not entry.not_observed:
            missing.append(Gap("score", criterion["key"]))
        if not entry.evidence:
            missing.append(Gap("evidence", criterion["key"]))
    return missing


def _agreed_already(
    session: CalibrationSession, actor: User, entries: Mapping[str, Entry]
) -> CalibrationReference:
    _check_coach(session, actor)
    if _body(session, entries) != session.agreeing:
        raise Conflict(
            _("This session’s scores are agreed on already. What is on this page was not kept."),
            code="agreed",
        )
    return CalibrationReference.objects.get(session=session)


def _make_reference(session: CalibrationSession, actor: User) -> CalibrationReference:
    # Two sessions on one sample wait for each other here, so that numbers follow and one is current.
    sample = CalibrationSample.objects.select_for_update().get(pk=session.sample_id)
    newest = sample.references.aggregate(newest=Max("number"))["newest"] or 0
    sample.references.filter(is_current=True).update(is_current=False)
    reference = CalibrationReference.objects.create(
        sample=sample,
        number=newest + 1,
        session=session,
        body={
            key: {"half_steps": each["half_steps"], "reason": each["reason"]}
            for key, each in session.agreeing.items()
        },
    )
    session.state = State.AGREED
    session.agreed_at = timezone.now()
    session.save(update_fields=["state", "agreed_at", "updated_at"])
    SessionEvent.objects.create(session=session, what=SessionEvent.What.AGREED, actor=actor)
    attempts = (
        CalibrationAttempt.objects.select_for_update(of=("self",))
        .filter(session=session, state=CalibrationAttempt.State.SUBMITTED)
        .select_related("person", "sample", "rubric")
        .prefetch_related("scores")
        .order_by("pk")
    )
    # Held in one order, so that whoever hands in elsewhere meanwhile and this see each other's outcome.
    people = {attempt.person_id for attempt in attempts}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    for attempt in attempts:
        _compare(attempt, reference)
    for attempt in attempts:
        if attempt.passed:
            qualify_by_samples(person=attempt.person, kind=sample.kind, now=session.agreed_at)
    mails.owe_agreement(
        session, SessionMember.objects.filter(session=session).select_related("person").order_by("pk")
    )
    return reference


def _compare(attempt: CalibrationAttempt, reference: CalibrationReference) -> None:
    """Say how far an attempt lies from the reference, and whether it counts; kept with it for good."""
    found = compare(
        [each["key"] for each in attempt.rubric.body["criteria"]],
        {key: entry.half_steps for key, entry in entries_of(attempt).items()},
        {key: each["half_steps"] for key, each in reference.body.items()},
    )
    attempt.reference = reference
    attempt.largest, attempt.total, attempt.compared = found.largest, found.total, found.compared
    attempt.passed = found.passed
    attempt.save(update_fields=["reference", "largest", "total", "compared", "passed", "updated_at"])
