"""Companies a candidate aims at, and what they want to ask there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from prep.models.kept import Kept


class Company(Kept):
    """A target company as the candidate sees it."""

    class Settles(models.TextChoices):
        """How money moves there, mainly."""

        UNKNOWN = "", _("not known yet")
        CHAIN = "chain", _("on a blockchain")
        ACH = "ach", _("ACH and other batches")
        INSTANT = "instant", _("real-time rails")
        CARDS = "cards", _("card networks")
        BOOK = "book", _("between accounts on its own books")
        SEVERAL = "several", _("several of these")

    name = models.CharField(max_length=120)
    link = models.URLField(max_length=500, blank=True)
    settles = models.CharField(max_length=10, choices=Settles.choices, blank=True)
    architecture = models.TextField(blank=True)
    launches = models.TextField(blank=True)
    people = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    class Meta(Kept.Meta):
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="company_named")]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name


class Question(Kept):
    """A question for a hiring manager; `starter` names the one of the starter set that it came from."""

    text = models.CharField(max_length=500)
    why = models.CharField(max_length=500, blank=True)
    answer = models.TextField(blank=True)
    company = models.ForeignKey(Company, models.SET_NULL, null=True, blank=True, related_name="questions")
    starter = models.CharField(max_length=40, blank=True)

    class Meta(Kept.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="question_says_something"),
            models.UniqueConstraint(
                fields=["candidate", "starter"],
                condition=Q(deleted_at=None) & ~Q(starter=""),
                name="question_starter_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text
