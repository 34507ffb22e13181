"""Who has a preparation workspace."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User


def access_workspace(user: User | AnonymousUser) -> User:
    """The candidate whose own workspace it is; nobody sees another's here.

    Raises:
        Http404: for whoever is no candidate.
    """
    if not isinstance(user, User) or not user.is_candidate:
        raise Http404
    return user
