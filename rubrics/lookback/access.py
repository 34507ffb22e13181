"""Who may look back on a round: its candidate alone, and nobody sees it before the seal opens."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.access import access_round
from interviews.models import Round


def access_look_back(user: User | AnonymousUser, round_id: UUID) -> Round:
    """The round with its loop, for its candidate.

    Raises:
        Http404: for everybody else, interviewers, observers and coaches included.
    """
    access = access_round(user, round_id)
    if access.round.loop.candidate_id != user.pk:
        raise Http404
    return access.round
