"""Calibration sessions from their start to their opening: who is asked, until when, and what opens them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from rubrics.content.selectors import current_rubric
from rubrics.models import (
    CalibrationAttempt,
    CalibrationSample,
    CalibrationSession,
    SessionEvent,
    SessionMember,
)
from rubrics.sessions import mails
from rubrics.sessions.selectors import are_in, known_peers, peers_at, waiting_for

FEWEST, MOST = 2, 20
"""Members of a session: with one there is nothing to compare, with more nobody can talk it over."""
SOONEST = timedelta(hours=1)
LATEST = timedelta(days=60)
State = CalibrationSession.State
What = SessionEvent.What


@dataclass(frozen=True)
class Asked:
    """Whom a coach asks: ids of peers whom they know, and addresses."""

    people: Collection[int] = ()
    emails: Sequence[str] = ()


@transaction.atomic
def start_session(
    *, coach: User, sample: CalibrationSample, asked: Asked, due_at: datetime, key: UUID, note: str = ""
) -> CalibrationSession:
    """Send a sample to several peers, who each get a mail with the link. The same `key` starts one session.

    Args:
        coach: leads it, and does not score.
        sample: a current one; the kind's current rubric is what it is scored on from here on.
        asked: `FEWEST` to `MOST` people.
        due_at: when it opens at the latest (aware).
        key: the session's id, from the form.
        note: for the mails.

    Raises:
        DomainError: code "not_coach", "sample" (it is not current any more), "no_rubric", "due", "few",
            "many", "own", or "unknown" when nobody can be asked at an address (it does not say why).
    """
    # The coach's row is held, so that a form sent twice finds what the first one made.
    leader = User.objects.select_for_update().get(pk=coach.pk)
    made = CalibrationSession.objects.filter(pk=key, coach=leader).first()
    if made is not None:
        return made
    if not leader.is_coach:
        raise DomainError(_("Switch on “coach” in your settings, then start a session."), code="not_coach")
    if not CalibrationSample.objects.filter(pk=sample.pk, is_current=True).exists():
        raise DomainError(_("This sample was replaced by another version. Choose again."), code="sample")
    rubric = current_rubric(sample.track_slug, sample.kind)
    if rubric is None:
        raise DomainError(_("There is no rubric for this kind of round yet."), code="no_rubric")
    _check_due(due_at)
    people = _people(leader, asked)
    if len(people) < FEWEST:
        raise DomainError(_("Ask at least two people: with one there is nothing to compare."), code="few")
    _check_room(len(people))
    session = CalibrationSession.objects.create(
        pk=key, coach=leader, sample=sample, rubric=rubric, due_at=due_at, note=note.strip()[:500]
    )
    _record(session, What.STARTED, leader)
    mails.owe_asking(session, _ask(session, people, leader))
    return session


@transaction.atomic
def add_members(*, session: CalibrationSession, actor: User, asked: Asked) -> list[SessionMember]:
    """Ask more people while the others score; who is asked already stays as they are.

    Returns:
        Those who are new.

    Raises:
        Conflict: code "closed", the session does not wait for scores any more.
        DomainError: code "not_yours", "nobody", "many", "own", "unknown".
    """
    found = _scoring(session, actor)
    people = _people(found.coach, asked)
    if not people:
        raise DomainError(_("Choose somebody, or give an address."), code="nobody")
    there = set(SessionMember.objects.filter(session=found).values_list("person_id", flat=True))
    new = [person for person in people if person.pk not in there]
    _check_room(len(there) + len(new))
    members = _ask(found, new, actor)
    mails.owe_asking(found, members)
    return members


@transaction.atomic
def remove_member(*, session: CalibrationSession, actor: User, member_id: int) -> CalibrationSession:
    """Take somebody out whose scores are not in, who is told. Twice changes nothing.

    What they have typed is kept, should they be asked again. If everybody else's scores are in, the session
    opens.

    Raises:
        Conflict: code "closed".
        DomainError: code "not_yours", "in" (their scores are in and stay), "few" (nobody would be left).
    """
    found = _scoring(session, actor)
    member = SessionMember.objects.filter(session=found, pk=member_id).select_related("person").first()
    if member is None:
        return found
    submitted = CalibrationAttempt.State.SUBMITTED
    if CalibrationAttempt.objects.filter(session=found, person=member.person, state=submitted).exists():
        raise DomainError(_("Their scores are in, and stay: nobody else was to know them before."), code="in")
    if found.members.count() == 1:
        raise DomainError(_("Nobody would be left. Call the session off instead."), code="few")
    mails.owe_removal(found, member)
    person = member.person
    member.delete()
    _record(found, What.REMOVED, actor, person=person)
    return open_if_complete(found)


@transaction.atomic
def move_due(*, session: CalibrationSession, actor: User, due_at: datetime) -> CalibrationSession:
    """Change when scores are due; who still owes theirs is told. The same time again changes nothing.

    Raises:
        Conflict: code "closed".
        DomainError: code "not_yours", "due".
    """
    found = _scoring(session, actor)
    if found.due_at == due_at:
        return found
    _check_due(due_at)
    found.due_at = due_at
    found.save(update_fields=["due_at", "updated_at"])
    _record(found, What.MOVED, actor)
    mails.owe_new_time(found, _owing(found))
    return found


@transaction.atomic
def cancel_session(*, session: CalibrationSession, actor: User, reason: str) -> CalibrationSession:
    """Call a session off before it has opened; nobody ever sees the scores. Twice changes nothing.

    Raises:
        Conflict: code "closed", it has opened.
        DomainError: code "not_yours", "reason" without one.
    """
    found = locked(session)
    _check_coach(found, actor)
    if found.state == State.CANCELLED:
        return found
    _check_scoring(found)
    if not reason.strip():
        raise DomainError(_("Say why: everybody who was asked reads it."), code="reason")
    return _cancel(found, actor, reason.strip()[:500])


@transaction.atomic
def open_session(*, session: CalibrationSession, actor: User) -> CalibrationSession:
    """Open all scores that are in for everybody at once; who is not in can't be any more. Idempotent.

    Raises:
        Conflict: code "closed", it was called off.
        DomainError: code "not_yours", "none" while nobody's scores are in.
    """
    found = locked(session)
    _check_coach(found, actor)
    if found.state in {State.OPEN, State.AGREED}:
        return found
    _check_scoring(found)
    if not are_in(found):
        raise DomainError(_("Nobody’s scores are in, so there is nothing to open yet."), code="none")
    return _open(found, What.OPENED_BY_COACH, actor)


def open_if_complete(session: CalibrationSession) -> CalibrationSession:
    """Open a session if all scores are in; call it with its row locked, after whatever may complete it."""
    if session.state == State.SCORING and are_in(session) and not waiting_for(session):
        return _open(session, What.OPENED_COMPLETE, None)
    return session


def sweep() -> int:
    """Open what is due, and owe the reminders whose time has come; returns how many sessions it touched.

    Safe to run at any time and in several workers.
    """
    now = timezone.now()
    soon = CalibrationSession.objects.filter(state=State.SCORING, due_at__lte=now + mails.REMIND_BEFORE)
    return sum(_look_at(pk) for pk in soon.order_by("due_at").values_list("pk", flat=True))


@transaction.atomic
def _look_at(session_id: UUID) -> bool:
    session = locked(CalibrationSession(pk=session_id))
    now = timezone.now()
    if session.state != State.SCORING:
        return False
    if session.due_at <= now:
        if are_in(session):
            _open(session, What.OPENED_DUE, None)
        else:
            _cancel(session, None, _("Nobody’s scores were in when they were due."))
        return True
    moment = session.due_at - mails.REMIND_BEFORE
    # Who was asked, or told of this time, within the last day has just read when it is.
    told = session.events.filter(what__in=[What.STARTED, What.MOVED]).latest("at").at
    members = [each for each in _owing(session) if max(each.created_at, told) < moment <= now]
    return bool(members and mails.owe_reminders(session, members))


def locked(session: CalibrationSession) -> CalibrationSession:
    """The session's row under lock, read again: submitting, opening and agreeing wait for each other."""
    return (
        CalibrationSession.objects.select_for_update(of=("self",))
        .select_related("coach", "sample", "rubric")
        .get(pk=session.pk)
    )


