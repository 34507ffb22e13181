"""Who a session belongs to now: for sockets, which outlive the request that opened them."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from accounts.models import User


def person_of(session_key: str) -> User | None:
    """The person signed in by this session, read afresh.

    None after signing out, after the password was changed elsewhere, and for somebody deactivated.
    """
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user if isinstance(user, User) else None
