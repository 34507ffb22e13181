"""Writing stories: every change leaves a version of the sitting behind; nothing typed is ever lost."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from prep import keeping
from prep.models import Claim, Story, StoryComment, StoryVersion
from prep.stories.pasted import COLUMNS, GRID

STORIES, CLAIMS, COMMENTS = 200, 100, 300
SITTING = timedelta(minutes=15)
"""Changes within this time of each other are one version."""


def add_story(*, candidate: User, texts: Mapping[str, str] | None = None) -> Story:
    """Begin a row at the end of the sheet.

    Raises:
        DomainError: code "too_many".
    """
    with transaction.atomic():
        story = keeping.add(Story(candidate=candidate, **(texts or {})), most=STORIES)
        if texts:
            _remember(story)
        return story


@transaction.atomic
def add_stories(*, candidate: User, rows: Sequence[Mapping[str, str]]) -> list[Story]:
    """Put rows from a file at the end of the sheet, all or none.

    Raises:
        DomainError: code "too_many"; nothing was added.
    """
    return [add_story(candidate=candidate, texts=row) for row in rows]


@transaction.atomic
def save_story(*, candidate: User, story_id: UUID, version: int, data: Mapping[str, Any]) -> Story:
    """Keep what the candidate typed, and the version of this sitting.

    Raises:
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        Http404: the story isn't the candidate's, or is put away.
    """
    before = keeping.access(Story, candidate, story_id, lock=True).version
    story = keeping.save(Story, candidate=candidate, thing_id=story_id, version=version, data=dict(data))
    if story.version != before:
        _remember(story)
    return story


@transaction.atomic
def paste(*, candidate: User, story_id: UUID, column: str, rows: Sequence[Sequence[str]]) -> int:
    """Put pasted cells into the grid, from one cell on to the right and down; rows that lack are added.

    What stood there stays in the versions of its story.

    Returns:
        How many stories were changed or added.

    Raises:
        DomainError: code "too_many"; nothing was changed.
        Http404: the story isn't the candidate's, or is put away.
    """
    keeping.access(Story, candidate, story_id, lock=True)
    order = list(keeping.own(Story, candidate).select_for_update(of=("self",)))
    at = next(place for place, each in enumerate(order) if each.pk == story_id)
    columns = GRID[GRID.index(column) :]
    for place, row in enumerate(rows):
        texts = dict(zip(columns, row, strict=False))
        if at + place >= len(order):
            add_story(candidate=candidate, texts=texts)
            continue
        story = order[at + place]
        if not story.versions.exists() and any(getattr(story, name) for name in COLUMNS):
            _remember(story)
        save_story(candidate=candidate, story_id=story.pk, version=story.version, data=texts)
    return len(rows)


@transaction.atomic
def restore(*, candidate: User, story_id: UUID, number: int) -> Story:
    """Make a story say again what an earlier version of it said; what it said until now stays a version.

    Raises:
        Http404: the story isn't the candidate's.
        DomainError: code "unknown" for a version that is not there.
    """
    story = keeping.access(Story, candidate, story_id, lock=True)
    version = story.versions.filter(number=number).first()
    if version is None:
        raise DomainError(_("That version is not there any more. Nothing was changed."), "unknown")
    _remember(story)
    texts = {name: version.body.get(name, "") for name in COLUMNS}
    story = keeping.save(Story, candidate=candidate, thing_id=story_id, version=story.version, data=texts)
    _remember(story, anew=True)
    return story


def add_claim(*, candidate: User, claim: str) -> Claim:
    """Begin a claim.

    Raises:
        DomainError: code "too_many".
    """
    return keeping.add(Claim(candidate=candidate, claim=claim), most=CLAIMS)


@transaction.atomic
def comment(*, story: Story, author: User, text: str) -> StoryComment:
    """Say something to a story that one may read (the caller has seen to that). Sent twice in a row is once.

    Raises:
        DomainError: code "too_many".
    """
    Story.objects.select_for_update().get(pk=story.pk)
    latest = story.comments.filter(removed_at=None).last()
    if latest is not None and (latest.author_id, latest.text) == (author.pk, text):
        return latest
    if story.comments.count() >= COMMENTS:
        raise DomainError(_("There are too many comments here. Remove some first."), "too_many")
    return StoryComment.objects.create(story=story, author=author, text=text)


def remove_comment(*, story: Story, person: User, comment_id: int, back: bool = False) -> None:
    """Take a comment away, or (`back`) bring it back: one's own, or as the story's candidate anybody's."""
    comments = story.comments.filter(pk=comment_id)
    if person.pk != story.candidate_id:
        comments = comments.filter(author=person)
    comments.update(removed_at=None if back else timezone.now())


def _remember(story: Story, *, anew: bool = False) -> None:
    """Keep what a story says now as the version of this sitting; with `anew` as one of its own."""
    body, now = {name: getattr(story, name) for name in COLUMNS}, timezone.now()
    last = story.versions.first()
    if last is not None and last.body == body:
        return
    if last is not None and not anew and now - last.at < SITTING and now - last.began_at < 4 * SITTING:
        StoryVersion.objects.filter(pk=last.pk).update(body=body, at=now)
        return
    number = last.number + 1 if last else 1
    StoryVersion.objects.create(story=story, number=number, body=body, began_at=now, at=now)
