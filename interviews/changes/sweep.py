"""Rounds without an interviewer: looked after until somebody has them or they are cancelled."""

import logging
from functools import partial
from uuid import UUID

from django.utils import timezone

from common.errors import Conflict
from interviews.booking.seating import lock_round
from interviews.changes.selectors import vacant_rounds
from interviews.changes.services import at_once, tend

log = logging.getLogger(__name__)


def cover_rounds() -> int:
    """Take every vacant round a step on; returns how many were changed. Twice does no harm.

    Candidates who are owed a round come first, so that they get the hour that only one can have.
    """
    changed = 0
    for round_ in vacant_rounds():
        try:
            changed += at_once(partial(_tend, round_.pk))
        except Conflict:
            # Busy just now; the next look is in a minute.
            log.info("round %s could not be looked after now", round_.pk)
        except Exception:
            # One that can't be helped must not keep all others waiting.
            log.exception("round %s could not be looked after", round_.pk)
    return changed


def _tend(round_id: UUID) -> bool:
    loop, round_ = lock_round(round_id)
    return tend(loop=loop, round=round_, now=timezone.now())
