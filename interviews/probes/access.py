"""Who may read a story that was brought into a round."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.access import RoundAccess, access_round
from prep.models import Story


def access_brought(user: User | AnonymousUser, round_id: UUID, story_id: UUID) -> tuple[RoundAccess, Story]:
    """A story that is shared with a round, for whoever may see the round: its people and the coach.

    Raises:
        Http404: for everybody else, and once the candidate shares it no more or has put it away.
    """
    access = access_round(user, round_id)
    story = Story.objects.filter(
        pk=story_id, deleted_at=None, brought__round=access.round, candidate=access.round.loop.candidate
    ).first()
    if story is None:
        raise Http404
    return access, story
