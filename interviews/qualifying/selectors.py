"""Reading who is calibrated for which kind of round."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.conf import settings

from interviews.kinds import staffed_as
from interviews.models import Qualification


def is_required() -> bool:
    """Whether peers must be calibrated before they are offered: a deployment relaxes it with 0 samples."""
    return settings.CALIBRATION_SAMPLES > 0


def qualified(people: Collection[int], *, after: datetime) -> dict[int, dict[str, datetime]]:
    """Person id → kind → until when they may be offered, for what lapses after a moment; one query."""
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    rows = Qualification.objects.filter(person__in=people, until__gt=after)
    for person, kind, until in rows.values_list("person_id", "kind", "until"):
        found[person][kind] = until
    return found


def is_qualified(person: int, kind: str, *, at: datetime) -> bool:
    """Whether somebody may be offered for a round of this kind that begins at a moment."""
    return (
        not is_required()
        or Qualification.objects.filter(person=person, kind=staffed_as(kind), until__gt=at).exists()
    )


def lacking(person: int, kinds: Collection[str], *, now: datetime) -> list[str]:
    """Those of the kinds, in their order, that somebody is not calibrated for now, so not offered for."""
    if not is_required() or not kinds:
        return []
    have = qualified([person], after=now).get(person, {})
    return [kind for kind in kinds if kind not in have]
