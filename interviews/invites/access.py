"""Who may come near an invitation: its candidate by its id, anybody by its secret."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.models import RoundInvite


def access_invite(token: str) -> RoundInvite:
    """The invitation with this secret, with its candidate, track and loop; whoever has the link may see it.

    Raises:
        Http404: when there is none, or its candidate is gone.
    """
    found = (
        RoundInvite.objects.select_related("candidate", "track", "loop", "answered_by")
        .filter(token=token, candidate__is_active=True)
        .first()
    )
    if found is None:
        raise Http404
    return found


def access_own_invite(user: User | AnonymousUser, invite_id: UUID) -> RoundInvite:
    """The invitation, for the candidate who made it.

    Raises:
        Http404: for everybody else, and for an invitation that isn't there.
    """
    found = RoundInvite.objects.select_related("candidate", "track").filter(pk=invite_id).first()
    if found is None or found.candidate_id != user.pk:
        raise Http404
    return found
