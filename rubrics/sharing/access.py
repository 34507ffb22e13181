"""Who may share a debrief, and what a link opens."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from interviews.models import Loop
from rubrics.debriefs.access import access_debrief
from rubrics.models import DebriefRevision, ShareLink
from rubrics.sharing.tokens import id_in


@dataclass(frozen=True)
class Shared:
    """What a link shows now: the current revision of its loop's debrief (its PDF is not loaded)."""

    link: ShareLink
    loop: Loop
    revision: DebriefRevision


def access_sharing(user: User | AnonymousUser, loop_id: UUID) -> Loop:
    """The loop whose debrief lies open, for its candidate alone: nobody else decides who reads it.

    Raises:
        Http404: for everybody else, coaches included, and before there is a revision.
    """
    access = access_debrief(user, loop_id)
    if access.role != "candidate" or access.revision is None:
        raise Http404
    return access.loop


def access_own_link(user: User | AnonymousUser, link_id: UUID) -> ShareLink:
    """A link with its loop, for the candidate who made it.

    Raises:
        Http404: for everybody else, and for a link that isn't there.
    """
    link = ShareLink.objects.select_related("loop__candidate").filter(pk=link_id).first()
    if link is None or link.loop.candidate_id != user.pk:
        raise Http404
    return link


def access_shared(token: str) -> Shared | None:
    """What whoever has the address may read; None for a link that was made up, revoked or has expired, and
    where there is nothing to read or the candidate is gone. The four are never told apart."""
    link_id = id_in(token)
    if link_id is None:
        return None
    link = (
        ShareLink.objects.select_related("loop__candidate", "loop__track")
        .filter(pk=link_id, revoked_at=None, expires_at__gt=timezone.now(), loop__candidate__is_active=True)
        .first()
    )
    if link is None:
        return None
    revision = DebriefRevision.objects.filter(debrief__loop=link.loop, is_current=True).defer("pdf").first()
    return Shared(link, link.loop, revision) if revision else None
