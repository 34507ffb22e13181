"""Opening a handed-in card once more: a coach's act, with a reason; what was handed in is kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from common.errors import Conflict, DomainError
from common.mail import owe
from interviews.kinds import RoundKind
from rubrics.models import CardRevision, Scorecard
from rubrics.scorecards.revisions import NOT_OBSERVED, Change, changes
from rubrics.scorecards.scale import written
from rubrics.scorecards.selectors import body_of, call_title
from rubrics.scorecards.visibility import debrief_role, visible_scorecards


def access_reopening(user: User | AnonymousUser, card_id: UUID) -> Scorecard:
    """A rater's handed-in card, for a coach of the candidate who owes no card of the loop.

    Raises:
        Http404: for everybody else, for one's own card, a self-score, and a card that was never handed in.
    """
    if not isinstance(user, User):
        raise Http404
    card = (
        Scorecard.objects.select_related("round__loop__candidate", "round__loop__track", "rater", "rubric")
        .exclude(role=Scorecard.Role.CANDIDATE)
        .exclude(rater=user)
        .filter(pk=card_id)
        .first()
    )
    if card is None or debrief_role(user, card.round.loop) != "coach":
        raise Http404
    if card.submitted_at is None and not card.revisions.exists():
        raise Http404
    return card


@transaction.atomic
def reopen(*, card: Scorecard, coach: User, reason: str) -> CardRevision:
    """Give a rater their handed-in card back as a draft, keep what it said, and owe them word of it.

    What was handed in stands everywhere until the card comes in again; then the debrief gets a new revision.

    Args:
        card: a card as of `access_reopening`; read again.
        coach: who opens it.
        reason: why, for the rater and whoever may read the card.

    Raises:
        Conflict: code "open", it is open already.
        DomainError: code "reason" without one.
    """
    if not reason.strip():
        raise DomainError(_("Say why, so that the rater knows what to look at again."), code="reason")
    card = (
        Scorecard.objects.select_for_update(of=("self",))
        .select_related("round__loop__candidate", "rater", "rubric")
        .get(pk=card.pk)
    )
    if card.submitted_at is None:
        raise Conflict(_("This card is open already. Its rater has still to hand it in."), code="open")
    revision = CardRevision.objects.create(
        scorecard=card,
        number=card.revisions.count() + 1,
        body=body_of(card),
        submitted_at=card.submitted_at,
        reopened_by=coach,
        reason=reason.strip()[:500],
    )
    card.state, card.submitted_at = Scorecard.State.DRAFT, None
    card.version += 1
    card.save(update_fields=["state", "submitted_at", "version", "updated_at"])
    _owe_word(card, revision)
    return revision


@dataclass(frozen=True)
class Difference:
    """One changed field for reading: where, and what it said before and after."""

    where: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """What became of one version of a card; `number` is the revision's.

    `open` where the later one is a draft, which its rater alone sees.
    """

    revision: CardRevision
    number: int
    differences: list[Difference]
    open: bool


@dataclass(frozen=True)
class Changes:
    """Every reopening of a card that a person may read, latest first."""

    card: Scorecard
    comparisons: list[Comparison]
    waiting: bool


def changes_of(user: User | AnonymousUser, card_id: UUID) -> Changes:
    """How a card changed, for whoever may read it; the draft of an open one for its rater alone.

    Raises:
        Http404: for everybody else, and for a card that was never reopened.
    """
    card = (
        Scorecard.objects.select_related("round__loop__candidate", "round__loop__track", "rater", "rubric")
        .prefetch_related("scores", "chips__tags", "revisions__reopened_by")
        .filter(pk=card_id)
        .first()
    )
    if not isinstance(user, User) or card is None:
        raise Http404
    revisions = list(card.revisions.all())
    if not revisions or not visible_scorecards(user, card.round).filter(pk=card.pk).exists():
        raise Http404
    is_open = card.submitted_at is None
    bodies: list[dict[str, Any]] = [each.body for each in revisions]
    if not is_open or card.rater_id == user.pk:
        bodies.append(body_of(card))
    found = [
        Comparison(
            revision=revision,
            number=revision.number,
            differences=_differences(card, old, new),
            open=is_open and new is bodies[-1],
        )
        for revision, old, new in zip(revisions, bodies, bodies[1:], strict=False)
    ]
    return Changes(card, found[::-1], waiting=is_open)


def _differences(card: Scorecard, old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    titles = {each["key"]: each["title"] for each in card.rubric.body["criteria"]}
    return [
        Difference(
            where=titles.get(each.criterion, str(_("The card as a whole"))),
            what=_what(each),
            before=_said(card, each, each.before),
            after=_said(card, each, each.after),
        )
        for each in changes(card.rubric.body["criteria"], old, new)
    ]


def _what(change: Change) -> str:
    return {
        "score": _("Score"),
        "evidence": _("Evidence"),
        "moments": _("Moments"),
        "call": _("Overall call"),
        "call_evidence": _("What decided it"),
        "takeaway": _("Takeaway"),
    }[change.what]


def _said(card: Scorecard, change: Change, value: str) -> str:
    if not value:
        return ""
    if change.what == "call":
        return call_title(card.rubric.body, value)
    if change.what == "score":
        return _("not observed") if value == NOT_OBSERVED else written(int(value))
    return value


def _owe_word(card: Scorecard, revision: CardRevision) -> None:
    url = settings.SITE_URL.rstrip("/") + reverse("rubrics:scorecard", args=[card.round_id])
    with override(settings.LANGUAGE_CODE):
        about = {
            "kind": RoundKind(card.round.kind).label,
            "name": card.round.loop.candidate.shown_name,
            "coach": revision.reopened_by.shown_name,
        }
        owe(
            key=f"card:{card.round_id}:{card.rater_id}:reopened:{revision.number}",
            to=card.rater.email,
            subject=_("Your scorecard is open again: %(kind)s with %(name)s") % about,
            text="\n".join(
                [
                    _("%(coach)s, who coaches %(name)s, reopened your card and says why:") % about,
                    "",
                    revision.reason,
                    "",
                    _("What you handed in stands until you hand it in again. Then the debrief is made anew."),
                    "",
                    url,
                    "",
                ]
            ),
        )
