"""Tracks and prompts as loaded from files: immutable versions, one current per slug."""

from django.db import models
from django.db.models import Q

from interviews.kinds import RoundKind


class Track(models.Model):
    """One version of a track: its rounds with minutes and phases, as validated JSON in `body`."""

    slug = models.SlugField(max_length=80)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    body = models.JSONField()
    is_current = models.BooleanField(default=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "digest"], name="track_version"),
            models.UniqueConstraint(fields=["slug"], condition=Q(is_current=True), name="track_current"),
        ]

    def __str__(self) -> str:
        return self.title


class Prompt(models.Model):
    """One version of a prompt: staged reveals, hints and probes, as validated JSON in `body`."""

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
            models.UniqueConstraint(fields=["track_slug", "slug", "digest"], name="prompt_version"),
            models.UniqueConstraint(
                fields=["track_slug", "slug"], condition=Q(is_current=True), name="prompt_current"
            ),
        ]

    def __str__(self) -> str:
        return self.title
