"""Rubrics and drills: immutable versions, one current per slug; and what somebody is still writing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import TimeStamped
from interviews.kinds import RoundKind


class Rubric(models.Model):
    """One version of a rubric: criteria with five worded anchors each, as validated JSON in `body`.

    `number` counts the versions of a slug from 1. A version never changes: editing makes the next.
    """

    class Origin(models.TextChoices):
        """Where a version was written."""

        FILE = "file", "file"
        AUTHORED = "authored", "authored"

    track_slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    slug = models.SlugField(max_length=80)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    body = models.JSONField()
    is_current = models.BooleanField(default=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.FILE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    change_note = models.CharField(max_length=300, blank=True, help_text="what is different, and why")
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track_slug", "slug", "digest"], name="rubric_version"),
            models.UniqueConstraint(fields=["track_slug", "slug", "number"], name="rubric_number"),
            models.CheckConstraint(condition=Q(origin__in=["file", "authored"]), name="rubric_origin_known"),
            models.UniqueConstraint(
                fields=["track_slug", "kind"], condition=Q(is_current=True), name="rubric_current"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RubricDraft(TimeStamped):
    """What somebody is writing to become the next version of a rubric; one per author and rubric.

    `body` is what was typed, valid or not: nothing is lost. `base` is the version it began from, `version`
    rises with every save, so that a second tab is told instead of overwriting.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    base = models.ForeignKey(Rubric, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rubric_drafts")
    track_slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    body = models.JSONField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "track_slug", "kind"], name="rubric_draft_once")
        ]

    def __str__(self) -> str:
        return f"draft of {self.kind} in {self.track_slug}"


class DrillSet(models.Model):
    """One version of a track's drills, as validated JSON in `body`."""

    track_slug = models.SlugField(max_length=80)
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track_slug", "digest"], name="drills_version"),
            models.UniqueConstraint(
                fields=["track_slug"], condition=Q(is_current=True), name="drills_current"
            ),
        ]

    def __str__(self) -> str:
        return f"drills of {self.track_slug}"
