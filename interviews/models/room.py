"""The live round: its clock, what is revealed, private notes, who is here."""

import uuid

from django.conf import settings
from django.db import models

from common.models import TimeStamped
from interviews.models.loop import Round


class RoomClock(TimeStamped):
    """The shared clock. `phases` is a copy of the track’s at the start: [{key, title, seconds}].

    Seconds already run in the phase are `elapsed`; while running, add now - `running_since`.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="clock", primary_key=True)
    phases = models.JSONField()
    phase = models.PositiveSmallIntegerField(default=0)
    elapsed = models.FloatField(default=0)
    extra = models.PositiveIntegerField(default=0, help_text="seconds added to the current phase")
    running_since = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"clock of {self.round_id}"


class Reveal(models.Model):
    """One step of the prompt that the interviewer has opened for the candidate."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reveals")
    step = models.CharField(max_length=80)
    revealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    revealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["revealed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["round", "step"], name="reveal_once")]

    def __str__(self) -> str:
        return self.step


class PhaseStart(models.Model):
    """When a phase of a round began; the clock itself remembers the present one alone."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="phase_starts")
    phase = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["phase"]
        constraints = [models.UniqueConstraint(fields=["round", "phase"], name="phase_start_once")]

    def __str__(self) -> str:
        return self.title


class Note(TimeStamped):
    """A person's private notes of a round; `version` rises with every save, so two tabs can’t overwrite."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "author"], name="note_once")]

    def __str__(self) -> str:
        return f"notes of {self.author}"


class Presence(models.Model):
    """One connection of a person to a room; kept afterwards as attendance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences")
    joined_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["round", "left_at"])]

    def __str__(self) -> str:
        return f"{self.person} in {self.round_id}"
