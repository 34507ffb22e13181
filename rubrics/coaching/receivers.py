"""What follows from a coach's access being ended."""

from typing import Any

from accounts.models import CoachGrant
from rubrics.coaching.other_raters import stop_all


def stop_raters(sender: type[CoachGrant], grant: CoachGrant, **kwargs: Any) -> None:
    """Nobody scores on behalf of a coach who was sent away, in the transaction that ends the grant."""
    stop_all(candidate=grant.candidate, coach=grant.coach)
