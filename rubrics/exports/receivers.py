"""What follows for files from a grant being ended."""

from typing import Any

from accounts.models import CoachGrant
from rubrics.exports import states
from rubrics.exports.services import take_away
from rubrics.models import Export


def take_files_away(sender: type[CoachGrant], grant: CoachGrant, **kwargs: Any) -> None:
    """Take away the coach's files in which the candidate is, in the transaction that ends the grant."""
    ready = Export.objects.select_for_update(of=("self",)).filter(asked_by=grant.coach_id, state=states.READY)
    for export in ready:
        if grant.candidate_id in export.candidates:
            take_away(export)
