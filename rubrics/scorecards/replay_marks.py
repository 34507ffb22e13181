"""What a board's replay is marked with out of scorecards: moments that were kept as evidence."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from interviews.models import Round
from interviews.replay.marks import Mark
from rubrics.scorecards.selectors import Chip, chips_of, own_card, submitted_cards


def evidence(reader: User, round_: Round) -> Iterable[Mark]:
    """The moments on a reader's own card, and on the handed-in cards of others that they may read by now.

    Who may is `rubrics.scorecards.visibility`'s to say; of a card that is open again, what stands is shown.
    """
    card = own_card(round_, reader)
    if card is not None:
        titles = {each["key"]: each["title"] for each in card.rubric.body["criteria"]}
        for chip in chips_of(card):
            yield _mark(chip, [titles.get(key, key) for key in chip.criteria], reader.shown_name)
    for read in submitted_cards(reader, round_):
        if read.card.rater_id == reader.pk:
            continue
        criteria: dict[str, list[str]] = {}
        chips = {chip.id: chip for chip in read.loose}
        for entry in read.entries:
            for chip in entry.chips:
                chips[chip.id] = chip
                criteria.setdefault(chip.id, []).append(entry.title)
        for key, chip in chips.items():
            yield _mark(chip, criteria.get(key, []), read.rater)


def _mark(chip: Chip, criteria: list[str], by: str) -> Mark:
    """Words first; what it is evidence for stands in where there are none, and after them."""
    about = ", ".join(criteria)
    text = chip.text or (_("A moment") if not about else "")
    return Mark("evidence", chip.at, f"{text} ({about})" if text and about else text or about, by)
