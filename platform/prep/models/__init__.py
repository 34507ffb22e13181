"""What a candidate prepares outside the rounds."""

from prep.models.plan import Plan, PlanTick

__all__ = ["Plan", "PlanTick"]
