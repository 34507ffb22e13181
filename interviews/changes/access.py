"""Who may answer a request for cover: whoever was asked."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.models import CoverAsk


def access_cover(user: User | AnonymousUser, request_id: UUID) -> CoverAsk:
    """What this person was asked, with request, round and loop.

    Raises:
        Http404: for everybody who was not asked, and for a request that isn't there.
    """
    if not isinstance(user, User):
        raise Http404
    found = (
        CoverAsk.objects.filter(request=request_id, request__live=False, person=user)
        .select_related("request__round__loop__candidate", "request__round__loop__track")
        .first()
    )
    if found is None:
        raise Http404
    return found
