"""Who may open a candidate's season, read its notes and write in it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from rubrics.models import SeasonGoal, SeasonNote

Role = Literal["candidate", "coach"]


@dataclass(frozen=True)
class SeasonAccess:
    """A candidate whose season the asker may open, and as whom."""

    candidate: User
    reader: User
    role: Role


def access_season(user: User | AnonymousUser, candidate_id: int) -> SeasonAccess:
    """A candidate's season, for themselves and for whoever coaches them now.

    Raises:
        Http404: for everybody else, administrators and former coaches included.
    """
    if not isinstance(user, User):
        raise Http404
    if user.pk == candidate_id:
        return SeasonAccess(user, user, "candidate")
    candidate = granted_candidates(user).filter(pk=candidate_id).first()
    if candidate is None:
        raise Http404
    return SeasonAccess(candidate, user, "coach")


def visible_notes(access: SeasonAccess) -> QuerySet[SeasonNote]:
    """The notes about a candidate that the asker may read: the one rule.

    One's own, finished or not. Of others what they shared: a coach's note with the candidate and nobody else,
    the candidate's with their coaches. A coach whose grant ended has no access at all, so they reach not even
    their own any more; what they had shared stays with the candidate.
    """
    shared = Q(is_shared=True)
    if access.role == "coach":
        shared &= Q(author=access.candidate)
    own = Q(author=access.reader)
    return SeasonNote.objects.filter(own | shared, candidate=access.candidate, deleted_at=None)


def access_own_note(access: SeasonAccess, note_id: UUID, *, lock: bool = False) -> SeasonNote | None:
    """The asker's own note, deleted or not; None where there is none with this id yet.

    Raises:
        Http404: for somebody else's note, and for one about another candidate.
    """
    notes = SeasonNote.objects.select_for_update() if lock else SeasonNote.objects.all()
    found = notes.filter(pk=note_id).first()
    if found is not None and (
        found.author_id != access.reader.pk or found.candidate_id != access.candidate.pk
    ):
        raise Http404
    return found


def access_goal(access: SeasonAccess, goal_id: UUID, *, lock: bool = False) -> SeasonGoal | None:
    """A goal of the candidate, whoever set it; None where there is none with this id yet.

    Raises:
        Http404: for another candidate's goal.
    """
    goals = SeasonGoal.objects.select_for_update() if lock else SeasonGoal.objects.all()
    found = goals.filter(pk=goal_id).first()
    if found is not None and found.candidate_id != access.candidate.pk:
        raise Http404
    return found