def _scoring(session: CalibrationSession, actor: User) -> CalibrationSession:
    found = locked(session)
    _check_coach(found, actor)
    _check_scoring(found)
    return found


def _check_coach(session: CalibrationSession, actor: User) -> None:
    if session.coach_id != actor.pk:
        raise DomainError(_("Only the coach who leads the session can do this."), code="not_yours")


def _check_scoring(session: CalibrationSession) -> None:
    if session.state == State.CANCELLED:
        raise Conflict(_("This session was called off. Nothing was changed."), code="closed")
    if session.state != State.SCORING:
        raise Conflict(_("This session has opened. Nothing was changed."), code="closed")


def _check_due(due_at: datetime) -> None:
    now = timezone.now()
    if not now + SOONEST <= due_at <= now + LATEST:
        raise DomainError(_("Give them at least an hour, and at most 60 days."), code="due")


def _check_room(number: int) -> None:
    if number > MOST:
        raise DomainError(
            _("Ask %(most)s people at most: more can’t talk it over.") % {"most": MOST}, code="many"
        )


def _people(coach: User, asked: Asked) -> list[User]:
    """Who is meant, each once. What is refused of an address is always the same: it doesn't say why."""
    chosen = set(asked.people)
    people = {person.pk: person for person in known_peers(coach) if person.pk in chosen} if chosen else {}
    if chosen - people.keys():
        raise DomainError(_("Somebody you chose can’t be asked any more. Choose again."), code="unknown")
    emails = list(dict.fromkeys(each.strip().lower() for each in asked.emails if each.strip()))
    if coach.email in emails:
        raise DomainError(_("You lead the session and don’t score in it. Leave your own address out."), "own")
    found = peers_at(coach, emails) if emails else {}
    for email in emails:
        if email not in found:
            raise DomainError(
                _("Nobody can be asked by the address %(email)s. Check how it is spelt.") % {"email": email},
                code="unknown",
            )
        people[found[email].pk] = found[email]
    return list(people.values())


