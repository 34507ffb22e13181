"""Rubrics and drills: immutable versions, one current per slug; and what somebody is still writing."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from common.models import TimeStamped
from interviews.kinds import RoundKind


class Rubric(models.Model):
    """One version of a rubric: criteria with five worded anchors each, as validated JSON in `body`.

    `number` counts the versions of a slug from 1. A version never changes: editing makes the next.
    `in_files` marks what the content files held when they were last loaded. As long as that is the current
    version, the current version follows the files; once somebody made another one current, it stays.
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
    in_files = models.BooleanField(default=False, help_text="what the content files hold now")
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
            models.UniqueConstraint(
                fields=["track_slug", "kind"], condition=Q(in_files=True), name="rubric_in_files"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RubricAct(models.Model):
    """What happened to a version, append-only: the history of a rubric. Without `actor` the files did it."""

    class What(models.TextChoices):
        """A version was made current in one of three ways, or came with the files and was not."""

        LOADED = "loaded", "loaded"
        PUBLISHED = "published", "published"
        RESTORED = "restored", "restored"
        OFFERED = "offered", "offered"

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="acts")
    what = models.CharField(max_length=10, choices=What.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["loaded", "published", "restored", "offered"]), name="rubric_act_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.rubric_id}"


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
