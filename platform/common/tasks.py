"""Background work that belongs to no single feature: sending owed mail."""

from celery import shared_task

from common import mail


@shared_task
def send_mail(mail_id: int) -> None:
    """Send one owed mail (idempotent)."""
    mail.deliver(mail_id)


@shared_task
def sweep_mail() -> int:
    """Send whatever is owed and was not taken up, for instance after a lost broker; returns the count.

    What nobody needs any more is dropped before.
    """
    mail.drop_expired()
    return sum(mail.deliver(mail_id) for mail_id in mail.due())
