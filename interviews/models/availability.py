"""When a peer offers to interview: wall clock hours in the peer's own zone."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.models.user import validate_zone
from common.models import TimeStamped
from interviews.kinds import LOOP_KINDS


def every_kind() -> list[str]:
    """All kinds of round, as a fresh list."""
    return list(LOOP_KINDS)


class Schedule(TimeStamped):
    """A peer's offer: the zone its hours are meant in, the kinds of round, and how much they take on.

    `notice_hours` before its start a round can still be booked; `buffer_minutes` stay free between two
    rounds; `most_per_day` and `most_per_week` (Monday to Sunday) count rounds on the clock of the zone, None
    is no cap; on the dates before `paused_until` nothing new is booked. `asked_live` peers who are online are
    asked, whatever notice they want, when an interviewer did not come.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="schedule")
    timezone = models.CharField(max_length=64, validators=[validate_zone])
    round_kinds = models.JSONField(default=every_kind)
    notice_hours = models.PositiveSmallIntegerField(default=12, validators=[MaxValueValidator(14 * 24)])
    buffer_minutes = models.PositiveSmallIntegerField(default=15, validators=[MaxValueValidator(120)])
    most_per_day = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    most_per_week = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(40)]
    )
    paused_until = models.DateField(null=True, blank=True)
    asked_live = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(most_per_day=None) | Q(most_per_day__gte=1))
                & (Q(most_per_week=None) | Q(most_per_week__gte=1)),
                name="schedule_caps",
            ),
        ]

    def __str__(self) -> str:
        return f"hours of {self.person}"


class WeeklyInterval(models.Model):
    """Offered every week; weekday 0 is Monday; an `end` of 00:00 means midnight at the end of the day."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="weekly")
    weekday = models.PositiveSmallIntegerField()
    start = models.TimeField()
    end = models.TimeField()

    class Meta:
        ordering = ["weekday", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="weekly_weekday"),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")) | Q(end="00:00"), name="weekly_end_after_start"
            ),
            models.UniqueConstraint(fields=["schedule", "weekday", "start"], name="weekly_once"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start}–{self.end}"


class DateException(models.Model):
    """One date that differs: off (all day, or for a span) or extra hours."""

    class Kind(models.TextChoices):
        """Away, or additionally there."""

        OFF = "off", "off"
        EXTRA = "extra", "extra"

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="exceptions")
    date = models.DateField()
    kind = models.CharField(max_length=5, choices=Kind.choices)
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)

    class Meta:
        ordering = ["date", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="off", start=None, end=None)
                | Q(start__isnull=False, end__isnull=False) & (Q(end__gt=F("start")) | Q(end="00:00")),
                name="exception_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"
