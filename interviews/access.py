"""Who may come near a loop or a round: the one rule, for pages and sockets alike."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.grants.selectors import coaches
from accounts.models import User
from interviews.models import Loop, Round, Seat

RoomRole = Literal["candidate", "interviewer", "observer", "coach"]


@dataclass(frozen=True)
class RoundAccess:
    """A round that the asker may see, and as whom."""

    round: Round
    role: RoomRole


@dataclass(frozen=True)
class LoopAccess:
    """A loop that the asker may see, and as whom; a person with seats in it is interviewer or observer."""

    loop: Loop
    role: RoomRole


def access_round(user: User | AnonymousUser, round_id: UUID) -> RoundAccess:
    """The round, for its candidate, its interviewer, an invited observer or the candidate's coach.

    Raises:
        Http404: for everybody else, and for a round that isn't there.
    """
    if not isinstance(user, User):
        raise Http404
    found = (
        Round.objects.select_related("loop__candidate", "loop__track", "prompt").filter(pk=round_id).first()
    )
    if found is None:
        raise Http404
    seat = Seat.objects.filter(round=found, person=user).first()
    if seat is not None:
        return RoundAccess(found, seat.role)  # type: ignore[arg-type]
    if coaches(user, found.loop.candidate):
        return RoundAccess(found, "coach")
    raise Http404


def access_loop(user: User | AnonymousUser, loop_id: UUID) -> LoopAccess:
    """The loop, for its candidate, anyone with a seat in one of its rounds, or the candidate's coach.

    Raises:
        Http404: for everybody else, and for a loop that isn't there.
    """
    if not isinstance(user, User):
        raise Http404
    found = Loop.objects.select_related("candidate", "track").filter(pk=loop_id).first()
    if found is None:
        raise Http404
    if found.candidate_id == user.pk:
        return LoopAccess(found, "candidate")
    roles = set(Seat.objects.filter(round__loop=found, person=user).values_list("role", flat=True))
    if Seat.Role.INTERVIEWER in roles:
        return LoopAccess(found, "interviewer")
    if coaches(user, found.candidate):
        return LoopAccess(found, "coach")
    if roles:
        return LoopAccess(found, "observer")
    raise Http404
