"""What is kept beside the scores of a candidate's season: notes and goals."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped


class SeasonNote(TimeStamped):
    """Somebody's note about a candidate: a coach's, or the candidate's own.

    `text` is what was last saved by hand, and all that others ever read of it; `draft` what its author has
    typed since and not saved by hand yet, where `is_drafted`. `id` comes from the page, so that
    sending it twice keeps one. A deleted note can be brought back until it is purged.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="season_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="season_notes_written")
    text = models.TextField(blank=True)
    draft = models.TextField(blank=True)
    is_drafted = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False, help_text="read by the candidate, or by their coaches")
    is_pinned = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True, help_text="when `text` was saved by hand")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["candidate", "author"], name="note_candidate_author")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | (Q(is_drafted=True) & ~Q(draft="")), name="note_says_something"
            ),
            models.CheckConstraint(condition=Q(is_drafted=True) | Q(draft=""), name="note_draft_is_marked"),
            models.CheckConstraint(
                condition=Q(text="", saved_at=None) | (~Q(text="") & Q(saved_at__isnull=False)),
                name="note_saved_has_time",
            ),
            models.CheckConstraint(condition=~Q(text="", is_shared=True), name="note_shared_is_saved"),
        ]

    def __str__(self) -> str:
        # Never the text: names of rows turn up in logs and in the administration.
        return f"note {self.id}"


class SeasonGoal(TimeStamped):
    """What a candidate wants to reach by a day: a score of one criterion, or something in words.

    A goal with a `target` (half steps) is met by what raters give in a loop, which is read and never kept
    here; one in words is met or missed when somebody says so. Nothing is deleted: what one no longer wants
    is dropped.
    """

    class State(models.TextChoices):
        """open → met, missed (in words only) or dropped, and back to open."""

        OPEN = "open", _("open")
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        DROPPED = "dropped", _("dropped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="season_goals")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="season_goals_set"
    )
    kind = models.CharField(max_length=20, blank=True, help_text="of the criterion's round")
    criterion = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=200, blank=True, help_text="the criterion's title when it was set")
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    since = models.DateTimeField(default=timezone.now, help_text="what is held from then on counts")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["candidate", "state"], name="goal_candidate_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "met", "missed", "dropped"]), name="goal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gte=2, target__lte=10), name="goal_on_scale"
            ),
            models.CheckConstraint(
                condition=(Q(target=None) & ~Q(words="") & Q(criterion="", kind=""))
                | (Q(target__isnull=False) & ~Q(criterion="") & ~Q(kind="")),
                name="goal_score_or_words",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="goal_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(state__in=["open", "dropped"]), name="goal_score_is_computed"
            ),
        ]

    def __str__(self) -> str:
        return f"goal {self.id}"


class SeasonGoalAct(models.Model):
    """One line of a goal's history: append-only. `before` and `after` hold the fields that changed."""

    class What(models.TextChoices):
        """What was done."""

        SET = "set", _("set")
        CHANGED = "changed", _("changed")
        MET = "met", _("met")
        MISSED = "missed", _("missed")
        DROPPED = "dropped", _("dropped")
        REOPENED = "reopened", _("taken up again")

    goal = models.ForeignKey(SeasonGoal, models.CASCADE, related_name="acts")
    what = models.CharField(max_length=10, choices=What.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__in=["set", "changed", "met", "missed", "dropped", "reopened"]),
                name="goal_act_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.goal_id}"
