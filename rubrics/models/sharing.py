"""A link by which somebody without an account reads a debrief."""

import uuid

from django.db import models
from django.db.models import F, Q

from interviews.models import Loop


class ShareLink(models.Model):
    """A candidate lets one person, named by `label`, read the debrief of a loop until a moment.

    The address holds the id and a signature over it (`rubrics.sharing.tokens`), so neither the id nor a copy
    of the database opens anything. It goes with the loop, and so with the candidate's account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="share_links")
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(label=""), name="share_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="share_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(uses=0, used_at=None) | Q(uses__gt=0, used_at__isnull=False),
                name="share_used_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"link until {self.expires_at:%Y-%m-%d}"
