"""Who writes rubrics: coaches and administrators."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts.models import User
from rubrics.models import Rubric


def access_authoring(user: User | AnonymousUser) -> User:
    """The asker, who is a coach or an administrator.

    Raises:
        Http404: for everybody else.
    """
    if not isinstance(user, User) or not (user.is_coach or user.is_staff):
        raise Http404
    return user


def access_version(user: User | AnonymousUser, number: int) -> tuple[User, Rubric]:
    """The asker and the version with this primary key.

    Raises:
        Http404: who may not write rubrics, and a version that does not exist.
    """
    author = access_authoring(user)
    rubric = Rubric.objects.select_related("author").filter(pk=number).first()
    if rubric is None:
        raise Http404
    return author, rubric
