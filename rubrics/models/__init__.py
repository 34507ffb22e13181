"""Everything that is kept from the first score on."""

from rubrics.models.action import ActionStory
from rubrics.models.agreement import AgreementFigure, AgreementRun, RaterFigure
from rubrics.models.calibration import (
    AttemptScore,
    CalibrationAttempt,
    CalibrationReference,
    CalibrationSample,
    CalibrationSession,
    SessionMember,
)
from rubrics.models.coaching import Annotation, AssignedDrill, RaterAsk
from rubrics.models.debrief import Debrief, DebriefRevision, RevisionCall, RevisionFigure
from rubrics.models.export import Export, ExportFile
from rubrics.models.history import SavedView
from rubrics.models.recompile import RecompileRun
from rubrics.models.rubric import DrillSet, Rubric, RubricAct, RubricDraft
from rubrics.models.scorecard import (
    CardRevision,
    ChipTag,
    EvidenceChip,
    LookBackWaiver,
    RoundRating,
    Score,
    Scorecard,
)
from rubrics.models.season import SeasonGoal, SeasonGoalAct, SeasonNote
from rubrics.models.session import SessionEvent, SessionRemark
from rubrics.models.sharing import ShareLink

__all__ = [
    "ActionStory",
    "AgreementFigure",
    "AgreementRun",
    "Annotation",
    "AssignedDrill",
    "AttemptScore",
    "CalibrationAttempt",
    "CalibrationReference",
    "CalibrationSample",
    "CalibrationSession",
    "CardRevision",
    "ChipTag",
    "Debrief",
    "DebriefRevision",
    "DrillSet",
    "EvidenceChip",
    "Export",
    "ExportFile",
    "LookBackWaiver",
    "RaterAsk",
    "RaterFigure",
    "RecompileRun",
    "RevisionCall",
    "RevisionFigure",
    "RoundRating",
    "Rubric",
    "RubricAct",
    "RubricDraft",
    "SavedView",
    "Score",
    "Scorecard",
    "SeasonGoal",
    "SeasonGoalAct",
    "SeasonNote",
    "SessionEvent",
    "SessionMember",
    "SessionRemark",
    "ShareLink",
]
