"""The mail that says a debrief is there."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.mail import owe
from rubrics.models import DebriefRevision


def owe_ready(revision: DebriefRevision) -> None:
    """Owe the candidate and their coaches word of a new revision, in the transaction that makes it."""
    loop = revision.debrief.loop
    people = User.objects.filter(
        grants_held__candidate=loop.candidate, grants_held__revoked_at=None, is_coach=True, is_active=True
    )
    url = settings.SITE_URL.rstrip("/") + reverse("rubrics:debrief", args=[loop.pk])
    with override(settings.LANGUAGE_CODE):
        for person in [loop.candidate, *people.distinct().order_by("pk")]:
            own = person.pk == loop.candidate_id
            owe(
                key=f"debrief:{revision.debrief_id}:{revision.number}:{person.pk}",
                to=person.email,
                subject=_subject(revision, own),
                text="\n".join([*_lines(revision, own), "", url, ""]),
            )


def _subject(revision: DebriefRevision, own: bool) -> str:
    name = revision.debrief.loop.candidate.shown_name
    if revision.number == 1:
        return _("Your debrief is ready") if own else _("The debrief of %(name)s is ready") % {"name": name}
    return _("Your debrief has changed") if own else _("The debrief of %(name)s has changed") % {"name": name}


def _lines(revision: DebriefRevision, own: bool) -> list[str]:
    if revision.number > 1:
        return [_("A scorecard came in or was changed, so there is a new revision. The one before is kept.")]
    whose = _("your loop") if own else _("the loop of %(name)s") % {"name": revision.debrief.loop.candidate}
    return [_("What the raters of %(whose)s saw, and what to do next, is put together.") % {"whose": whose}]
