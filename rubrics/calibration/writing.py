"""Writing the scores of an attempt: the same for one's own and for one in a session."""

from collections.abc import Mapping

from rubrics.models import AttemptScore, CalibrationAttempt
from rubrics.scorecards.rules import Entry


def write_scores(attempt: CalibrationAttempt, entries: Mapping[str, Entry]) -> None:
    """Make these the scores of a saved attempt; inside the transaction that raises its version."""
    attempt.scores.all().delete()
    AttemptScore.objects.bulk_create(
        AttemptScore(
            attempt=attempt,
            criterion=key,
            half_steps=entry.half_steps,
            not_observed=entry.not_observed,
            reason=entry.evidence,
        )
        for key, entry in entries.items()
    )
