"""A candidate's own boards, outside of rounds."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from interviews.models.board import Board
from interviews.models.loop import Round


class Sketch(TimeStamped):
    """One of the two architectures that a candidate prepares, on a board of its own.

    `shared_in` is the round whose people may look at it now, because the candidate shows it there. `cleared`
    holds the sequence numbers of what was on the board when it was last cleared, so that this can be undone.
    """

    class Kind(models.TextChoices):
        """What the architecture puts first."""

        STRONG = "strong", _("Strong, latency-first")
        EVENTUAL = "eventual", _("Eventual, cost-first")

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sketches")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    board = models.OneToOneField(Board, models.CASCADE, related_name="sketch")
    shared_in = models.ForeignKey(
        Round, models.SET_NULL, null=True, blank=True, related_name="shown_sketches"
    )
    cleared = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind"], name="sketch_once"),
            models.CheckConstraint(condition=Q(kind__in=["strong", "eventual"]), name="sketch_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} sketch of {self.owner}"
