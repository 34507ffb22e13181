"""Samples that everybody scores against agreed scores, alone or in a session."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.models import TimeStamped
from interviews.kinds import RoundKind
from rubrics.models.rubric import Rubric


class CalibrationSample(models.Model):
    """One version of a recorded mock: what was said, written or drawn, as validated JSON in `body`."""

    track_slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    slug = models.SlugField(max_length=80)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    body = models.JSONField()
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track_slug", "slug", "digest"], name="sample_version"),
            models.UniqueConstraint(
                fields=["track_slug", "slug"], condition=Q(is_current=True), name="sample_current"
            ),
        ]
        indexes = [models.Index(fields=["track_slug", "kind", "is_current"], name="sample_kind")]

    def __str__(self) -> str:
        return self.title


class CalibrationSession(TimeStamped):
    """A coach sends a sample to several peers; their blind scores open together and are talked over.

    `agreeing` is what the coach has entered of the discussion so far; `agreeing_version` rises with every
    saving, so that a second tab is told instead of overwriting.
    """

    class State(models.TextChoices):
        """scoring → open (everybody sees all scores) → agreed (the discussion's scores are the reference)."""

        SCORING = "scoring", "scoring"
        OPEN = "open", "open"
        AGREED = "agreed", "agreed"
        CANCELLED = "cancelled", "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sessions_led")
    sample = models.ForeignKey(CalibrationSample, models.PROTECT, related_name="sessions")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SCORING)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreeing = models.JSONField(
        default=dict,
        blank=True,
        help_text="of the discussion so far: {criterion: {half_steps, reason}}",
    )
    agreeing_version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["scoring", "open", "agreed", "cancelled"]), name="session_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"session {self.id} ({self.state})"


class CalibrationReference(models.Model):
    """Agreed scores and reasons of a sample: {criterion: {half_steps, reason}} in `body`; one is current.

    `half_steps` is null where the sample gives no chance to see the criterion. References without a session
    come from the sample's file.
    """

    sample = models.ForeignKey(CalibrationSample, models.CASCADE, related_name="references")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    session = models.OneToOneField(
        CalibrationSession, models.SET_NULL, null=True, blank=True, related_name="reference"
    )
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="reference_number"),
            models.UniqueConstraint(
                fields=["sample"], condition=Q(is_current=True), name="reference_current"
            ),
        ]

    def __str__(self) -> str:
        return f"reference {self.number}"


class CalibrationAttempt(TimeStamped):
    """One person's blind scores of a sample; a draft until submitted, then compared and locked.

    Differences are in half steps: `largest` over all criteria, `total` of them over `compared` criteria.
    `passed` is None while it is a draft, and in a session whose reference is still to be agreed.
    """

    class State(models.TextChoices):
        """draft → submitted."""

        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calibration_attempts")
    sample = models.ForeignKey(CalibrationSample, models.PROTECT, related_name="attempts")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="+")
    reference = models.ForeignKey(
        CalibrationReference, models.SET_NULL, null=True, blank=True, related_name="attempts"
    )
    session = models.ForeignKey(
        CalibrationSession, models.CASCADE, null=True, blank=True, related_name="attempts"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    largest = models.PositiveSmallIntegerField(null=True, blank=True)
    total = models.PositiveSmallIntegerField(null=True, blank=True)
    compared = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sample"],
                condition=Q(state="draft", session=None),
                name="attempt_one_draft",
            ),
            models.UniqueConstraint(fields=["person", "session"], name="attempt_once_a_session"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | Q(state="submitted", submitted_at__isnull=False),
                name="attempt_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(total=None) | Q(largest__lte=F("total")), name="attempt_differences_add_up"
            ),
        ]
        indexes = [models.Index(fields=["person", "state", "submitted_at"], name="attempt_person")]

    def __str__(self) -> str:
        return f"attempt {self.id}"


class AttemptScore(models.Model):
    """One criterion of an attempt, in half steps 2..10, or not observed."""

    attempt = models.ForeignKey(CalibrationAttempt, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=80)
    half_steps = models.PositiveSmallIntegerField(null=True, blank=True)
    not_observed = models.BooleanField(default=False)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "criterion"], name="attempt_score_once"),
            models.CheckConstraint(
                condition=Q(half_steps=None) | Q(half_steps__gte=2, half_steps__lte=10),
                name="attempt_score_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(not_observed=False) | Q(half_steps=None),
                name="attempt_score_not_observed_has_none",
            ),
        ]

    def __str__(self) -> str:
        # Never the score: names of rows turn up in logs and in the administration.
        return self.criterion


class SessionMember(TimeStamped):
    """A peer who was asked to a session; their scores are the attempt that names it."""

    session = models.ForeignKey(CalibrationSession, models.CASCADE, related_name="members")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions_joined")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="session_member_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.session_id}"
