"""Reading a person's credits."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet, Sum

from accounts.models import User
from interviews.models import CreditEntry

START = "start"
"""The note of the line that a person begins with."""


@dataclass(frozen=True)
class Credits:
    """What a page says about credits: whether they count here, and how many the person has."""

    required: bool
    balance: int


def required() -> bool:
    """Whether booking costs credits on this deployment."""
    return bool(settings.CREDITS_REQUIRED)


def balance(person: User) -> int:
    """How many credits a person has, with what everybody begins with, whether it is written down or not."""
    return written_balance(person) + (0 if has_started(person) else settings.CREDITS_START)


def credits_of(person: User) -> Credits:
    """For a page; costs no query where credits are not required."""
    return Credits(required(), balance(person) if required() else 0)


def written_balance(person: User) -> int:
    """The sum of the lines that are there."""
    return CreditEntry.objects.filter(person=person).aggregate(total=Sum("amount"))["total"] or 0


def has_started(person: User) -> bool:
    """Whether the line that a person begins with is written."""
    return CreditEntry.objects.filter(person=person, reason=CreditEntry.Reason.GIVEN, note=START).exists()


def ledger(person: User) -> QuerySet[CreditEntry]:
    """The lines, the newest first."""
    return CreditEntry.objects.filter(person=person).select_related("round").order_by("-at", "-pk")
