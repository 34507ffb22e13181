"""What a candidate prepares outside the rounds."""

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

__all__ = [
    "Counter",
    "CounterVersion",
    "Offer",
    "OfferShare",
    "Outlook",
    "Plan",
    "PlanTick",
    "RangeFigure",
    "TypedRate",
]
