"""The mail that says a debrief is there."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.mail import owe
from rubrics.debriefs.report import report
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
    if own and revision.number == 1 and revision.debrief.released_at:
        return _("Your coach released your debrief")
    if revision.number == 1:
        return _("Your debrief is ready") if own else _("The debrief of %(name)s is ready") % {"name": name}
    return _("Your debrief has changed") if own else _("The debrief of %(name)s has changed") % {"name": name}


def _lines(revision: DebriefRevision, own: bool) -> list[str]:
    if revision.number > 1:
        return [_("A scorecard came in or was changed, so there is a new revision. The one before is kept.")]
    if own and revision.debrief.released_at:
        return _released(revision)
    whose = _("your loop") if own else _("the loop of %(name)s") % {"name": revision.debrief.loop.candidate}
    return [_("What the raters of %(whose)s saw, and what to do next, is put together.") % {"whose": whose}]


def _released(revision: DebriefRevision) -> list[str]:
    """That a coach opened it early, and what it still lacks: round by round, never what anybody said."""
    coach = revision.debrief.released_by
    lacking = report(revision.content)["missing"]
    return [
        _("%(coach)s opened your debrief with what is in so far.")
        % {"coach": coach.shown_name if coach else _("Your coach")},
        _("Whatever comes in later makes a new revision. You can’t look back on its rounds any more."),
        *(["", _("Still missing:")] if lacking else []),
        *(f"{each['round']}: {each['why']}" for each in lacking),
    ]
