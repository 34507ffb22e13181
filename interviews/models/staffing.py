"""Who steps in: named standbys, requests for cover, invitations, and who is not put together."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.models import TimeStamped
from interviews.kinds import RoundKind
from interviews.models.content import Track
from interviews.models.loop import Loop, Round


def secret() -> str:
    """A token that can't be guessed, for an address."""
    return secrets.token_urlsafe(24)


class Standby(TimeStamped):
    """Who steps in first when a round loses its interviewer. Their hour is not taken: it is claimed then."""

    round = models.OneToOneField(Round, models.CASCADE, related_name="standby")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="standbys")

    def __str__(self) -> str:
        return f"{self.person} stands by"


class CoverRequest(TimeStamped):
    """Peers are asked to take over a round that has no interviewer and begins too soon to just assign one.

    A `live` one is made while the candidate sits in the room and nobody came: it asks who is online, stays
    open for minutes, and the interviewer who did not come keeps the seat until somebody takes it.
    """

    class State(models.TextChoices):
        """open → filled, expired (nobody took it in time) or withdrawn (the round was moved or cancelled)."""

        OPEN = "open", "open"
        FILLED = "filled", "filled"
        EXPIRED = "expired", "expired"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="cover_requests")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    live = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round"], condition=Q(state="open"), name="cover_one_open"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "filled", "expired", "withdrawn"]), name="cover_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"cover for {self.round_id} ({self.state})"


class CoverAsk(TimeStamped):
    """One peer who is asked; the first who says yes gets the round."""

    class Answer(models.TextChoices):
        """What they said."""

        NONE = "", "not yet"
        YES = "yes", "yes"
        NO = "no", "no"

    request = models.ForeignKey(CoverRequest, models.CASCADE, related_name="asks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="cover_asks")
    answer = models.CharField(max_length=3, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person"], name="cover_asked_once"),
            models.UniqueConstraint(fields=["request"], condition=Q(answer="yes"), name="cover_one_yes"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.answer or '…'}"


class BlockedPair(models.Model):
    """`person` does not want to meet `other` in a round, as candidate or interviewer. Only they see it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocked_by")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="block_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="block_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ≠ {self.other}"


class RoundInvite(TimeStamped):
    """A candidate asks a particular peer or coach for a round, by a link that one person can take up.

    `first` to `last` (dates) and `after` to `before` (the same hour twice: any) are on the clock of
    `timezone`; `email` is blank where the candidate hands the link on themselves; `reason` is what was said
    when it was declined.
    """

    class State(models.TextChoices):
        """open → accepted (there is a loop then), declined or withdrawn; expired when late."""

        OPEN = "open", "open"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"
        WITHDRAWN = "withdrawn", "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.CharField(max_length=48, unique=True, default=secret)
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="round_invites")
    track = models.ForeignKey(Track, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    mode = models.CharField(max_length=10, choices=Loop.Mode.choices, default=Loop.Mode.LEARNING)
    timezone = models.CharField(max_length=64)
    first = models.DateField()
    last = models.DateField()
    after = models.TimeField()
    before = models.TimeField()
    email = models.EmailField(blank=True)
    message = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    loop = models.OneToOneField(Loop, models.SET_NULL, null=True, blank=True, related_name="invite")

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="invite_last_after_first"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "declined", "withdrawn"]),
                name="invite_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.candidate} ({self.state})"


class Qualification(TimeStamped):
    """A person's leave to be offered for a kind of round, until when; written by what calibrates raters."""

    class Source(models.TextChoices):
        """Calibration samples, an administrator, rounds from before there were any, or the demo."""

        CALIBRATION = "calibration", "calibration"
        GRANTED = "granted", "granted"
        EXPERIENCE = "experience", "experience"
        DEMO = "demo", "demo"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="qualifications")
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    until = models.DateTimeField()
    source = models.CharField(max_length=12, choices=Source.choices, default=Source.CALIBRATION)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="qualification_once"),
            models.CheckConstraint(
                condition=Q(source__in=["calibration", "granted", "experience", "demo"]),
                name="qualification_source_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.kind}"
