"""People and the grants between them."""

from accounts.models.grant import CoachGrant
from accounts.models.user import User

__all__ = ["CoachGrant", "User"]
