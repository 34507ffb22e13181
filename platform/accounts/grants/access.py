"""Whose grant it is."""

from django.http import Http404

from accounts.models import CoachGrant, User


def access_grant(candidate: User, grant_id: int, *, lock: bool = False) -> CoachGrant:
    """The grant, for the candidate who gave it; with `lock`, its row is held until the transaction ends.

    Raises:
        Http404: for everybody else, the coach included, and for a grant that isn't there.
    """
    grants = CoachGrant.objects.select_for_update(of=("self",)) if lock else CoachGrant.objects.all()
    grant = grants.select_related("coach").filter(pk=grant_id, candidate=candidate).first()
    if grant is None:
        raise Http404
    return grant
