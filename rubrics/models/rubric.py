"""Rubrics and drills as loaded from files: immutable versions, one current per slug."""

from django.db import models
from django.db.models import Q

from interviews.kinds import RoundKind


class Rubric(models.Model):
    """One version of a rubric: criteria with five worded anchors each, as validated JSON in `body`."""

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
            models.UniqueConstraint(fields=["track_slug", "slug", "digest"], name="rubric_version"),
            models.UniqueConstraint(
                fields=["track_slug", "kind"], condition=Q(is_current=True), name="rubric_current"
            ),
        ]

    def __str__(self) -> str:
        return self.title


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
