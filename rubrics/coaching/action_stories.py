"""Linking a debrief's actions to rows of the candidate's story sheet."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from interviews.models import Loop
from prep import keeping
from prep.models import Story
from rubrics.models import ActionStory, DebriefRevision


@transaction.atomic
def link(*, loop: Loop, candidate: User, drill: str, story_id: UUID | None) -> None:
    """Say on which row one works for an action of the current revision; None takes it away. Twice is once.

    Raises:
        DomainError: code "unknown" for an action that the debrief does not name.
        Http404: the story isn't the candidate's, or is put away.
    """
    if story_id is None:
        ActionStory.objects.filter(loop=loop, drill=drill).delete()
        return
    revision = DebriefRevision.objects.filter(debrief__loop=loop, is_current=True).only("content").first()
    if revision is None or drill not in {each["slug"] for each in revision.content["actions"]}:
        raise DomainError(_("The debrief does not name this action any more."), "unknown")
    story = keeping.access(Story, candidate, story_id)
    ActionStory.objects.update_or_create(loop=loop, drill=drill, defaults={"story": story})
