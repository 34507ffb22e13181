"""A candidate's programme, and what they ticked by hand."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import TimeStamped


class Plan(TimeStamped):
    """When a candidate's programme starts and how long it is; `version` rises with every change."""

    candidate = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan")
    starts_on = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weeks__gte=1, weeks__lte=8), name="plan_weeks"),
        ]

    def __str__(self) -> str:
        return f"{self.weeks} weeks from {self.starts_on}"


class PlanTick(models.Model):
    """A step or a task that a candidate ticked by hand."""

    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan_ticks")
    key = models.CharField(max_length=40)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "key"], name="plan_tick_once")]

    def __str__(self) -> str:
        return self.key
