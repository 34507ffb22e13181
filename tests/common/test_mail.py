"""Mails that are owed go out once each, come back after a failure, and are visibly failed in the end."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from common import mail
from common.models import OutgoingMail
from common.tasks import sweep_mail
from tests.polling import poll

State = OutgoingMail.State
INVITATION = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def owed(key: str = "round-1", **fields: Any) -> OutgoingMail:
    values = {"to": "maya@example.org", "subject": "Your round", "text": "It is booked.", **fields}
    return mail.owe(key=key, **values)


def later(row: OutgoingMail, **fields: Any) -> OutgoingMail:
    OutgoingMail.objects.filter(pk=row.pk).update(**fields)
    row.refresh_from_db()
    return row


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any) -> int:
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)


@pytest.mark.django_db
def test_the_same_occasion_is_owed_once() -> None:
    assert owed().pk == owed(subject="Another subject").pk
    assert OutgoingMail.objects.get().subject == "Your round"


@pytest.mark.django_db
def test_it_is_sent_once_with_its_invitation() -> None:
    row = owed(subject="Your\r\nBcc: everyone@example.org", calendar=INVITATION, method="REQUEST")
    assert mail.deliver(row.pk)
    assert not mail.deliver(row.pk)
    assert sweep_mail() == 0
    [message] = outbox.outbox
    assert message.subject == "Your Bcc: everyone@example.org"
    assert message.to == ["maya@example.org"]
    [part] = [part for part in message.message().walk() if part.get_content_type() == "text/calendar"]
    assert part.get_param("method") == "REQUEST"
    row.refresh_from_db()
    assert row.state == State.SENT
    assert row.sent_at is not None
    assert row.lease_until is None


@pytest.mark.django_db
@pytest.mark.usefixtures("broken")
def test_a_failure_waits_longer_each_time_and_is_visible_in_the_end() -> None:
    row = owed()
    waits = []
    for attempt in range(1, mail.ATTEMPTS + 1):
        before = timezone.now()
        assert not mail.deliver(row.pk)
        row.refresh_from_db()
        assert row.attempts == attempt
        assert row.not_before is not None
        waits.append(round((row.not_before - before).total_seconds() / 60))
        later(row, not_before=timezone.now())
    assert waits == [1, 2, 4, 8, 16, 32]
    assert row.state == State.FAILED
    assert row.error == "no mail server"
    assert not mail.deliver(row.pk)
    assert mail.due() == []


@pytest.mark.django_db
def test_the_sweep_takes_what_is_due_and_nothing_else() -> None:
    now = timezone.now()
    waiting = later(owed("waiting"), not_before=now + timedelta(minutes=1))
    held = later(owed("held"), lease_until=now + timedelta(seconds=30))
    dropped = later(owed("dropped"), lease_until=now - timedelta(seconds=1))
    fresh = owed("fresh")
    assert mail.due() == [dropped.pk, fresh.pk]
    assert sweep_mail() == 2
    assert not mail.deliver(held.pk)
    assert len(outbox.outbox) == 2
    assert later(waiting).state == State.QUEUED


@pytest.mark.django_db
def test_an_early_task_does_not_shorten_the_wait() -> None:
    row = later(owed(), not_before=timezone.now() + timedelta(minutes=5))
    assert not mail.deliver(row.pk)
    assert outbox.outbox == []


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_race_one_sends() -> None:
    row = owed()
    start = threading.Barrier(6)
    sent: list[bool] = []

    def work() -> None:
        try:
            start.wait(10)
            sent.append(mail.deliver(row.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sorted(sent) == [False] * 5 + [True]
    assert len(outbox.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_owed_when_the_transaction_fails() -> None:
    def book() -> None:
        with transaction.atomic():
            owed()
            raise IntegrityError("taken")

    with pytest.raises(IntegrityError):
        book()
    assert OutgoingMail.objects.count() == 0


@pytest.mark.usefixtures("celery_worker_running")
def test_a_worker_sends_it_after_the_commit() -> None:
    with transaction.atomic():
        row = owed()
    poll(lambda: OutgoingMail.objects.filter(pk=row.pk, state=State.SENT).exists(), what="the mail is sent")
    assert len(outbox.outbox) == 1
