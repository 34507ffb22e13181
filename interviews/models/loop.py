"""A loop, its rounds, who sits where, whose quarter hours are taken, and what happened."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from common.models import TimeStamped
from interviews.kinds import RoundKind
from interviews.models.content import Prompt, Track


class Loop(TimeStamped):
    """One candidate's run through a track, or through some rounds of it (practising a single one)."""

    class State(models.TextChoices):
        """See `interviews.loops.states` for which may follow which."""

        BOOKED = "booked", "booked"
        RUNNING = "running", "running"
        COMPLETED = "completed", "completed"
        CANCELLED = "cancelled", "cancelled"

    class Mode(models.TextChoices):
        """How hard the interviewers push: with time to explain, or as on the day itself."""

        LEARNING = "learning", "learning"
        STRESS = "stress", "stress"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="loops")
    track = models.ForeignKey(Track, models.PROTECT, related_name="loops")
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.LEARNING)
    booking_key = models.UUIDField(help_text="idempotency key of the booking form")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "booking_key"], name="loop_booked_once"),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "running", "completed", "cancelled"]),
                name="loop_state_known",
            ),
            models.CheckConstraint(condition=Q(mode__in=["learning", "stress"]), name="loop_mode_known"),
        ]
        indexes = [models.Index(fields=["candidate", "state"])]

    def __str__(self) -> str:
        return f"loop of {self.candidate}"


class Round(TimeStamped):
    """One interview of a loop.

    `sequence` is the calendar SEQUENCE, raised by whatever changes the entry in a calendar; `arranged_at` is
    since when it has had its present time. A scheduled round without an interviewer's seat is being covered.
    """

    class State(models.TextChoices):
        """See `interviews.loops.states` for which may follow which."""

        SCHEDULED = "scheduled", "scheduled"
        LIVE = "live", "live"
        COMPLETED = "completed", "completed"
        MISSED = "missed", "missed"
        CANCELLED = "cancelled", "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    loop = models.ForeignKey(Loop, models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    position = models.PositiveSmallIntegerField()
    prompt = models.ForeignKey(Prompt, models.PROTECT, related_name="rounds")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.SCHEDULED)
    sequence = models.PositiveIntegerField(default=0)
    arranged_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["loop", "position"]
        constraints = [
            models.UniqueConstraint(fields=["loop", "position"], name="round_position"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="round_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state__in=["scheduled", "live", "completed", "missed", "cancelled"]),
                name="round_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d %H:%M}"


class Seat(TimeStamped):
    """A person's place in a round."""

    class Role(models.TextChoices):
        """Coaches need no seat: a grant lets them in."""

        CANDIDATE = "candidate", "candidate"
        INTERVIEWER = "interviewer", "interviewer"
        OBSERVER = "observer", "observer"

    class Purpose(models.TextChoices):
        """Why an observer watches: to learn interviewing, or to see a learner interview."""

        NONE = "", "just watching"
        SHADOW = "shadow", "shadow"
        REVERSE_SHADOW = "reverse_shadow", "reverse shadow"

    round = models.ForeignKey(Round, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    role = models.CharField(max_length=12, choices=Role.choices)
    purpose = models.CharField(max_length=16, choices=Purpose.choices, blank=True, default=Purpose.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="seat_once"),
            models.CheckConstraint(
                condition=Q(purpose="") | Q(role="observer", purpose__in=["shadow", "reverse_shadow"]),
                name="seat_purpose_of_observers",
            ),
            models.UniqueConstraint(
                fields=["round", "role"],
                condition=Q(role__in=["candidate", "interviewer"]),
                name="seat_one_each",
            ),
        ]
        indexes = [models.Index(fields=["person", "role"])]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"


class Claim(models.Model):
    """A quarter hour of a person's life that a seat has taken.

    `quarter` is the number of whole quarter hours since 1970-01-01T00:00Z. The unique constraint makes
    double booking impossible, whatever the code above does.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    quarter = models.BigIntegerField()
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="claims")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "quarter"], name="claim_once")]

    def __str__(self) -> str:
        return f"{self.person} {self.quarter}"


class HistoryEntry(models.Model):
    """What happened to a loop or a round: append-only."""

    loop = models.ForeignKey(Loop, models.CASCADE, related_name="history")
    round = models.ForeignKey(Round, models.CASCADE, null=True, blank=True, related_name="history")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    event = models.CharField(max_length=40)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "history entries"

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"
