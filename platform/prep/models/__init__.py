"""What a candidate prepares outside the rounds."""

from prep.models.company import Company, Question
from prep.models.kept import Kept
from prep.models.offer import (
    Counter,
    CounterVersion,
    Offer,
    OfferShare,
    Outlook,
    RangeFigure,
    TypedRate,
)
from prep.models.plan import Plan, PlanTick
from prep.models.story import Claim, Story, StoryComment, StoryVersion

__all__ = [
    "Claim",
    "Company",
    "Counter",
    "CounterVersion",
    "Kept",
    "Offer",
    "OfferShare",
    "Outlook",
    "Plan",
    "PlanTick",
    "Question",
    "RangeFigure",
    "Story",
    "StoryComment",
    "StoryVersion",
    "TypedRate",
]
