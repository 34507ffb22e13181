"""Who may come near a calibration session: the coach who leads it and those who were asked."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from rubrics.models import CalibrationSession, SessionMember

SessionRole = Literal["coach", "member"]


@dataclass(frozen=True)
class SessionAccess:
    """A session and as whom the asker sees it."""

    session: CalibrationSession
    role: SessionRole


def access_session(user: User | AnonymousUser, session_id: UUID) -> SessionAccess:
    """The session with its coach, sample and rubric, for its coach and its members.

    Raises:
        Http404: for everybody else, administrators and who was taken out again included.
    """
    session = (
        CalibrationSession.objects.select_related("coach", "sample", "rubric").filter(pk=session_id).first()
    )
    if session is None or not user.is_authenticated:
        raise Http404
    if session.coach_id == user.pk:
        return SessionAccess(session, "coach")
    if SessionMember.objects.filter(session=session, person_id=user.pk).exists():
        return SessionAccess(session, "member")
    raise Http404


def access_as_coach(user: User | AnonymousUser, session_id: UUID) -> CalibrationSession:
    """The session, for the coach who leads it.

    Raises:
        Http404: for everybody else, members included.
    """
    access = access_session(user, session_id)
    if access.role != "coach":
        raise Http404
    return access.session


def access_as_member(user: User | AnonymousUser, session_id: UUID) -> CalibrationSession:
    """The session, for somebody who was asked to score.

    Raises:
        Http404: for everybody else, its coach included.
    """
    access = access_session(user, session_id)
    if access.role != "member":
        raise Http404
    return access.session
