"""Who may read the debrief of a loop."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.models import Loop
from rubrics.models import Debrief, DebriefRevision
from rubrics.scorecards.visibility import DebriefRole, debrief_role


@dataclass(frozen=True)
class DebriefAccess:
    """A loop whose debrief the asker may read, and as whom.

    `debrief` is None before anything happened in the loop, `revision` None before it is compiled (its PDF
    is not loaded).
    """

    loop: Loop
    debrief: Debrief | None
    revision: DebriefRevision | None
    role: DebriefRole


def access_debrief(user: User | AnonymousUser, loop_id: UUID) -> DebriefAccess:
    """The debrief of a loop, for its candidate and their coach at any time, to see how far it is; for its
    interviewers once it is compiled and their own cards are in.

    Raises:
        Http404: for everybody else, administrators included, and for a loop that isn't there.
    """
    if not isinstance(user, User):
        raise Http404
    loop = Loop.objects.select_related("candidate", "track").filter(pk=loop_id).first()
    role = debrief_role(user, loop) if loop else None
    if loop is None or role is None:
        raise Http404
    debrief = Debrief.objects.filter(loop=loop).first()
    revision = debrief.revisions.filter(is_current=True).defer("pdf").first() if debrief else None
    if role == "interviewer" and revision is None:
        raise Http404
    return DebriefAccess(loop, debrief, revision, role)
