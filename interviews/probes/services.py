"""Sharing rows of the story sheet with a round."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from common.events import group_name, publish
from interviews.models import BroughtStory, Round
from prep.models import Story

MOST = 8
"""Rows that an interviewer can keep in mind for one round."""


@transaction.atomic
def bring(*, round: Round, story: Story, actor: User) -> BroughtStory:  # noqa: A002
    """Share a row with the people of a round. Twice is once.

    Raises:
        DomainError: code "not_yours" unless the candidate of the round shares their own, "too_many".
    """
    if actor.pk != round.loop.candidate_id or story.candidate_id != actor.pk or story.deleted_at:
        raise DomainError(_("Only your own stories can be shared, with your own rounds."), "not_yours")
    Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    there = BroughtStory.objects.filter(round=round).exclude(story=story)
    if there.count() >= MOST:
        raise DomainError(
            _("%(most)s stories are shared with this round already. Take one back first.") % {"most": MOST},
            "too_many",
        )
    brought, _made = BroughtStory.objects.get_or_create(round=round, story=story)
    publish(group_name("round", round.pk), {"type": "round.changed"})
    return brought


@transaction.atomic
def take_back(*, round: Round, story: Story) -> None:  # noqa: A002
    """Share a row with a round no more; the people of the round don't find it from now on."""
    BroughtStory.objects.filter(round=round, story=story).delete()
    publish(group_name("round", round.pk), {"type": "round.changed"})
