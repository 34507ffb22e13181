"""Saved views of the list of debriefs: keeping, renaming, choosing and deleting them."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from rubrics.history.access import access_view
from rubrics.models import SavedView

MOST: Final = 50
"""So many views a person keeps at most."""
UNDO: Final = timedelta(days=1)
"""So long can a deleted view be taken back."""


@transaction.atomic
def save_view(*, person: User, name: str, query: str, default: bool = False) -> SavedView:
    """Keep a filter under a name of one's own.

    Args:
        person: whose view it is.
        name: one line, not yet used for another of theirs (capitals don't count).
        query: the address's part after "?", as the filter's form writes it.
        default: whether the list opens with it from now on.

    Raises:
        DomainError: code "name" where the name is empty or taken, "too_many" past `MOST` views.
    """
    _hold(person)
    name = _fitting(person, name)
    if _kept(person).count() >= MOST:
        raise DomainError(
            _("You keep %(most)s views, which is the most. Delete one, then save this one.") % {"most": MOST},
            "too_many",
        )
    if default:
        _no_default(person)
    return _stored(SavedView(person=person, name=name, query=query, is_default=default))


@transaction.atomic
def rename_view(*, person: User, view_id: UUID, name: str) -> SavedView:
    """Give a view another name.

    Raises:
        Http404: when it is nobody's or somebody else's.
        DomainError: as in `save_view`.
    """
    _hold(person)
    view = access_view(person, view_id)
    view.name = _fitting(person, name, but=view)
    return _stored(view)


@transaction.atomic
def replace_view(*, person: User, view_id: UUID, query: str) -> SavedView:
    """Let a view show something else from now on, under its name.

    Raises:
        Http404: when it is nobody's or somebody else's.
    """
    view = access_view(person, view_id)
    view.query = query
    return _stored(view)


@transaction.atomic
def choose_default(*, person: User, view_id: UUID, on: bool) -> SavedView:
    """Open the list with this view from now on, or with everything again.

    Raises:
        Http404: when it is nobody's or somebody else's.
    """
    _hold(person)
    view = access_view(person, view_id)
    _no_default(person)
    view.is_default = on
    return _stored(view)


@transaction.atomic
def delete_view(*, person: User, view_id: UUID) -> SavedView:
    """Delete a view; for a day it can be taken back. What was deleted longer ago goes for good.

    Raises:
        Http404: when it is nobody's or somebody else's.
    """
    now = timezone.now()
    SavedView.objects.filter(person=person, deleted_at__lt=now - UNDO).delete()
    view = access_view(person, view_id)
    view.deleted_at, view.is_default = now, False
    return _stored(view)


@transaction.atomic
def restore_view(*, person: User, view_id: UUID) -> SavedView:
    """Take a deleted view back; under a name with a number where its own was given away meanwhile.

    Raises:
        Http404: when it is nobody's, somebody else's, or gone for good.
    """
    _hold(person)
    view = access_view(person, view_id, deleted=True)
    if view.deleted_at is None:
        return view
    taken = {each.casefold() for each in _kept(person).values_list("name", flat=True)}
    name, number = view.name, 1
    while view.name.casefold() in taken:
        number += 1
        view.name = f"{name[:54]} ({number})"
    view.deleted_at = None
    return _stored(view)


def _hold(person: User) -> None:
    """Let a person's changes of their views wait for each other."""
    User.objects.select_for_update().get(pk=person.pk)


def _kept(person: User) -> QuerySet[SavedView]:
    return SavedView.objects.filter(person=person, deleted_at=None)


def _no_default(person: User) -> None:
    _kept(person).filter(is_default=True).update(is_default=False)


def _fitting(person: User, name: str, but: SavedView | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        raise DomainError(_("Give the view a name."), "name")
    if len(name) > 60:
        raise DomainError(_("A name has at most 60 characters. Shorten it."), "name")
    others = _kept(person).exclude(pk=but.pk) if but else _kept(person)
    if name.casefold() in {each.casefold() for each in others.values_list("name", flat=True)}:
        raise DomainError(
            _("You have a view called “%(name)s” already. Choose another name.") % {"name": name}, "name"
        )
    return name


def _stored(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise Conflict(
            _("Your views were changed elsewhere meanwhile. Nothing was changed here; try again.")
        ) from None
    return view
