"""Reading the stories of a round."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from interviews.access import RoundAccess
from interviews.models import Round
from prep.keeping import own
from prep.models import Story
from prep.stories.probes import probes
from prep.stories.selectors import texts_of
from prep.stories.words import probe_words


@dataclass(frozen=True)
class Brought:
    """A shared story with questions to ask about it, and how many comments it has."""

    story: Story
    probes: list[str]
    comments: int


def brought_into(round_: Round) -> list[Brought]:
    """The stories shared with a round, in the order of the sheet."""
    said = Count("comments", filter=Q(comments__removed_at=None))
    stories = (
        Story.objects.filter(brought__round=round_, deleted_at=None)
        .annotate(said=said)
        .order_by("position", "created_at")
    )
    return [
        Brought(each, [probe_words(*probe) for probe in probes(texts_of(each))], each.said)
        for each in stories
    ]


def room_context(access: RoundAccess) -> dict[str, Any]:
    """What the room’s part about stories needs: for its candidate every row, for others what is shared."""
    found = brought_into(access.round)
    context: dict[str, Any] = {"brought": found}
    if access.role == "candidate":
        context["own_stories"] = [
            each for each in own(Story, access.round.loop.candidate) if each.project.strip()
        ]
        context["brought_ids"] = {each.story.pk for each in found}
    return context


def brought_version(round_: Round) -> list[str]:
    """What changes when the shared stories do, for the room's snapshot."""
    found = round_.brought_stories.filter(story__deleted_at=None).values_list("story_id", "story__version")
    return [f"{story_id}:{version}" for story_id, version in found]
