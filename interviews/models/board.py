"""The whiteboard: the newest state of every element, and the append-only log of all states."""

import uuid

from django.conf import settings
from django.db import models

from common.models import TimeStamped
from interviews.models.loop import Round


class Board(TimeStamped):
    """A whiteboard. `last_seq` is the sequence number of its newest event.

    `element_count` and `element_bytes` weigh what is on it (newest states, tombstones included), so that
    the limits hold without counting rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, models.CASCADE, related_name="board", null=True, blank=True)
    last_seq = models.BigIntegerField(default=0)
    element_count = models.PositiveIntegerField(default=0)
    element_bytes = models.PositiveBigIntegerField(default=0)
    frozen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"board {self.id}"


class BoardElement(models.Model):
    """The newest state of one element, which is what a late joiner gets; deleted ones stay as tombstones."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="elements")
    element_id = models.CharField(max_length=64)
    version = models.BigIntegerField()
    nonce = models.BigIntegerField()
    seq = models.BigIntegerField()
    bytes = models.PositiveIntegerField(default=0)
    data = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["board", "seq"], name="element_seq")]
        constraints = [models.UniqueConstraint(fields=["board", "element_id"], name="element_once")]

    def __str__(self) -> str:
        return f"{self.element_id} v{self.version}"


class BoardEvent(models.Model):
    """One accepted element state in the order of the board, with its author: what a replay plays."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["board", "seq"], name="event_seq")]

    def __str__(self) -> str:
        return f"#{self.seq}"


class ReplayPart(models.Model):
    """What the log says up to one place in it, so that a replay can begin there: derived, made when needed.

    Parts follow each other without a gap; a part holds the events after the one before it, up to `seq`.
    The log is append-only, so a part that is made never changes.
    """

    board = models.ForeignKey(Board, models.CASCADE, related_name="replay_parts")
    number = models.PositiveIntegerField()
    seq = models.BigIntegerField(help_text="of the part's last event")
    at = models.DateTimeField(help_text="of the part's last event")
    alive = models.JSONField(
        help_text="sequence numbers of the newest state of every element that is on the board after the part"
    )
    activity = models.JSONField(help_text="who changed how much when: [[person, epoch second, changes], …]")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="replay_part_number"),
            models.UniqueConstraint(fields=["board", "seq"], name="replay_part_seq"),
        ]

    def __str__(self) -> str:
        return f"part {self.number}"
