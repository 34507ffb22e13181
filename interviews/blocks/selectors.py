"""Reading whom a person asked not to be put together with."""

from dataclasses import dataclass, field

from django.db.models import Q

from accounts.models import User
from interviews.loops.selectors import rounds_of
from interviews.loops.states import OPEN
from interviews.loops.words import Card, round_card
from interviews.models import BlockedPair, Seat

_ACROSS = (Seat.Role.CANDIDATE, Seat.Role.INTERVIEWER)


@dataclass(frozen=True)
class Apart:
    """Somebody whom a person asked not to meet, with the rounds that the two still have."""

    pair: BlockedPair
    still: list[Card] = field(default_factory=list)


def is_apart(person: User, other: User) -> bool:
    """Whether `person` asked not to be put together with `other`; what the other asked is not looked at."""
    return BlockedPair.objects.filter(person=person, other=other).exists()


def apart_from(person: User) -> list[Apart]:
    """Everybody whom a person asked not to meet, the latest first; three queries for any number."""
    pairs = list(
        BlockedPair.objects.filter(person=person).select_related("other").order_by("-created_at", "-pk")
    )
    cards: dict[int, list[Card]] = {}
    for card in still_to_come(person, {pair.other_id for pair in pairs}) if pairs else []:
        for seat in card["round"].seats.all():
            cards.setdefault(seat.person_id, []).append(card)
    return [Apart(pair, cards.get(pair.other_id, [])) for pair in pairs]


def still_to_come(person: User, others: set[int]) -> list[Card]:
    """The rounds, by time, in which a person is across from one of `others` and that are not over."""
    seats = Seat.objects.filter(round__state__in=OPEN, role__in=_ACROSS)
    met = Q(pk__in=seats.filter(person__in=others).values("round_id"))
    rounds = rounds_of(person, *_ACROSS).filter(met, state__in=OPEN)
    return [round_card(each, person) for each in rounds]
