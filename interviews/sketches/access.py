"""Who may come near sketches."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.grants.selectors import coaches
from accounts.models import User
from interviews.models import Sketch


def access_own_sketch(user: User | AnonymousUser, board_id: UUID) -> Sketch:
    """A sketch of one's own, by its board.

    Raises:
        Http404: for everybody else.
    """
    if not isinstance(user, User):
        raise Http404
    found = Sketch.objects.select_related("board", "owner").filter(board=board_id, owner=user).first()
    if found is None:
        raise Http404
    return found


def access_coached(user: User | AnonymousUser, candidate_id: int) -> User:
    """A candidate whose sketches a coach may see.

    Raises:
        Http404: for whoever doesn't coach them.
    """
    candidate = User.objects.filter(pk=candidate_id).first()
    if not isinstance(user, User) or candidate is None or not coaches(user, candidate):
        raise Http404
    return candidate
