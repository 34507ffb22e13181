"""Writing scorecards: saving drafts, and submitting once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from common.mail import drop
from interviews.credits.services import earn
from interviews.models import Round
from interviews.opening import opens_at
from rubrics.debriefs.services import reconsider
from rubrics.models import Scorecard
from rubrics.scorecards.nudges import Nudge, nudges
from rubrics.scorecards.rules import CardData, Gap, fitting, gaps
from rubrics.scorecards.selectors import chipped, data_of, rubric_for
from rubrics.scorecards.visibility import may_read_debrief, scores_as
from rubrics.scorecards.writing import write_scores

_HELD = (Round.State.LIVE, Round.State.COMPLETED)


class Incomplete(DomainError):
    """A card lacks something; `gaps` says what. What was typed is saved as a draft."""

    def __init__(self, missing: list[Gap]) -> None:
        super().__init__(_("Your card is saved, but not submitted: something is missing."), "incomplete")
        self.gaps = missing


def check_open(round: Round) -> None:  # noqa: A002
    """Raise DomainError (code "early" or "not_held") unless a card of this round can be filled in now."""
    if round.state == Round.State.SCHEDULED and timezone.now() < opens_at(round):
        raise DomainError(
            _("The card opens together with the room, 10 minutes before the round."), code="early"
        )
    if round.state not in (*_HELD, Round.State.SCHEDULED):
        raise DomainError(_("This round did not take place, so there is nothing to score."), code="not_held")


def check_blind(round: Round, rater: User) -> None:  # noqa: A002
    """Raise DomainError (code "not_blind") where a card would begin whose rater can read the debrief already.

    Whoever has begun a card reads nothing before it is in or put away, so theirs stays independent; a card
    that a coach reopened was.
    """
    begun = Scorecard.objects.filter(round=round, rater=rater).exists()
    if not begun and may_read_debrief(rater, round.loop):
        raise DomainError(
            _("You can read the debrief of this loop already, so a card now would not be independent."),
            code="not_blind",
        )


def begun_card(*, round: Round, rater: User) -> Scorecard:  # noqa: A002
    """A rater's card of a round, locked until the transaction ends; made and bound to a rubric when new.

    Call it in a transaction.

    Raises:
        DomainError: code "early", "not_held", "not_rater" or "no_rubric"; "not_blind" when a card would begin
            whose rater can read the debrief already.
    """
    round_ = Round.objects.select_related("loop__track", "loop__candidate").get(pk=round.pk)
    role = scores_as(rater, round_)
    if role is None:
        raise DomainError(
            _("Only the interviewer, invited observers and the candidate’s coaches score a round."),
            code="not_rater",
        )
    check_open(round_)
    rubric = rubric_for(round_)
    if rubric is None:
        raise DomainError(_("There is no rubric for this kind of round yet."), code="no_rubric")
    check_blind(round_, rater)
    card, _created = Scorecard.objects.select_for_update().get_or_create(
        round=round_, rater=rater, defaults={"rubric": rubric, "role": role}
    )
    return card


@transaction.atomic
def save_draft(*, round: Round, rater: User, version: int, data: CardData) -> Scorecard:  # noqa: A002
    """Keep what a rater typed so far; the first save makes the card and binds it to the current rubric.

    Args:
        round: the round; read again.
        rater: its interviewer, an observer or a coach of the candidate.
        version: the version of the card that `data` was typed upon, 0 for a card not yet saved.
        data: the whole card; criteria that the rubric does not have are dropped.

    Returns:
        The card; unchanged when it says this already.

    Raises:
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        DomainError: code "locked" once submitted, "early", "not_held", "not_rater", "no_rubric"; "not_blind"
            when a card would begin whose rater can read the debrief already.
    """
    card = begun_card(round=round, rater=rater)
    wanted = _fitting(card, data)
    if wanted == data_of(card):
        return card
    if card.state == Scorecard.State.SUBMITTED:
        raise DomainError(
            _("This card is submitted and locked. What is on this page was not kept."), code="locked"
        )
    if card.version != version:
        raise Conflict(
            _("This card was changed in another tab or on another device. Nothing was overwritten."), "stale"
        )
    _write(card, wanted)
    return card


def submit(*, round: Round, rater: User, version: int, data: CardData) -> Scorecard:  # noqa: A002
    """Hand a card in: it is saved, then locked for good, and the debrief hears of it. Idempotent.

    Args and Raises as `save_draft`, and:

    A card that comes in after its reopening takes the place of what stood until now; one that comes in after
    the debrief makes a new revision of it.

    Raises:
        Incomplete: something is missing; what was typed is saved.
        DomainError: code "not_live" before the round has begun; what was typed is saved.
    """
    saved = save_draft(round=round, rater=rater, version=version, data=data)
    with transaction.atomic():
        card = (
            Scorecard.objects.select_for_update(of=("self",))
            .select_related("round__loop__candidate", "rubric")
            .get(pk=saved.pk)
        )
        if card.state == Scorecard.State.SUBMITTED:
            return card
        if card.version != saved.version:
            raise Conflict(_("This card was changed in another tab or on another device."), "stale")
        if card.round.state not in _HELD:
            raise DomainError(
                _("Your card is saved. You can submit it once the round has begun."), code="not_live"
            )
        if missing := gaps(card.rubric.body["criteria"], data_of(card), chipped(card)):
            raise Incomplete(missing)
        card.state = Scorecard.State.SUBMITTED
        card.submitted_at = timezone.now()
        card.version += 1
        card.save(update_fields=["state", "submitted_at", "version", "updated_at"])
        earn(round=card.round, person=rater)
        reconsider(loop=card.round.loop)
        # Only now, with the loop locked: a reminder that was being written meanwhile is there to be dropped.
        drop(key_prefix=f"card:{card.round_id}:{rater.pk}:")
        return card


@transaction.atomic
def nudge(*, card: Scorecard) -> list[Nudge]:
    """What the rater of a draft is to be reminded of now: once a card each, never keeping it back."""
    card = Scorecard.objects.select_for_update(of=("self",)).select_related("rubric").get(pk=card.pk)
    if card.state != Scorecard.State.DRAFT:
        return []
    fresh = nudges(card.rubric.body["criteria"], data_of(card).entries, chipped(card), said=card.nudged)
    if fresh:
        card.nudged = [*card.nudged, *fresh]
        card.save(update_fields=["nudged"])
    return fresh


@transaction.atomic
def put_away(*, round: Round, rater: User) -> bool:  # noqa: A002
    """Delete a card that was begun and nobody waits for, so that its rater may read the debrief unbound.

    Returns:
        Whether there was one; twice changes nothing.

    Raises:
        DomainError: code "awaited" for the interviewer's, "locked" for one that was handed in.
    """
    card = Scorecard.objects.select_for_update().filter(round=round, rater=rater).first()
    if card is None:
        return False
    if card.role == Scorecard.Role.INTERVIEWER:
        raise DomainError(_("The debrief waits for this card, so it can’t be put away."), code="awaited")
    if card.state == Scorecard.State.SUBMITTED or card.revisions.exists():
        raise DomainError(_("This card was handed in, so it can’t be put away."), code="locked")
    card.delete()
    return True


def reward(*, round: Round) -> None:  # noqa: A002
    """Let an interviewer earn the credit of a round whose card was in before the round was over.

    Call it in the transaction that completes the round.
    """
    for card in Scorecard.objects.filter(round=round, state=Scorecard.State.SUBMITTED).select_related(
        "rater"
    ):
        earn(round=round, person=card.rater)


def _fitting(card: Scorecard, data: CardData) -> CardData:
    """`data` without criteria that the card's rubric does not have and without empty ones."""
    kept = fitting(card.rubric.body["criteria"], data.entries)
    return CardData(kept, data.call, data.call_evidence, data.takeaway)


def _write(card: Scorecard, data: CardData) -> None:
    write_scores(card, data.entries)
    card.call = data.call
    card.call_evidence = data.call_evidence
    card.takeaway = data.takeaway
    card.version += 1
    card.save(update_fields=["call", "call_evidence", "takeaway", "version", "updated_at"])
