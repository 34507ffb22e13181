"""When a person is busy elsewhere: calendars they brought, expanded to moments."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.models import TimeStamped


class BusySource(TimeStamped):
    """A calendar of somebody's: a file they uploaded, or an address that is fetched now and then.

    `raw` is the iCalendar text as it came last. `version` rises with every new text; the expansion of a
    recurring entry reaches `expanded_until`. Nobody but the person sees it.
    """

    class Kind(models.TextChoices):
        """Where it comes from."""

        FILE = "file", "file"
        ADDRESS = "address", "address"

    class State(models.TextChoices):
        """queued → ready or failed; ready → queued when it is fetched or expanded again."""

        QUEUED = "queued", "queued"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="busy_sources")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    url = models.URLField(max_length=1000, blank=True)
    raw = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    error = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    expanded_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="file") | ~Q(url=""), name="busy_address_has_url"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "ready", "failed"]), name="busy_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.person}"


class BusyTime(models.Model):
    """A stretch in which a person is busy elsewhere. Only that it is taken is kept, never what it is."""

    source = models.ForeignKey(BusySource, models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="busy_ends_after_start"),
            models.UniqueConstraint(fields=["source", "starts_at", "ends_at"], name="busy_once"),
        ]
        indexes = [models.Index(fields=["source", "ends_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}–{self.ends_at:%H:%M}"
