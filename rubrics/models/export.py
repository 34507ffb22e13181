"""Large exports of lists: a job with a state, and the file that it made."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import TimeStamped


class Export(TimeStamped):
    """One list that somebody asked for as a file. The row is the job's memory; the broker may forget.

    `query` is the address of the list. `lease` names the worker that has it; only that worker may say how far
    it is, or store. `candidates` are the ids of those whose debriefs are in the file: nobody gets at it once
    one of them has taken their leave back. Past `expires_at` row and file go.
    """

    class State(models.TextChoices):
        """queued → making → ready or failed; queued or making → cancelled; failed → queued again."""

        QUEUED = "queued", "queued"
        MAKING = "making", "making"
        READY = "ready", "ready"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    class Format(models.TextChoices):
        """What kind of file."""

        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports")
    query = models.CharField(max_length=1000, blank=True)
    zone = models.CharField(max_length=64, default="UTC", help_text="in which days begin, and times are told")
    format = models.CharField(max_length=4, choices=Format.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    candidates = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["state", "lease_until"], name="export_state"),
            models.Index(fields=["expires_at"], name="export_expires"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "making", "ready", "failed", "cancelled"]),
                name="export_state_known",
            ),
            models.CheckConstraint(condition=Q(format__in=["csv", "xlsx"]), name="export_format_known"),
            models.CheckConstraint(
                condition=Q(state="making", lease__isnull=False, lease_until__isnull=False)
                | (~Q(state="making") & Q(lease=None, lease_until=None)),
                name="export_leased_while_making",
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.pk} ({self.state})"


class ExportFile(models.Model):
    """The file of an export that is ready; a row of its own, so that no list of exports reads it."""

    export = models.OneToOneField(Export, models.CASCADE, primary_key=True, related_name="file")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"file of {self.export_id}"