def _ask(session: CalibrationSession, people: Sequence[User], actor: User) -> list[SessionMember]:
    members = SessionMember.objects.bulk_create(
        SessionMember(session=session, person=person) for person in people
    )
    SessionEvent.objects.bulk_create(
        SessionEvent(session=session, what=What.ADDED, actor=actor, person=person) for person in people
    )
    return members


def _owing(session: CalibrationSession) -> list[SessionMember]:
    """The members whose scores are not in and who can still sign in."""
    there = CalibrationAttempt.objects.filter(session=session, state=CalibrationAttempt.State.SUBMITTED)
    return list(
        SessionMember.objects.filter(session=session, person__is_active=True)
        .exclude(person__in=there.values("person"))
        .select_related("person")
        .order_by("pk")
    )


def _open(session: CalibrationSession, what: str, actor: User | None) -> CalibrationSession:
    session.state = State.OPEN
    session.opened_at = timezone.now()
    session.save(update_fields=["state", "opened_at", "updated_at"])
    _record(session, what, actor)
    mails.owe_opening(session, session.members.select_related("person").order_by("pk"))
    return session


def _cancel(session: CalibrationSession, actor: User | None, reason: str) -> CalibrationSession:
    session.state = State.CANCELLED
    session.save(update_fields=["state", "updated_at"])
    _record(session, What.CANCELLED, actor, reason=reason)
    members = session.members.select_related("person").order_by("pk")
    mails.owe_cancellation(session, members, reason=reason, by_coach=actor is not None)
    return session


def _record(
    session: CalibrationSession,
    what: str,
    actor: User | None,
    *,
    person: User | None = None,
    reason: str = "",
) -> None:
    SessionEvent.objects.create(session=session, what=what, actor=actor, person=person, reason=reason)
