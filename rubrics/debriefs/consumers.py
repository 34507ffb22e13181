"""The debrief's socket: how far it is, to whoever may look at its page. See docs/debrief-protocol.md."""

from typing import Any

from accounts.models import User
from interviews.room.protocol import Allowances
from interviews.watching import Watching
from rubrics.debriefs.access import access_debrief
from rubrics.debriefs.selectors import told

BEAT = 20.0
"""Seconds after which an open page is told again, and whoever may not look any more is let go."""


class DebriefConsumer(Watching):
    """One browser that looks at one debrief, or waits for it."""

    kind, argument = "debrief", "loop_id"
    allowances = Allowances()

    def read(self, user: User) -> dict[str, Any]:
        """State, progress and the number of the revision; never what a card says."""
        return told(access_debrief(user, self.thing))

    def beats(self) -> float:
        """Seldom: what happens is announced."""
        return BEAT

    async def debrief_changed(self, event: dict[str, Any]) -> None:
        """A step is done, something came in, a revision is there, or a grant has ended."""
        await self.tell()
