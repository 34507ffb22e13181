"""A rater's scorecard of a round."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from interviews.models import Round
from rubrics.models.rubric import Rubric


class Scorecard(TimeStamped):
    """One rater's view of one round; a draft until submitted, then locked.

    `version` rises with every save, so that a stale tab is told instead of overwriting.
    """

    class State(models.TextChoices):
        """draft → submitted."""

        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"

    class Call(models.TextChoices):
        """The overall call in four steps."""

        STRONG_NO = "strong_no", _("strong no")
        NO = "no", _("no")
        YES = "yes", _("yes")
        STRONG_YES = "strong_yes", _("strong yes")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="scorecards")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="scorecards")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="scorecards")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    call = models.CharField(max_length=12, choices=Call.choices, blank=True)
    call_evidence = models.TextField(blank=True)
    takeaway = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "rater"], name="scorecard_once"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | Q(state="submitted", submitted_at__isnull=False),
                name="scorecard_submitted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"scorecard {self.id}"


class Score(models.Model):
    """One criterion on one scorecard, in half steps: `half_steps` 2..10 is a score of 1.0..5.0."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=80)
    half_steps = models.PositiveSmallIntegerField(null=True, blank=True)
    not_observed = models.BooleanField(default=False)
    evidence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "criterion"], name="score_once"),
            models.CheckConstraint(
                condition=Q(half_steps=None) | Q(half_steps__gte=2, half_steps__lte=10), name="score_on_scale"
            ),
            models.CheckConstraint(
                condition=Q(not_observed=False) | Q(half_steps=None), name="score_not_observed_has_none"
            ),
        ]

    def __str__(self) -> str:
        # Never the score: names of rows turn up in logs and in the administration.
        return self.criterion
