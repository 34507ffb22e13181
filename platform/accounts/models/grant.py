"""A candidate's permission to a coach."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class CoachGrant(models.Model):
    """The candidate lets the coach see rounds and debriefs, from `granted_at` until `revoked_at`."""

    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants_given")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants_held")
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "coach"], condition=Q(revoked_at=None), name="grant_once_while_active"
            ),
            models.CheckConstraint(condition=~Q(candidate=F("coach")), name="grant_to_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} → {self.coach}"
