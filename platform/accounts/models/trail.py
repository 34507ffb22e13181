"""What others looked at of a candidate's: written as it happens, read by the candidate alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AccessEntry(models.Model):
    """Somebody with a candidate's leave looked at something of theirs, so often within one hour.

    `actor` is None for whoever opened a share link, and once the actor's account is erased; `actor_label`
    says who it was all the same. The product only ever adds to these rows; they go with the candidate's
    account.
    """

    class What(models.TextChoices):
        """What was looked at or done, as the candidate reads it."""

        LOOP = "loop", _("Loop")
        ROUND = "round", _("Room of a round")
        BOARD = "board", _("Board")
        REPLAY = "replay", _("Replay of a board")
        CARD = "card", _("Scorecard")
        DEBRIEF = "debrief", _("Debrief")
        REVISION = "revision", _("Earlier revision of a debrief")
        PDF = "pdf", _("Debrief as PDF")
        HISTORY = "history", _("List of debriefs")
        SEASON = "season", _("Season")
        COMPARE = "compare", _("Debriefs side by side")
        COHORT = "cohort", _("Cohort")
        RATERS = "raters", _("How raters scored")
        PLAN = "plan", _("Plan and preparation")
        EXPORT = "export", _("Export")
        SHARE = "share", _("Share link")
        ANNOTATION = "annotation", _("Annotation")
        DRILL = "drill", _("Drill assigned")
        RATER = "rater", _("Another rater asked")
        RELEASE = "release", _("Debrief released")
        REOPEN = "reopen", _("Card reopened")

    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="access_entries")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_label = models.CharField(max_length=120)
    what = models.CharField(max_length=12, choices=What.choices)
    target = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=64, unique=True, editable=False)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(candidate=F("actor")), name="access_by_somebody_else"),
            models.CheckConstraint(condition=Q(first_at__lte=F("last_at")), name="access_first_before_last"),
        ]
        indexes = [models.Index(fields=["candidate", "-last_at"], name="access_of_candidate")]
        verbose_name_plural = "access entries"

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.what} {self.target}".strip()
