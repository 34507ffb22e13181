"""Reading calibration sessions; what others scored only where a session has opened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from interviews.booking.pool import blocked_with
from interviews.models import Round, Seat
from rubrics.calibration.counting import known_for
from rubrics.calibration.selectors import valid_for
from rubrics.models import (
    CalibrationAttempt,
    CalibrationReference,
    CalibrationSample,
    CalibrationSession,
    SessionEvent,
    SessionMember,
)

OPENED = (CalibrationSession.State.OPEN, CalibrationSession.State.AGREED)
"""In these everybody in a session sees all scores that were handed in; in no other does anybody."""

_IN = CalibrationAttempt.State.SUBMITTED


def known_peers(coach: User) -> list[User]:
    """The peers who interviewed the coach's candidates, by name; never whom either keeps apart from."""
    seats = Seat.objects.filter(
        person=OuterRef("pk"),
        role=Seat.Role.INTERVIEWER,
        round__state__in=[Round.State.LIVE, Round.State.COMPLETED],
        round__loop__candidate__in=granted_candidates(coach),
    )
    people = _askable(coach).filter(Exists(seats))
    return sorted(people, key=lambda each: (each.shown_name.casefold(), each.pk))


def peers_at(coach: User, emails: Iterable[str]) -> dict[str, User]:
    """Whom the coach can ask at these addresses (in lower case), by address; of the others nothing."""
    return {person.email: person for person in _askable(coach).filter(email__in=list(emails))}


def _askable(coach: User) -> QuerySet[User]:
    """Everybody who interviews, but the coach and whom either of them keeps apart from."""
    return (
        User.objects.filter(Q(is_peer=True) | Q(is_coach=True), is_active=True)
        .exclude(pk=coach.pk)
        .exclude(pk__in=blocked_with(coach))
    )


def samples_to_send() -> list[CalibrationSample]:
    """The current samples by kind and title, without their long parts."""
    return list(
        CalibrationSample.objects.filter(is_current=True)
        .defer("body")
        .order_by("track_slug", "kind", "title")
    )


def sessions_of(person: User) -> QuerySet[CalibrationSession]:
    """The sessions that a person leads or was asked to, newest first, each with `asked` and `handed_in`."""
    return (
        CalibrationSession.objects.filter(Q(coach=person) | Exists(_membership(person)))
        .select_related("coach", "sample")
        .defer("sample__body", "agreeing")
        .annotate(
            asked=Count("members", distinct=True),
            handed_in=Count("attempts", filter=Q(attempts__state=_IN), distinct=True),
        )
        .order_by("-created_at", "-pk")
    )


@dataclass(frozen=True)
class Waiting:
    """What waits for a person: sessions to score in, first due first, and open ones to talk over."""

    to_score: list[CalibrationSession]
    to_talk_over: list[CalibrationSession]


def waiting_of(person: User) -> Waiting:
    """The sessions that wait for something of a person's; one query."""
    state = CalibrationSession.State
    own = CalibrationAttempt.objects.filter(session=OuterRef("pk"), person=person, state=_IN)
    asked = Exists(_membership(person))
    found = list(
        CalibrationSession.objects.filter(
            Q(asked, ~Exists(own), state=state.SCORING) | Q(Q(coach=person) | asked, state=state.OPEN)
        )
        .select_related("coach", "sample")
        .defer("sample__body", "agreeing")
        .order_by("due_at", "pk")
    )
    return Waiting(
        [each for each in found if each.state == state.SCORING],
        [each for each in found if each.state == state.OPEN],
    )


def _membership(person: User) -> QuerySet[SessionMember]:
    return SessionMember.objects.filter(session=OuterRef("pk"), person=person)


@dataclass(frozen=True)
class MemberState:
    """A member and whether their scores are in, and since when; never what they are."""

    member: SessionMember
    person: User
    in_at: datetime | None


def members_of(session: CalibrationSession) -> list[MemberState]:
    """Everybody who was asked, in the order in which they were; two queries for any number."""
    members = SessionMember.objects.filter(session=session).select_related("person").order_by("pk")
    times = dict(
        CalibrationAttempt.objects.filter(session=session, state=_IN).values_list("person_id", "submitted_at")
    )
    return [MemberState(each, each.person, times.get(each.person_id)) for each in members]


def waiting_for(session: CalibrationSession) -> int:
    """How many members' scores are still to come; who can't sign in any more is not waited for."""
    handed_in = CalibrationAttempt.objects.filter(session=session, person=OuterRef("person"), state=_IN)
    return SessionMember.objects.filter(~Exists(handed_in), session=session, person__is_active=True).count()


def are_in(session: CalibrationSession) -> int:
    """How many members' scores are in."""
    return CalibrationAttempt.objects.filter(session=session, state=_IN).count()


def own_attempt(session: CalibrationSession, person: User) -> CalibrationAttempt | None:
    """A member's own attempt with its scores, or None before the first save."""
    return (
        CalibrationAttempt.objects.filter(session=session, person=person)
        .select_related("rubric", "sample", "session", "person")
        .prefetch_related("scores")
        .first()
    )


def shown_until(session: CalibrationSession) -> datetime | None:
    """Until when an agreed session shows its scores; None while it is not agreed on.

    Afterwards its people take the agreed scores for forgotten and may score the sample blind again, so nobody
    looks them up before (as with what is scored alone).
    """
    return None if session.agreed_at is None else session.agreed_at + known_for(valid_for())


def is_closed(session: CalibrationSession) -> bool:
    """Whether what was scored and said in an agreed session is not shown any more."""
    until = shown_until(session)
    return until is not None and until <= timezone.now()


def opened_attempts(session: CalibrationSession) -> list[CalibrationAttempt]:
    """Everybody's scores as they were handed in, in that order; none before it opened and after it closed.

    The one way to others' scores of a session: call it for somebody whom `access_session` let through.
    """
    if is_closed(session):
        return []
    return list(
        CalibrationAttempt.objects.filter(session=session, session__state__in=OPENED, state=_IN)
        .select_related("person")
        .prefetch_related("scores")
        .order_by("submitted_at", "pk")
    )


def references_of(session: CalibrationSession) -> list[CalibrationReference]:
    """What is put beside the scores: the session's own reference if there is one, and the one before it.

    That is the sample's current one while nothing is agreed on.
    """
    found = CalibrationReference.objects.filter(sample=session.sample_id).order_by("-number")
    own = next((each for each in found if each.session_id == session.pk), None)
    if own is None:
        return [each for each in found if each.is_current][:1]
    return [own, *[each for each in found if each.number < own.number][:1]]


def history_of(session: CalibrationSession) -> QuerySet[SessionEvent]:
    """What happened, in order, with who did it to whom."""
    return SessionEvent.objects.filter(session=session).select_related("actor", "person")
