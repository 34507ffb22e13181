"""People, the grants between them, and who looked at what."""

from accounts.models.asking import AskBlock, GrantAsk
from accounts.models.grant import CoachGrant
from accounts.models.trail import AccessEntry
from accounts.models.user import User

__all__ = ["AccessEntry", "AskBlock", "CoachGrant", "GrantAsk", "User"]
