"""Keeping beside each debrief what lists find it by; called in the transaction that changes what it says."""

from typing import Any

from django.db.models import Case, F, Max, Q, Subquery, When
from django.db.models.functions import Coalesce

from interviews.models import Round
from rubrics.history.facts import facts
from rubrics.models import Debrief, DebriefRevision
from rubrics.scorecards.visibility import NOT_HELD


def keep_revision(revision: DebriefRevision, content: dict[str, Any]) -> None:
    """Keep what the current revision of a debrief says; `content` is the revision's."""
    Debrief.objects.filter(pk=revision.debrief_id).update(current_revision=revision, **facts(content))


def keep_time(loop_id: Any) -> None:
    """Keep when a loop's last round ends; nothing happens where it has no debrief yet.

    Rounds that were called off or missed count only where there are no others.
    """
    ends = (
        Round.objects.filter(loop=loop_id)
        .order_by()
        .values("loop")
        .annotate(
            last=Coalesce(
                Max(Case(When(~Q(state__in=NOT_HELD), then=F("ends_at")))),
                Max("ends_at"),
            )
        )
        .values("last")
    )
    Debrief.objects.filter(loop=loop_id).update(held_at=Subquery(ends))
