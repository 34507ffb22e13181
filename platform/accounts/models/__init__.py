"""People, the grants between them, and who looked at what."""

from accounts.models.grant import CoachGrant
from accounts.models.trail import AccessEntry
from accounts.models.user import User

__all__ = ["AccessEntry", "CoachGrant", "User"]
