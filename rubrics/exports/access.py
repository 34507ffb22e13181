"""Whose export it is."""

from uuid import UUID

from django.http import Http404
from django.utils import timezone

from accounts.models import User
from rubrics.models import Export


def access_export(user: User, export_id: UUID, *, lock: bool = False) -> Export:
    """An export that has not expired, for whoever asked for it; with `lock` its row is held.

    Raises:
        Http404: for everybody else, and for an export that isn't there any more.
    """
    exports = Export.objects.select_for_update(of=("self",)) if lock else Export.objects.all()
    export = exports.filter(pk=export_id, asked_by=user, expires_at__gt=timezone.now()).first()
    if export is None:
        raise Http404
    return export
