"""Reading the story sheet."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.grants.selectors import granted_candidates
from accounts.models import User
from common.worddiff import Part, words
from prep.keeping import own
from prep.models import Claim, Story, StoryComment, StoryVersion
from prep.stories.checks import check_car, check_claim, check_story, is_ready, is_told_as_car
from prep.stories.pasted import COLUMNS
from prep.stories.words import Said, said


@dataclass(frozen=True)
class StoryRow:
    """A story with its checks in words."""

    story: Story
    checks: list[Said]
    ready: bool

    @property
    def open(self) -> list[Said]:
        """The checks that say no; none before there is an impact to check."""
        if not self.story.impact.strip():
            return []
        return [check for check in self.checks if check.held == "no"]


def texts_of(story: Story) -> dict[str, str]:
    """A story's texts by field."""
    return {name: getattr(story, name) for name in COLUMNS}


def story_row(story: Story) -> StoryRow:
    """A story with the checks of its row."""
    texts = texts_of(story)
    return StoryRow(story, said(check_story(texts)), is_ready(texts))


def story_rows(candidate: User) -> list[StoryRow]:
    """Every row of the sheet, in its order."""
    return [story_row(story) for story in own(Story, candidate)]


def car_checks(story: Story) -> list[Said]:
    """The checks of the CAR form, in words."""
    return said(check_car(texts_of(story)))


def claim_checks(claim: Claim) -> list[Said]:
    """The checks of a claim, in words."""
    return said(check_claim({"claim": claim.claim, "consequence": claim.consequence}))


def ready_stories(candidate: User) -> int:
    """How many stories are ready: what counts for the plan."""
    return sum(is_ready(texts_of(story)) for story in own(Story, candidate))


def car_stories(candidate: User) -> int:
    """How many stories are told as CAR: what counts for the plan."""
    return sum(is_told_as_car(texts_of(story)) for story in own(Story, candidate))


def comments_of(story: Story) -> QuerySet[StoryComment]:
    """What was said to a story, in order, without what was taken away."""
    return story.comments.filter(removed_at=None).select_related("author")


def shared_with(coach: User) -> QuerySet[Story]:
    """The stories that a coach's candidates share with their coaches, by candidate."""
    return (
        Story.objects.filter(candidate__in=granted_candidates(coach), shared=True, deleted_at=None)
        .select_related("candidate")
        .order_by("candidate__name", "candidate_id", "position")
    )


def versions_of(story: Story) -> list[dict[str, Any]]:
    """Every version, the latest first, with what it changed: `changes` as (field, parts)."""
    found: list[StoryVersion] = list(story.versions.all())
    rows = []
    for version, before in zip(found, [*found[1:], None], strict=True):
        old: dict[str, str] = before.body if before else {}
        changes: list[tuple[str, tuple[Part, ...]]] = [
            (name, words(old.get(name, ""), version.body.get(name, "")))
            for name in COLUMNS
            if old.get(name, "") != version.body.get(name, "")
        ]
        rows.append({"version": version, "changes": changes})
    return rows
