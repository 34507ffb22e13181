"""Mails that are owed: kept as rows, sent once each, retried until they are out or visibly failed."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from common.jobs import after_commit
from common.models import OutgoingMail

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
ATTEMPTS = 6


def owe(*, key: str, to: str, subject: str, text: str, calendar: str = "", method: str = "") -> OutgoingMail:
    """Record that a mail must go out, and enqueue it after commit.

    Args:
        key: names the occasion; the same key never sends twice.
        to: one address.
        subject: one line.
        text: plain text body.
        calendar: an iCalendar document to attach as text/calendar, or "".
        method: its METHOD (REQUEST or CANCEL), needed with `calendar`.

    Returns:
        The row, new or the one that was there already.
    """
    mail, created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "subject": _one_line(subject),
            "text": text,
            "calendar": calendar,
            "method": method,
        },
    )
    if created:
        after_commit("common.tasks.send_mail", mail.pk)
    return mail


@dataclass(frozen=True)
class Letter:
    """A mail to be owed with others: as in `owe`, and when it has become worthless (aware)."""

    key: str
    to: str
    subject: str
    text: str
    expires_at: datetime | None = None


def owe_all(letters: Iterable[Letter]) -> int:
    """Owe many mails in two queries; those whose key is there already stay as they are.

    Returns:
        How many are still to be sent, and were enqueued.
    """
    mails = [
        OutgoingMail(
            key=letter.key,
            to=letter.to,
            subject=_one_line(letter.subject),
            text=letter.text,
            expires_at=letter.expires_at,
        )
        for letter in letters
    ]
    if not mails:
        return 0
    OutgoingMail.objects.bulk_create(mails, ignore_conflicts=True)
    queued = OutgoingMail.objects.filter(
        key__in=[mail.key for mail in mails], state=OutgoingMail.State.QUEUED
    ).values_list("pk", flat=True)
    for mail_id in queued:
        after_commit("common.tasks.send_mail", mail_id)
    return len(queued)


def drop(*, key_prefix: str, key_suffix: str = "") -> int:
    """Let go of mails that are still queued and whose occasion has passed; returns how many.

    Args:
        key_prefix: what the keys of their occasion begin with, for instance "reminder:<round>:".
        key_suffix: what they end with, where only some of these are meant.
    """
    now = timezone.now()
    return (
        OutgoingMail.objects.filter(
            state=OutgoingMail.State.QUEUED, key__startswith=key_prefix, key__endswith=key_suffix
        )
        .filter(Q(lease_until=None) | Q(lease_until__lt=now))
        .update(state=OutgoingMail.State.DROPPED)
    )


def drop_expired() -> int:
    """Let go of queued mails that could not go out while they were worth reading; returns how many."""
    now = timezone.now()
    return (
        OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED, expires_at__lte=now)
        .filter(Q(lease_until=None) | Q(lease_until__lt=now))
        .update(state=OutgoingMail.State.DROPPED)
    )


def due() -> list[int]:
    """Ids of queued mails that nobody is sending now and whose time has come."""
    return list(_due(timezone.now()).order_by("created_at").values_list("pk", flat=True)[:200])


def _due(now: datetime) -> QuerySet[OutgoingMail]:
    return (
        OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED)
        .filter(Q(lease_until=None) | Q(lease_until__lt=now))
        .filter(Q(not_before=None) | Q(not_before__lte=now))
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
    )


def deliver(mail_id: int) -> bool:
    """Send one owed mail if it is still owed and due and nobody else has it; True when it went out now.

    A failure puts it back with a growing delay (1, 2, 4 … minutes); after the last attempt it is `failed`
    with the reason, where the administrator sees it.
    """
    now = timezone.now()
    claimed = _due(now).filter(pk=mail_id).update(lease_until=now + LEASE, attempts=F("attempts") + 1)
    if not claimed:
        return False
    mail = OutgoingMail.objects.get(pk=mail_id)
    try:
        _message(mail).send()
    except Exception as error:
        log.warning("mail %s failed: %s", mail_id, error)
        last = mail.attempts >= ATTEMPTS
        OutgoingMail.objects.filter(pk=mail_id).update(
            state=OutgoingMail.State.FAILED if last else OutgoingMail.State.QUEUED,
            lease_until=None,
            not_before=now + timedelta(minutes=2 ** (mail.attempts - 1)),
            error=str(error)[:2000],
        )
        return False
    OutgoingMail.objects.filter(pk=mail_id).update(
        state=OutgoingMail.State.SENT, sent_at=timezone.now(), lease_until=None, error=""
    )
    return True


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as it goes out.

    A calendar part stands beside the text, where Gmail and Outlook look for it, and again as an attached
    file, which Apple's and older programs open.
    """
    message = EmailMultiAlternatives(
        subject=mail.subject, body=mail.text, to=[mail.to], headers={"Auto-Submitted": "auto-generated"}
    )
    if mail.calendar:
        # Django adds the charset; named here it would stand there twice.
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.method}")
        message.attach("invite.ics", mail.calendar.encode(), "application/ics")
    return message


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:300]
