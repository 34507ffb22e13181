"""What everything that a candidate keeps in the workspace has in common."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from common.models import TimeStamped


class Kept(TimeStamped):
    """One thing of a candidate's, in an order of their own; put away it can be brought back.

    `version` rises with every change, so that a page that is behind is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(class)ss_kept"
    )
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["position", "created_at"]
