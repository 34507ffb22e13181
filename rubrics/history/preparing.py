"""What debriefs tell a candidate's plan."""

from accounts.models import User
from rubrics.models import DebriefRevision


def debriefs_ready(candidate: User) -> int:
    """How many of a candidate's loops have a debrief."""
    return DebriefRevision.objects.filter(debrief__loop__candidate=candidate, is_current=True).count()
