"""How people stand towards each other: who came, what they have earned, who is owed a round."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.models import TimeStamped
from interviews.kinds import RoundKind
from interviews.models.loop import Loop, Round, Seat


class Attendance(TimeStamped):
    """Whether a person came to a round they had a seat in. It outlives the seat, which a stand-in may take.

    `noted_by` is who claimed it, None where the product saw it in the room. What is claimed can be disputed
    by the person until an administrator has looked.
    """

    class Outcome(models.TextChoices):
        """Came, or did not."""

        PRESENT = "present", "present"
        NO_SHOW = "no_show", "no-show"

    class Dispute(models.TextChoices):
        """none → raised → upheld (it stays a no-show) or granted (it does not count)."""

        NONE = "", "none"
        RAISED = "raised", "raised"
        UPHELD = "upheld", "upheld"
        GRANTED = "granted", "granted"

    round = models.ForeignKey(Round, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances")
    role = models.CharField(max_length=12, choices=Seat.Role.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    dispute = models.CharField(max_length=10, choices=Dispute.choices, default=Dispute.NONE, blank=True)
    dispute_reason = models.CharField(max_length=500, blank=True)
    disputed_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="attendance_once"),
            models.CheckConstraint(condition=Q(outcome__in=["present", "no_show"]), name="attendance_known"),
            models.CheckConstraint(
                condition=Q(dispute__in=["", "raised", "upheld", "granted"]), name="attendance_dispute_known"
            ),
        ]
        indexes = [models.Index(fields=["person", "outcome"])]

    def __str__(self) -> str:
        return f"{self.person} {self.outcome}"


class CreditEntry(models.Model):
    """One line of a person's credits: append-only; the balance is the sum.

    Earned by a finished, scored round as interviewer; spent by booking a round as candidate; refunded when
    that round did not take place; given by an administrator.
    """

    class Reason(models.TextChoices):
        """Why."""

        EARNED = "earned", "earned"
        SPENT = "spent", "spent"
        REFUNDED = "refunded", "refunded"
        GIVEN = "given", "given"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="credit_entries")
    amount = models.IntegerField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    round = models.ForeignKey(Round, models.SET_NULL, null=True, blank=True, related_name="credit_entries")
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "credit entries"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "round", "reason"], condition=Q(round__isnull=False), name="credit_once"
            ),
            models.CheckConstraint(
                condition=Q(reason="spent", amount__lt=0)
                | Q(reason__in=["earned", "refunded"], amount__gt=0)
                | Q(reason="given"),
                name="credit_sign",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.amount:+d} ({self.reason})"


class PriorityPass(TimeStamped):
    """A candidate whose interviewer did not come has a priority pass for another round of that kind."""

    candidate = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="priority_passes")
    kind = models.CharField(max_length=20, choices=RoundKind.choices)
    missed = models.OneToOneField(Round, models.CASCADE, related_name="priority_pass")
    used_by = models.ForeignKey(Loop, models.SET_NULL, null=True, blank=True, related_name="priority_passes")

    def __str__(self) -> str:
        return f"{self.candidate} with a priority pass for {self.kind}"


class CalendarFeed(TimeStamped):
    """The private address under which a person's calendar program reads their rounds."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=48, unique=True)

    def __str__(self) -> str:
        return f"feed of {self.person}"


class ReminderChoice(TimeStamped):
    """Which reminders a person wants; all of them, for who has no row."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_choice")
    day = models.BooleanField(default=True)
    hour = models.BooleanField(default=True)
    opening = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"reminders of {self.person}"
