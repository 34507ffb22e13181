"""Whose offer it is, and who else may read it. An offer is its candidate's alone until they share it."""

from uuid import UUID

from django.http import Http404

from accounts.grants.selectors import coaches
from accounts.models import User
from prep.models import Offer, OfferShare


def access_offer(candidate: User, offer_id: UUID, *, lock: bool = False, put_away: bool = False) -> Offer:
    """The offer, for its candidate; with `lock`, its row is held until the transaction ends.

    Args:
        candidate: who asks.
        offer_id: which.
        lock: in a transaction.
        put_away: also one that was put away.

    Raises:
        Http404: for everybody else, coaches included.
    """
    offers = Offer.objects.select_for_update(of=("self",)) if lock else Offer.objects.all()
    if not put_away:
        offers = offers.filter(deleted_at=None)
    offer = offers.select_related("candidate").filter(pk=offer_id, candidate=candidate).first()
    if offer is None:
        raise Http404
    return offer


def access_shared_offer(coach: User, offer_id: UUID) -> Offer:
    """The offer, for a coach it was shared with, while both the share and their grant last.

    Raises:
        Http404: for everybody else.
    """
    share = (
        OfferShare.objects.select_related("offer__candidate")
        .filter(offer=offer_id, offer__deleted_at=None, person=coach, round_id=None, revoked_at=None)
        .first()
    )
    if share is None or not coaches(coach, share.offer.candidate):
        raise Http404
    return share.offer
