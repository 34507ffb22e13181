"""What a rater may be reminded of while the round is fresh: to look again, never to score otherwise. Pure.

The patterns are those the literature on structured interviews warns of: one impression that colours every
criterion (halo), keeping to the middle of the scale, and scores that rest on no observation.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from rubrics.scorecards.rules import Entry

Nudge = Literal["halo", "middle", "no_evidence"]
MIDDLE = 6
# Two equal scores are no pattern.
LEAST_SCORES = 3


def nudges(
    criteria: Sequence[Mapping[str, Any]],
    entries: Mapping[str, Entry],
    chipped: Collection[str] = (),
    said: Collection[str] = (),
) -> list[Nudge]:
    """The reminders for a card whose every criterion is answered; none before, and none without a pattern.

    Args:
        criteria: the rubric's, each with a `key`.
        entries: what was typed, by criterion.
        chipped: the criteria with a moment attached.
        said: what this card's rater was reminded of already.
    """
    answered = [entries.get(each["key"], Entry()) for each in criteria]
    if any(each.half_steps is None and not each.not_observed for each in answered):
        return []
    scores = [each.half_steps for each in answered if each.half_steps is not None]
    if len(scores) < LEAST_SCORES:
        return []
    found: list[Nudge] = []
    if len(set(scores)) == 1:
        found.append("middle" if scores[0] == MIDDLE else "halo")
    keys = {each["key"] for each in criteria}
    if not keys & set(chipped) and not any(each.evidence.strip() for each in answered):
        found.append("no_evidence")
    return [each for each in found if each not in said]
