"""What a coach adds to a debrief: annotations, drills to do, and other raters who are asked."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from interviews.kinds import RoundKind
from interviews.models import Loop, Round


class Annotation(TimeStamped):
    """What a coach wrote on a debrief: on the whole, on a round (`kind`), or on a criterion of one.

    It belongs to the loop, not to a revision, so it stays in its place when the debrief is compiled anew.
    Unless `is_shared` nobody but its author reads it. A deleted one can be brought back for a while.
    `version` rises with every change, so that a stale page is told instead of overwriting.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="annotations")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="annotations")
    kind = models.CharField(max_length=20, choices=RoundKind.choices, blank=True)
    criterion = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    is_shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["", *RoundKind.values]), name="annotation_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(criterion="") | ~Q(kind=""), name="annotation_criterion_in_round"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="annotation_says_something"),
        ]
        indexes = [models.Index(fields=["loop", "created_at"], name="annotation_of_loop")]

    def __str__(self) -> str:
        return f"on {self.kind or 'all'} {self.criterion}".strip()


class AssignedDrill(TimeStamped):
    """A drill that a coach gave a candidate to do until a day, as it read then (`drill`)."""

    class State(models.TextChoices):
        """assigned ⇄ done, assigned → withdrawn."""

        ASSIGNED = "assigned", _("to do")
        DONE = "done", _("done")
        WITHDRAWN = "withdrawn", _("taken back")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drills_to_do")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drills_assigned")
    loop = models.ForeignKey(Loop, models.SET_NULL, null=True, blank=True, related_name="drills")
    slug = models.CharField(max_length=80)
    drill = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    word = models.CharField(max_length=1000, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASSIGNED)
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "coach", "slug"],
                condition=Q(state="assigned"),
                name="drill_assigned_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["assigned", "done", "withdrawn"]), name="assigned_drill_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="drill_done_has_time",
            ),
        ]
        indexes = [models.Index(fields=["candidate", "state"], name="drills_of_candidate")]

    def __str__(self) -> str:
        return f"{self.slug} ({self.state})"


class RaterAsk(TimeStamped):
    """A coach asks a peer for a card of their own of a candidate's round; saying yes gives them a seat.

    The seat is an observer's who shadows: a round that is over they score from its prompt, board and replay.
    """

    class State(models.TextChoices):
        """asked → accepted, declined, withdrawn or expired; accepted → withdrawn."""

        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("said yes")
        DECLINED = "declined", _("said no")
        WITHDRAWN = "withdrawn", _("taken back")
        EXPIRED = "expired", _("expired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="rater_asks")
    coach = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="raters_asked")
    peer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rater_asks")
    word = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "peer"],
                condition=Q(state__in=["asked", "accepted"]),
                name="rater_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "accepted", "declined", "withdrawn", "expired"]),
                name="rater_ask_state_known",
            ),
        ]
        indexes = [models.Index(fields=["peer", "state"], name="rater_asks_of_peer")]

    def __str__(self) -> str:
        return f"{self.peer} for {self.round_id} ({self.state})"
