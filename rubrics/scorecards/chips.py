"""Moments kept as evidence while the round runs: keeping, attaching, removing.

Browsers keep moments while there is no connection and send them later, maybe twice and maybe from two
devices: the id is theirs, a repetition changes nothing, and a change says what it was made upon.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.models import BoardEvent, Round
from interviews.opening import opens_at
from rubrics.models import ChipTag, EvidenceChip, Scorecard
from rubrics.scorecards.services import begun_card

MOST_CHIPS = 200
LONGEST_CHIP = 500


@dataclass(frozen=True)
class ChipState:
    """What a rater can change in a chip: its words, and the criteria it is evidence for."""

    text: str = ""
    criteria: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Moment:
    """When and where a chip was taken: `at` by the server's clock, `offset` in seconds since the start.

    Where the offset is known (a line of notes with a stamp) it wins over `at`.
    """

    source: str = EvidenceChip.Source.MOMENT
    at: dt.datetime | None = None
    offset: int | None = None


class StaleChip(Conflict):
    """The words of a chip were changed elsewhere since; `newer` is what they are now."""

    def __init__(self, newer: str) -> None:
        super().__init__(_("These words were changed in another tab or on another device."), "stale")
        self.newer = newer


@transaction.atomic
def keep_chip(
    *,
    round: Round,  # noqa: A002
    rater: User,
    id: UUID,  # noqa: A002
    moment: Moment,
    wanted: ChipState,
    base: ChipState | None = None,
) -> EvidenceChip:
    """Keep a moment, or change one that was kept. Idempotent.

    Args:
        round: the round; read again.
        rater: whose card it goes on; the card is begun when there is none.
        id: made by the browser.
        moment: when and where; looked at only when the chip is new.
        wanted: its words and criteria; criteria that the rubric does not have are dropped.
        base: what the change was made upon, None for a new chip: keeping the same one again changes nothing.
            Criteria attached or detached elsewhere since stay so.

    Raises:
        StaleChip: the words were changed elsewhere since; nothing is changed.
        DomainError: "locked" once the card is submitted, "full", "taken" for an id that is not of this card,
            and what `begun_card` raises.
    """
    card = begun_card(round=round, rater=rater)
    chip = EvidenceChip.objects.filter(pk=id).prefetch_related("tags").first()
    if chip is not None and chip.scorecard_id != card.pk:
        raise DomainError(_("This moment could not be kept. Reload the page and keep it again."), "taken")
    known = {criterion["key"] for criterion in card.rubric.body["criteria"]}
    if chip is not None:
        now = ChipState(chip.text, frozenset(tag.criterion for tag in chip.tags.all()))
        wanted = now if base is None else _merged(now, base, wanted)
        if wanted == now:
            return chip
    if card.state == Scorecard.State.SUBMITTED:
        raise DomainError(_("This card is submitted and locked. Its evidence stays as it is."), "locked")
    if chip is None:
        if card.chips.count() >= MOST_CHIPS:
            raise DomainError(
                _("A card keeps %(most)s moments. Remove one to keep another.") % {"most": MOST_CHIPS}, "full"
            )
        chip = _taken(card, id, moment)
    chip.text = wanted.text
    chip.save()
    chip.tags.exclude(criterion__in=wanted.criteria).delete()
    ChipTag.objects.bulk_create(
        [ChipTag(chip=chip, criterion=key) for key in sorted(wanted.criteria & known)], ignore_conflicts=True
    )
    return chip


@transaction.atomic
def remove_chip(*, round: Round, rater: User, id: UUID) -> None:  # noqa: A002
    """Take a moment off the card; one that is gone already stays gone. Keeping it anew brings it back.

    Raises:
        DomainError: "locked" once the card is submitted.
    """
    card = begun_card(round=round, rater=rater)
    chips = card.chips.filter(pk=id)
    if card.state == Scorecard.State.SUBMITTED and chips.exists():
        raise DomainError(_("This card is submitted and locked. Its evidence stays as it is."), "locked")
    chips.delete()


def _merged(now: ChipState, base: ChipState, wanted: ChipState) -> ChipState:
    if now.text not in {base.text, wanted.text} and wanted.text != base.text:
        raise StaleChip(now.text)
    text = now.text if wanted.text == base.text else wanted.text
    detached, attached = base.criteria - wanted.criteria, wanted.criteria - base.criteria
    return ChipState(text, (now.criteria - detached) | attached)


def _taken(card: Scorecard, id: UUID, moment: Moment) -> EvidenceChip:  # noqa: A002
    """A new chip with its place in the round; a time outside of it is a clock that goes wrong."""
    round_, now = Round.objects.select_related("board").get(pk=card.round_id), timezone.now()
    at = moment.at or now
    if moment.offset is not None and round_.started_at:
        at = round_.started_at + dt.timedelta(seconds=moment.offset)
    first = min(opens_at(round_), round_.started_at or now)
    at = min(max(at, first), round_.closed_at or now)
    offset = int((at - round_.started_at).total_seconds()) if round_.started_at else -1
    seq = None
    if moment.source == EvidenceChip.Source.BOARD:
        events = BoardEvent.objects.filter(board__round=round_, at__lte=at).order_by("-seq")
        seq = events.values_list("seq", flat=True).first() or 0
    return EvidenceChip(
        pk=id,
        scorecard=card,
        source=moment.source,
        at=at,
        offset=offset if offset >= 0 else None,
        board_seq=seq,
    )
