"""Making, using and revoking share links."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from interviews.models import Loop
from rubrics.models import ShareLink

MOST = 20
"""Links of one loop that can be open at a time."""


@transaction.atomic
def share(*, loop: Loop, label: str, days: int, key: uuid.UUID) -> ShareLink:
    """Make a link by which somebody reads the loop's debrief without an account. The same key makes it once.

    Args:
        loop: of `access_sharing`.
        label: for whom, as the watermark says it.
        days: until when, in days from now.
        key: names the attempt, so that a form that is sent twice makes one link.

    Raises:
        DomainError: code "too_many" at MOST open links of this loop; "key" where the key is another's.
    """
    loop = Loop.objects.select_for_update().get(pk=loop.pk)
    found = ShareLink.objects.filter(pk=key).first()
    if found is not None:
        if found.loop_id != loop.pk:
            raise DomainError(_("Reload the page and try again. No link was made."), code="key")
        return found
    now = timezone.now()
    if ShareLink.objects.filter(loop=loop, revoked_at=None, expires_at__gt=now).count() >= MOST:
        raise DomainError(
            _("There are %(most)s open links already. Revoke one that is not needed any more first.")
            % {"most": MOST},
            code="too_many",
        )
    return ShareLink.objects.create(
        pk=key, loop=loop, label=" ".join(label.split())[:80], expires_at=now + timedelta(days=days)
    )


def revoke(*, link: ShareLink) -> None:
    """End a link at once; twice changes nothing."""
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def used(*, link: ShareLink) -> None:
    """Count that somebody opened the page or the print behind a link."""
    ShareLink.objects.filter(pk=link.pk).update(uses=F("uses") + 1, used_at=timezone.now())
