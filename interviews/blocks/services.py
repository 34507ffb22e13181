"""Asking not to be put together with somebody, and taking it back.

Nobody but the person learns of either: no mail is owed, nothing stands in a loop's history, no open page is
told. Proposals, bookings, stand-ins and cover requests read the pairs (`booking.pool.blocked_with`).
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from interviews.models import BlockedPair, Seat


@transaction.atomic
def keep_apart(*, person: User, other: User) -> BlockedPair:
    """Not put `person` together with `other` again, whichever of them is the candidate.

    Rounds that the two have stay as they are: whoever wants out gives them back or cancels them. Asking
    twice changes nothing.

    Args:
        person: who asks.
        other: somebody they have, or had, a round with.

    Raises:
        DomainError: code "stranger" for somebody they never had a round with, themself included.
    """
    both = Seat.objects.filter(person=person, round__seats__person=other)
    if person.pk == other.pk or not both.exists():
        raise DomainError(_("You have no round with this person, so there is nothing to ask."), "stranger")
    return BlockedPair.objects.get_or_create(person=person, other=other)[0]


@transaction.atomic
def take_back(*, person: User, pair_id: int) -> User | None:
    """Let two people be put together again, as far as `person` is concerned.

    Returns:
        The other, or None when the person had not asked (any more): then nothing changes.
    """
    pair = BlockedPair.objects.select_related("other").filter(pk=pair_id, person=person).first()
    if pair is None:
        return None
    pair.delete()
    return pair.other
