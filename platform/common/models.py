"""Base model, and the durable list of mails that are owed."""

from django.db import models
from django.db.models import Q


class TimeStamped(models.Model):
    """A row that knows when it was made and last changed (UTC)."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class OutgoingMail(TimeStamped):
    """One mail owed to one address. The row, not the broker, remembers that it must go out.

    From `expires_at` on nobody needs it any more, and it is dropped instead of sent late.
    """

    class State(models.TextChoices):
        """queued → sent, queued → failed after the last attempt, or queued → dropped: it became untrue."""

        QUEUED = "queued", "queued"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"
        DROPPED = "dropped", "dropped"

    key = models.CharField(max_length=200, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    calendar = models.TextField(blank=True)
    method = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="mail_queued", condition=Q(state="queued")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to} ({self.state})"
