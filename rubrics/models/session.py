"""What happened in a calibration session, and what was said in it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rubrics.models.calibration import CalibrationSession


class SessionEvent(models.Model):
    """One line of a session's history: append-only. `actor` is None where the product itself acted."""

    class What(models.TextChoices):
        """What happened; an opening says which of the three led to it."""

        STARTED = "started", _("started")
        ADDED = "added", _("added")
        REMOVED = "removed", _("taken out")
        MOVED = "moved", _("due time changed")
        OPENED_COMPLETE = "opened_complete", _("opened: all scores were in")
        OPENED_BY_COACH = "opened_by_coach", _("opened by the coach")
        OPENED_DUE = "opened_due", _("opened: the due time had passed")
        AGREED = "agreed", _("agreed")
        CANCELLED = "cancelled", _("called off")

    session = models.ForeignKey(CalibrationSession, models.CASCADE, related_name="events")
    what = models.CharField(max_length=16, choices=What.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    what__in=[
                        "started", "added", "removed", "moved", "opened_complete", "opened_by_coach",
                        "opened_due", "agreed", "cancelled",
                    ]
                ),
                name="session_event_known",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(what__startswith="opened_"),
                name="session_opens_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.what} {self.session_id}"


class SessionRemark(models.Model):
    """What somebody said about a criterion after the opening: plain text, never changed.

    `id` comes from the form, so that sending it twice says it once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey(CalibrationSession, models.CASCADE, related_name="remarks")
    criterion = models.CharField(max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="session_remarks")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="session_remark_says_something")]

    def __str__(self) -> str:
        return f"remark of {self.author_id}"
