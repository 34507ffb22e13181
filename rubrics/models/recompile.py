"""Compiling many debriefs again: a row that remembers how far it is."""

import uuid

from django.db import models
from django.db.models import Q

from common.models import TimeStamped


class RecompileRun(TimeStamped):
    """One run over all open debriefs of a scope, in the order of their ids.

    `cursor` is the last debrief that was dealt with, so that a run that was stopped goes on behind it. Of one
    `scope`, the filters in one line, one run is unfinished at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(max_length=120, blank=True)
    total = models.PositiveIntegerField()
    cursor = models.UUIDField(null=True, blank=True)
    made = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope"], condition=Q(finished_at=None), name="recompile_one_unfinished"
            ),
        ]

    def __str__(self) -> str:
        return f"recompiling {self.scope or 'everything'}"

    @property
    def done(self) -> int:
        """How many debriefs were dealt with."""
        return self.made + self.same + self.failed
