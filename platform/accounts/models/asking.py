"""Asking for a grant by address: a candidate invites a coach, or a coach asks a candidate."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped


def secret() -> str:
    """A token that can't be guessed, for an address."""
    return secrets.token_urlsafe(24)


class GrantAsk(TimeStamped):
    """Somebody asks whoever reads mail at an address; nothing is granted before that person says yes.

    It says nothing of who is behind the address, be it somebody here or not. `sent` counts the mails.
    """

    class Way(models.TextChoices):
        """Which of the two asks: the candidate, who lets in, or the coach, who is to be let in."""

        INVITE = "invite", "a candidate invites a coach"
        ASK = "ask", "a coach asks a candidate"

    class State(models.TextChoices):
        """open → accepted, declined or withdrawn; expired when it is late, and may be sent again then."""

        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("said yes")
        DECLINED = "declined", _("said no")
        WITHDRAWN = "withdrawn", _("taken back")
        EXPIRED = "expired", _("expired")

    token = models.CharField(max_length=48, unique=True, default=secret, editable=False)
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grant_asks")
    way = models.CharField(max_length=6, choices=Way.choices)
    email = models.EmailField()
    message = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    sent = models.PositiveSmallIntegerField(default=1)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "way", "email"], condition=Q(state="open"), name="grant_asked_once"
            ),
            models.CheckConstraint(condition=Q(way__in=["invite", "ask"]), name="grant_ask_way_known"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "accepted", "declined", "withdrawn", "expired"]),
                name="grant_ask_state_known",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="grant_ask_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"{self.asker} → {self.email} ({self.way}, {self.state})"


class AskBlock(models.Model):
    """`person` does not want to be asked by `other` any more; the other is never told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ask_blocks")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="ask_block_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="ask_block_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"{self.person} is not asked by {self.other}"
