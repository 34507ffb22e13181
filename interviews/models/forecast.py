"""What more peers would change, as computed once in a while."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import TimeStamped


class PoolForecast(TimeStamped):
    """How often requests could be staffed at the first try: with the peers there are, and with some more.

    `result` is what `interviews.load.services` stored (format 1); `done` of `total` requests are looked at.
    At most one is pending at a time.
    """

    class State(models.TextChoices):
        """pending → ready, or failed after the last attempt."""

        PENDING = "pending", "pending"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(default=dict)
    computed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="pending"), name="forecast_one_pending"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "ready", "failed"]), name="forecast_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"forecast {self.pk} ({self.state})"
