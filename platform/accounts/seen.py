"""When a person was last here: kept by the minute, so that who is online can be asked for help."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import User

EVERY = timedelta(minutes=1)
"""How exact `seen_at` is: one write a minute for each person at most."""


def note_seen(person: User) -> None:
    """Note that the person is here, unless that was noted within the minute."""
    now = timezone.now()
    if person.seen_at is None or person.seen_at < now - EVERY:
        # Looked at again in the update: several tabs then write once.
        stale = Q(seen_at=None) | Q(seen_at__lt=now - EVERY)
        User.objects.filter(stale, pk=person.pk).update(seen_at=now)


@receiver(user_logged_in, dispatch_uid="note_seen")
def _signed_in(sender: type[User], user: User, **kwargs: Any) -> None:
    note_seen(user)
