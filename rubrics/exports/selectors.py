"""Reading exports."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from rubrics.models import Export


def exports_of(user: User) -> QuerySet[Export]:
    """The exports that a person asked for and that have not expired, the newest first."""
    return Export.objects.filter(asked_by=user, expires_at__gt=timezone.now())


def withdrawn(user: User, candidates: Iterable[int]) -> set[int]:
    """Those of the candidates in a file who do not let `user` see their debriefs any more."""
    others = set(candidates) - {user.pk}
    return others - set(granted_candidates(user).filter(pk__in=others).values_list("pk", flat=True))


def file_name(export: Export) -> str:
    """What the file is called: "debriefs-2026-11-24.xlsx"."""
    made = timezone.localtime(export.made_at or timezone.now())
    return f"debriefs-{made:%Y-%m-%d}.{export.format}"
