"""What lists of debriefs are found and sorted by, and the views of them that people keep."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from common.models import TimeStamped


class Listed(models.Model):
    """What a list asks of a debrief, kept beside it so that no list has to open the revisions.

    Written by `rubrics.history.entries` in the transaction that changes what it says. `held_at` is the end of
    the last round that takes or took place. `lowest` and `mean` are thousandths of half steps, cut: the
    lowest of the current revision's criteria, and the mean over all of them. The three counts are of the
    current revision too.
    """

    # Found by an index together with the time.
    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    track_slug = models.SlugField(max_length=80, db_index=False)
    held_at = models.DateTimeField(null=True, blank=True)
    current_revision = models.ForeignKey(
        "rubrics.DebriefRevision", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lowest = models.PositiveIntegerField(null=True, blank=True)
    mean = models.PositiveIntegerField(null=True, blank=True)
    far_apart = models.PositiveSmallIntegerField(default=0, help_text="criteria that raters see otherwise")
    seen_otherwise = models.PositiveSmallIntegerField(
        default=0, help_text="criteria whose self-score is a point or more off"
    )
    cards_missing = models.PositiveSmallIntegerField(default=0, help_text="rounds without a card")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Take candidate and track over from the loop when the row is made; neither ever changes."""
        if self._state.adding:
            loop = self.loop  # type: ignore[attr-defined]
            self.candidate_id, self.track_slug = loop.candidate_id, loop.track.slug
        super().save(*args, **kwargs)


class SavedView(TimeStamped):
    """A filter, order and page size of the list of debriefs, under a name of one's own.

    `query` is the address's part after "?", as `rubrics.history.forms` writes it. One that was deleted stays
    for a while, so that it can be taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    is_default = models.BooleanField(default=False, help_text="shown when the list is opened")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = [Lower("name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                "person", Lower("name"), condition=Q(deleted_at=None), name="saved_view_name_once"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_default=True, deleted_at=None),
                name="saved_view_one_default",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
