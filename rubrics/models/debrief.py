"""The debrief of a loop: a job with a state, and its revisions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import TimeStamped
from interviews.kinds import RoundKind
from interviews.models import Loop
from rubrics.models.history import Listed
from rubrics.models.scorecard import Scorecard


class Debrief(Listed, TimeStamped):
    """The standing order to compile a loop's debrief. The row is the job's memory; the broker may forget.

    `lease` names the worker that has it; only that worker may report progress or store. `steps_done` of
    `steps_total` is real progress, `step` the step at work or, once failed, the one that broke.
    `released_at` is set where a coach opened it before all was in. A `quiet` one is being compiled again
    although nobody handed anything in, so nobody is owed a mail.
    """

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
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    quiet = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="debrief_due"),
            models.Index(fields=["candidate", "held_at"], name="debrief_candidate_held"),
            models.Index(fields=["held_at"], name="debrief_held"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "queued", "compiling", "ready", "failed"]),
                name="debrief_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="compiling", lease__isnull=False, lease_until__isnull=False)
                | (~Q(state="compiling") & Q(lease=None, lease_until=None)),
                name="debrief_leased_while_compiling",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | Q(released_at__isnull=False),
                name="debrief_released_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"debrief of {self.loop_id} ({self.state})"


class DebriefRevision(models.Model):
    """One compiled debrief: what a snapshot of its inputs said, named by their digest, and its PDF."""

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


class RevisionFigure(models.Model):
    """What raters of one round gave for one criterion, for finding debriefs by it.

    The mean is `total` / `raters` half steps; nothing is kept where nobody observed the criterion.
    """

    revision = models.ForeignKey(DebriefRevision, models.CASCADE, related_name="figures")
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    criterion = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    total = models.PositiveSmallIntegerField()
    raters = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "criterion"], name="figure_once"),
            models.CheckConstraint(condition=Q(raters__gte=1), name="figure_has_raters"),
        ]
        indexes = [models.Index(fields=["criterion", "revision"], name="figure_criterion")]

    def __str__(self) -> str:
        return self.criterion


class RevisionCall(models.Model):
    """One rater's overall call in one round, for finding debriefs by it."""

    revision = models.ForeignKey(DebriefRevision, models.CASCADE, related_name="calls")
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    call = models.CharField(max_length=12, choices=Scorecard.Call.choices)

    class Meta:
        indexes = [models.Index(fields=["call", "revision"], name="call_revision")]

    def __str__(self) -> str:
        return self.kind
