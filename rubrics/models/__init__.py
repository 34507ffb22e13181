"""Everything that is kept from the first score on."""

from rubrics.models.debrief import Debrief, DebriefRevision, RevisionCall, RevisionFigure
from rubrics.models.rubric import DrillSet, Rubric
from rubrics.models.scorecard import Score, Scorecard

__all__ = [
    "Debrief",
    "DebriefRevision",
    "DrillSet",
    "RevisionCall",
    "RevisionFigure",
    "Rubric",
    "Score",
    "Scorecard",
]
