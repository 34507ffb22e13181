"""Who may read a story."""

from uuid import UUID

from django.http import Http404

from accounts.grants.selectors import coaches
from accounts.models import User
from prep.models import Story


def access_shared_story(coach: User, story_id: UUID) -> Story:
    """A story that its candidate shares with their coaches, for one of them.

    Raises:
        Http404: for everybody else, and once it is put away, not shared any more, or the grant has ended.
    """
    story = (
        Story.objects.select_related("candidate").filter(pk=story_id, deleted_at=None, shared=True).first()
    )
    if story is None or not coaches(coach, story.candidate):
        raise Http404
    return story
