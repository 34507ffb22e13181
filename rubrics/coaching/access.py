"""Who may annotate a debrief, assign a drill or ask for another rater, and who sees it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.grants.selectors import coaches
from accounts.models import User
from interviews.models import Loop, Round
from rubrics.debriefs.access import DebriefAccess, access_debrief
from rubrics.models import Annotation, AssignedDrill, DebriefRevision, RaterAsk
from rubrics.scorecards.visibility import debrief_role


@dataclass(frozen=True)
class OpenDebrief:
    """A compiled debrief that the asker coaches: its loop and its current revision (without the PDF)."""

    loop: Loop
    revision: DebriefRevision
    coach: User


def access_coached(user: User | AnonymousUser, loop_id: UUID) -> OpenDebrief:
    """A compiled debrief, for a coach of its candidate who may read it.

    Raises:
        Http404: for everybody else, the candidate included, and before there is a revision.
    """
    access: DebriefAccess = access_debrief(user, loop_id)
    if access.role != "coach" or access.revision is None:
        raise Http404
    assert isinstance(user, User)
    return OpenDebrief(access.loop, access.revision, user)


def access_annotation(user: User | AnonymousUser, annotation_id: UUID) -> tuple[Annotation, OpenDebrief]:
    """An annotation that was not deleted for good, for its author while they may read the debrief.

    Raises:
        Http404: for everybody else, the candidate included, who reads shared ones on the debrief.
    """
    if not isinstance(user, User):
        raise Http404
    found = Annotation.objects.select_related("author").filter(pk=annotation_id, author=user).first()
    if found is None:
        raise Http404
    return found, access_coached(user, found.loop_id)


DrillRole = Literal["candidate", "coach"]


def access_drill(user: User | AnonymousUser, drill_id: UUID) -> tuple[AssignedDrill, DrillRole]:
    """An assigned drill, for the candidate who is to do it and for who assigned it while they coach them.

    Raises:
        Http404: for everybody else, other coaches of the candidate included.
    """
    if not isinstance(user, User):
        raise Http404
    found = AssignedDrill.objects.select_related("candidate", "coach").filter(pk=drill_id).first()
    if found is None:
        raise Http404
    if found.candidate_id == user.pk:
        return found, "candidate"
    if found.coach_id == user.pk and coaches(user, found.candidate):
        return found, "coach"
    raise Http404


def access_round_to_rate(user: User | AnonymousUser, round_id: UUID) -> tuple[Round, User]:
    """A round for which the asker may ask for another rater: as its candidate's coach who owes no card of it.

    Raises:
        Http404: for everybody else, the candidate included.
    """
    if not isinstance(user, User):
        raise Http404
    found = Round.objects.select_related("loop__candidate", "loop__track").filter(pk=round_id).first()
    if found is None or debrief_role(user, found.loop) != "coach":
        raise Http404
    return found, user


RaterRole = Literal["peer", "coach", "candidate"]


def access_rater_ask(user: User | AnonymousUser, ask_id: UUID) -> tuple[RaterAsk, RaterRole]:
    """An ask for another rater: for the peer who is asked, the candidate, and who asked while they coach.

    Raises:
        Http404: for everybody else.
    """
    if not isinstance(user, User):
        raise Http404
    found = (
        RaterAsk.objects.select_related("round__loop__candidate", "round__loop__track", "coach", "peer")
        .filter(pk=ask_id)
        .first()
    )
    if found is None:
        raise Http404
    if found.peer_id == user.pk:
        return found, "peer"
    if found.round.loop.candidate_id == user.pk:
        return found, "candidate"
    if found.coach_id == user.pk and coaches(user, found.round.loop.candidate):
        return found, "coach"
    raise Http404
