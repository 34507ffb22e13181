"""Who may fill in a scorecard of a round."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.access import access_round
from interviews.models import Round

RaterRole = Literal["interviewer", "observer"]


@dataclass(frozen=True)
class CardAccess:
    """A round that the asker may score; an observer's is a shadow card, which nobody waits for."""

    round: Round
    role: RaterRole


def access_card(user: User | AnonymousUser, round_id: UUID) -> CardAccess:
    """The round, for its interviewer and invited observers.

    Raises:
        Http404: for everybody else, the candidate and their coach included, who read cards in the debrief.
    """
    access = access_round(user, round_id)
    if access.role == "interviewer" or access.role == "observer":
        return CardAccess(access.round, access.role)
    raise Http404
