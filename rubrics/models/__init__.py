"""Everything that is kept from the first score on."""

from rubrics.models.debrief import Debrief, DebriefRevision
from rubrics.models.rubric import DrillSet, Rubric
from rubrics.models.scorecard import Score, Scorecard

__all__ = ["Debrief", "DebriefRevision", "DrillSet", "Rubric", "Score", "Scorecard"]
