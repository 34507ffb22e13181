"""A rater's scorecard of a round, its evidence and earlier versions; what the candidate says of the round."""

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

    `version` rises with every save, so that a stale tab is told instead of overwriting. A coach may reopen a
    submitted card: it is a draft again, and what was submitted stands as its last `CardRevision` until it is
    handed in once more. A candidate's own card is their self-score: never counted with the raters'.
    """

    class Role(models.TextChoices):
        """As whom the rater scores: a shadow learns by watching, a reverse shadow watches a learner."""

        INTERVIEWER = "interviewer", _("interviewer")
        SHADOW = "shadow", _("shadow")
        REVERSE_SHADOW = "reverse_shadow", _("reverse shadow")
        COACH = "coach", _("coach")
        CANDIDATE = "candidate", _("candidate")

    class State(models.TextChoices):
        """draft → submitted."""

        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"

    class Call(models.TextChoices):
        """The overall call in four steps, or the open statement that none could be made."""

        STRONG_NO = "strong_no", _("strong no")
        NO = "no", _("no")
        YES = "yes", _("yes")
        STRONG_YES = "strong_yes", _("strong yes")
        NO_DECISION = "no_decision", _("no decision")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="scorecards")
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="scorecards")
    rubric = models.ForeignKey(Rubric, models.PROTECT, related_name="scorecards")
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.INTERVIEWER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    call = models.CharField(max_length=12, choices=Call.choices, blank=True)
    call_evidence = models.TextField(blank=True)
    takeaway = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)
    nudged = models.JSONField(default=list, blank=True, help_text="what the rater was reminded of, once each")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "rater"], name="scorecard_once"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | Q(state="submitted", submitted_at__isnull=False),
                name="scorecard_submitted_has_time",
            ),
            models.CheckConstraint(
                condition=Q(role__in=["interviewer", "shadow", "reverse_shadow", "coach", "candidate"]),
                name="scorecard_role_known",
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


class CardRevision(models.Model):
    """What a card said when it was submitted, kept when a coach reopened it: append-only.

    `body` is the card as plain data (`rubrics.scorecards.revisions`).
    """

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    submitted_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="card_revision_number"),
            models.CheckConstraint(condition=~Q(reason=""), name="card_revision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number}"


class EvidenceChip(models.Model):
    """A moment of a round that a rater kept: words from notes or chat, a place on the board, with its time.

    `id` comes from the browser, so that keeping the same moment twice keeps it once. `offset` is in seconds
    of the round's clock, `board_seq` the board's sequence number at that moment.
    """

    class Source(models.TextChoices):
        """What the rater was looking at."""

        MOMENT = "moment", _("moment")
        NOTE = "note", _("note")
        CHAT = "chat", _("chat")
        BOARD = "board", _("board")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="chips")
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.MOMENT)
    at = models.DateTimeField()
    offset = models.PositiveIntegerField(null=True, blank=True)
    board_seq = models.PositiveBigIntegerField(null=True, blank=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["moment", "note", "chat", "board"]), name="chip_source_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%H:%M:%S}"


class ChipTag(models.Model):
    """A chip attached to a criterion as its evidence; a chip may serve several."""

    chip = models.ForeignKey(EvidenceChip, models.CASCADE, related_name="tags")
    criterion = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chip", "criterion"], name="chip_tag_once")]

    def __str__(self) -> str:
        return self.criterion


class RoundRating(TimeStamped):
    """How the candidate found a round: in half steps 2..10, sealed like the scorecards."""

    class State(models.TextChoices):
        """draft → submitted."""

        DRAFT = "draft", "draft"
        SUBMITTED = "submitted", "submitted"

    round = models.OneToOneField(Round, models.CASCADE, related_name="rating")
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ratings_given")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ratings_got")
    realism = models.PositiveSmallIntegerField(null=True, blank=True)
    helpfulness = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence_quality = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(**{name: None}) | Q(**{f"{name}__gte": 2, f"{name}__lte": 10}),
                    name=f"rating_{name}_on_scale",
                )
                for name in ("realism", "helpfulness", "evidence_quality")
            ),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | Q(state="submitted", submitted_at__isnull=False),
                name="rating_submitted_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"rating of {self.round_id}"


class LookBackWaiver(models.Model):
    """The candidate's word that they will not score themselves in a round, so that nobody waits for it."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="waiver")
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"waiver of {self.round_id}"
