"""Writing who is calibrated."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from interviews.models import Qualification


@transaction.atomic
def qualify(*, person: User, kind: str, until: datetime, source: str) -> Qualification:
    """Let somebody be offered for a kind of round until a moment; an earlier leave gives way to this one.

    Args:
        person: who interviews.
        kind: of round.
        until: aware; rounds that begin before are theirs.
        source: one of `Qualification.Source`.
    """
    made, created = Qualification.objects.select_for_update().get_or_create(
        person=person, kind=kind, defaults={"until": until, "source": source}
    )
    if not created:
        made.until, made.source = until, source
        made.save(update_fields=["until", "source", "updated_at"])
    return made
