"""Who may fill in a scorecard of a round."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.access import access_round
from interviews.models import Round
from rubrics.models import Scorecard
from rubrics.scorecards.visibility import scores_as


@dataclass(frozen=True)
class CardAccess:
    """A round that the asker may score, and as whom; only the interviewer's card is waited for."""

    round: Round
    role: Scorecard.Role

    @property
    def awaited(self) -> bool:
        """Whether the debrief waits for this card."""
        return self.role == Scorecard.Role.INTERVIEWER


def access_card(user: User | AnonymousUser, round_id: UUID) -> CardAccess:
    """The round, for its interviewer, invited observers and the candidate's coaches.

    Raises:
        Http404: for everybody else, the candidate included, who reads cards in the debrief.
    """
    access = access_round(user, round_id)
    assert isinstance(user, User)
    role = scores_as(user, access.round)
    if role is None:
        raise Http404
    return CardAccess(access.round, role)
