"""The story sheet: its rows with their versions and comments, and promotion-packet claims."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from prep.models.kept import Kept


class Story(Kept):
    """A row of the sheet: three columns, and the same story told as problem–solution–impact and as CAR.

    `shared` lets the candidate's coaches read it and say something to it.
    """

    project = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    solution = models.TextField(blank=True)
    context = models.TextField(blank=True)
    action = models.TextField(blank=True)
    result = models.TextField(blank=True)
    consequence = models.TextField(blank=True)
    shared = models.BooleanField(default=False)

    class Meta(Kept.Meta):
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return self.project[:60] or str(self.pk)


class StoryVersion(models.Model):
    """What a story said at the end of one sitting: `body` holds its texts by field."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="story_version_number")]

    def __str__(self) -> str:
        return f"version {self.number}"


class StoryComment(models.Model):
    """What somebody who may read a story says to it."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="story_comment_says_something")]

    def __str__(self) -> str:
        return self.text[:60]


class Claim(Kept):
    """A claim of a promotion packet, and the settlement consequence that it has to end in."""

    claim = models.TextField()
    consequence = models.TextField(blank=True)

    class Meta(Kept.Meta):
        constraints = [models.CheckConstraint(condition=~Q(claim=""), name="claim_says_something")]

    def __str__(self) -> str:
        return self.claim[:60]
