"""Who sees everybody's load."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User


def access_load(user: User | AnonymousUser) -> User:
    """The asker, who is an administrator.

    Raises:
        Http404: for everybody else.
    """
    if not isinstance(user, User) or not user.is_staff:
        raise Http404
    return user
