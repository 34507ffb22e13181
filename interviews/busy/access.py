"""Who may see a calendar that somebody brought: that person."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from interviews.models import BusySource


def access_source(user: User | AnonymousUser, source_id: int) -> BusySource:
    """The calendar, for whose it is.

    Raises:
        Http404: for everybody else, and for one that isn't there.
    """
    found = BusySource.objects.filter(pk=source_id, person=user.pk).defer("raw").first()
    if found is None:
        raise Http404
    return found
