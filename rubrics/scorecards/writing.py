"""Writing the scores of a card: the same for a rater's and for the candidate's own."""

from collections.abc import Mapping

from rubrics.models import Score, Scorecard
from rubrics.scorecards.rules import Entry


def write_scores(card: Scorecard, entries: Mapping[str, Entry]) -> None:
    """Make these the scores of a saved card; inside the transaction that raises its version."""
    card.scores.all().delete()
    Score.objects.bulk_create(
        Score(
            scorecard=card,
            criterion=key,
            half_steps=entry.half_steps,
            not_observed=entry.not_observed,
            evidence=entry.evidence,
        )
        for key, entry in entries.items()
    )
