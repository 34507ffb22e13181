"""Who may answer a request for cover, and who may step back as standby: whoever was asked or named."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.models import CoverAsk, HistoryEntry, Round, Standby


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


def access_standby(user: User | AnonymousUser, round_id: UUID) -> Round:
    """The round that this person stands by for, or stepped back from: pressing twice is no error.

    Raises:
        Http404: for everybody else.
    """
    if not isinstance(user, User):
        raise Http404
    named = Standby.objects.filter(round=round_id, person=user).exists()
    stepped_back = HistoryEntry.objects.filter(round=round_id, event="stood_down", actor=user)
    if not named and not stepped_back.exists():
        raise Http404
    return Round.objects.get(pk=round_id)
