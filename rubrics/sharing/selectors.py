"""Reading the share links of a loop, and what whoever has one is shown."""

from typing import Any, TypedDict

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common import zones
from interviews.models import Loop
from rubrics.debriefs.content import upgraded
from rubrics.debriefs.reading import Reading
from rubrics.models import ShareLink
from rubrics.sharing.access import Shared
from rubrics.sharing.tokens import token_of


class Row(TypedDict):
    """One link in the list; `state` is open, expired or revoked, `address` "" where it opens nothing."""

    link: ShareLink
    state: str
    address: str


def links_of(loop: Loop) -> list[Row]:
    """The links of a loop, newest first."""
    now = timezone.now()
    return [_row(each, now) for each in ShareLink.objects.filter(loop=loop)]


def _row(link: ShareLink, now: Any) -> Row:
    state = "revoked" if link.revoked_at else "expired" if link.expires_at <= now else "open"
    address = settings.SITE_URL.rstrip("/") + reverse("rubrics:shared", args=[token_of(link.pk)])
    return Row(link=link, state=state, address=address if state == "open" else "")


def shared_content(shared: Shared) -> dict[str, Any]:
    """What a link shows of a revision: this loop alone, not what changed since the one before."""
    return {**upgraded(shared.revision.content), "since": None}


def reading_of(shared: Shared, token: str) -> Reading:
    """How a shared copy is made: whose it is stands across it, raters are named where the deployment says so,
    and nothing in it leads to what needs an account."""
    until = zones.written(shared.link.expires_at, shared.loop.candidate.timezone)
    return Reading(
        hide_raters=not settings.SHARE_RATER_NAMES,
        watermark=_("Shared with %(label)s, until %(until)s") % {"label": shared.link.label, "until": until},
        picture=lambda board: reverse("rubrics:shared_board", args=[token, board]),
    )
