"""The debrief of a loop: a job with a state, and its revisions."""

import uuid

from django.db import models
from django.db.models import Q

from common.models import TimeStamped
from interviews.models import Loop


class Debrief(TimeStamped):
    """The standing order to compile a loop's debrief. The row is the job's memory; the broker may forget."""

    class State(models.TextChoices):
        """waiting → queued → compiling → ready or failed; ready or failed → queued again."""

        WAITING = "waiting", "waiting"
        QUEUED = "queued", "queued"
        COMPILING = "compiling", "compiling"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loop = models.OneToOneField(Loop, models.CASCADE, related_name="debrief")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(null=True, blank=True, help_text="compile without missing cards after this")
    step = models.CharField(max_length=40, blank=True)
    steps_done = models.PositiveSmallIntegerField(default=0)
    steps_total = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"debrief of {self.loop_id} ({self.state})"


class DebriefRevision(models.Model):
    """One compiled debrief: a snapshot of its inputs, named by their digest, and its PDF."""

    debrief = models.ForeignKey(Debrief, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    pdf = models.BinaryField()
    is_current = models.BooleanField(default=True)
    compiled_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["debrief", "number"], name="revision_number"),
            models.UniqueConstraint(fields=["debrief", "digest"], name="revision_inputs_once"),
            models.UniqueConstraint(
                fields=["debrief"], condition=Q(is_current=True), name="revision_current"
            ),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"
