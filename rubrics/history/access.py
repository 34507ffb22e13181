"""Whose saved view it is."""

from uuid import UUID

from django.http import Http404

from accounts.models import User
from rubrics.models import SavedView


def access_view(person: User, view_id: UUID, *, deleted: bool = False) -> SavedView:
    """A view, for whoever saved it; one that was deleted only where `deleted` says so.

    Raises:
        Http404: for everybody else, and for a view that isn't there.
    """
    views = SavedView.objects.filter(pk=view_id, person=person)
    view = (views if deleted else views.filter(deleted_at=None)).first()
    if view is None:
        raise Http404
    return view
