"""Who may look at a dispute, and who at an ask."""

from django.http import Http404

from accounts.models import User
from interviews.models import Attendance, CoverAsk


def own_attendance(user: User, attendance_id: int) -> Attendance:
    """A row about the asker.

    Raises:
        Http404: for everybody else, and for a row that isn't there.
    """
    row = (
        Attendance.objects.select_related("round__loop__candidate", "noted_by")
        .filter(pk=attendance_id, person=user)
        .first()
    )
    if row is None:
        raise Http404
    return row


def own_ask(user: User, ask_id: int) -> CoverAsk:
    """A question to the asker whether they take a round at once.

    Raises:
        Http404: for everybody else, and for a question that isn't there.
    """
    ask = (
        CoverAsk.objects.select_related("request__round__loop__candidate")
        .filter(pk=ask_id, person=user, request__live=True)
        .first()
    )
    if ask is None:
        raise Http404
    return ask


def administrator(user: object) -> User:
    """The asker, who settles disputes.

    Raises:
        Http404: for everybody who is no administrator.
    """
    if not isinstance(user, User) or not user.is_staff:
        raise Http404
    return user
