"""Writing offers: every change raises the version, and none overwrites another unseen."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants.selectors import coaches
from accounts.models import User
from common import mail
from common.errors import DomainError
from prep.models import Offer, OfferShare, Outlook, TypedRate
from prep.offers.access import access_offer
from prep.saving import check_version

MOST = 30


@transaction.atomic
def add_offer(*, candidate: User, company: str, currency: str) -> Offer:
    """Begin an offer at the end of the sheet.

    Raises:
        DomainError: code "too_many".
    """
    return _append(candidate, Offer(candidate=candidate, company=company, currency=currency))


@transaction.atomic
def save_offer(*, candidate: User, offer_id: UUID, version: int, data: dict[str, Any]) -> Offer:
    """Keep what the candidate typed.

    Args:
        candidate: whose offer it is.
        offer_id: which.
        version: of the offer that `data` was typed upon.
        data: every field of the worksheet by the model's names.

    Returns:
        The offer; unchanged when it says this already.

    Raises:
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        Http404: the offer isn't the candidate's, or is put away.
    """
    offer = access_offer(candidate, offer_id, lock=True)
    if all(getattr(offer, name) == value for name, value in data.items()):
        return offer
    check_version(saved=offer.version, typed_upon=version)
    for name, value in data.items():
        setattr(offer, name, value)
    offer.version += 1
    offer.save()
    return offer


@transaction.atomic
def duplicate_offer(*, candidate: User, offer_id: UUID) -> Offer:
    """A copy beside the original, open and shared with nobody, to try a variant on.

    Raises:
        DomainError: code "too_many".
    """
    offer = access_offer(candidate, offer_id)
    fields = {field.name: getattr(offer, field.name) for field in Offer._meta.concrete_fields}
    for name in ("id", "version", "state", "created_at", "updated_at"):
        del fields[name]
    company = _("%(company)s (copy)") % {"company": offer.company[:110]}
    return _append(candidate, Offer(**{**fields, "company": company}))


@transaction.atomic
def put_offer_away(*, candidate: User, offer_id: UUID) -> Offer:
    """Delete an offer in a way that can be undone; whoever it was shared with loses it at once."""
    offer = access_offer(candidate, offer_id, lock=True)
    offer.deleted_at = timezone.now()
    offer.save(update_fields=["deleted_at", "updated_at"])
    offer.shares.filter(revoked_at=None).update(revoked_at=offer.deleted_at)
    return offer


@transaction.atomic
def restore_offer(*, candidate: User, offer_id: UUID) -> Offer:
    """Bring a deleted offer back as it was, shared with nobody."""
    offer = access_offer(candidate, offer_id, lock=True, put_away=True)
    offer.deleted_at = None
    offer.save(update_fields=["deleted_at", "updated_at"])
    return offer


@transaction.atomic
def erase_offer(*, candidate: User, offer_id: UUID) -> str:
    """Delete for good an offer that was put away; its company's name is returned.

    Raises:
        DomainError: code "not_put_away".
    """
    offer = access_offer(candidate, offer_id, lock=True, put_away=True)
    if offer.deleted_at is None:
        raise DomainError(_("Delete the offer first; then it can be deleted for good."), "not_put_away")
    offer.delete()
    return offer.company


@transaction.atomic
def move_offer(*, candidate: User, offer_id: UUID, by: int) -> Offer:
    """Move an offer by so many places to the right (or to the left); at the edge it stays."""
    User.objects.select_for_update().get(pk=candidate.pk)
    offer = access_offer(candidate, offer_id)
    order = list(Offer.objects.filter(candidate=candidate, deleted_at=None))
    place = order.index(offer)
    order.insert(max(0, min(len(order), place + by)), order.pop(place))
    for position, each in enumerate(order):
        if each.position != position:
            Offer.objects.filter(pk=each.pk).update(position=position)
    return offer


@transaction.atomic
def mark_offer(*, candidate: User, offer_id: UUID, state: str) -> Offer:
    """Note that an offer was accepted or declined, or is open again."""
    offer = access_offer(candidate, offer_id, lock=True)
    offer.state = Offer.State(state).value
    offer.save(update_fields=["state", "updated_at"])
    return offer


@transaction.atomic
def share_offer(*, candidate: User, offer_id: UUID, coach: User) -> OfferShare:
    """Let a coach who holds the candidate's grant read one offer, and tell them by mail. Idempotent.

    Raises:
        DomainError: code "not_coach", when they hold no grant.
    """
    offer = access_offer(candidate, offer_id, lock=True)
    if not coaches(coach, candidate):
        raise DomainError(
            _("This person is not your coach here. Let them in under Settings first."), "not_coach"
        )
    share, made = OfferShare.objects.get_or_create(offer=offer, person=coach, round_id=None, revoked_at=None)
    if made:
        mail.owe(
            key=f"offer:{share.pk}:shared",
            to=coach.email,
            subject=_("%(name)s shared an offer with you") % {"name": candidate.shown_name},
            text=_(
                "Hello %(coach)s,\n\n%(name)s lets you read the worksheet of one offer at Mockloop:\n\n"
                "%(link)s\n\n%(name)s can end this at any time.\n\n--\nMockloop"
            )
            % {
                "coach": coach.shown_name,
                "name": candidate.shown_name,
                "link": settings.SITE_URL + reverse("prep:shared_offer", args=[offer.pk]),
            },
        )
    return share


@transaction.atomic
def share_offer_in_round(*, candidate: User, offer_id: UUID, person: User, round_id: UUID) -> OfferShare:
    """Let whoever interviews in a round read one offer there. Idempotent; the caller knows the round."""
    offer = access_offer(candidate, offer_id, lock=True)
    share, _made = OfferShare.objects.get_or_create(
        offer=offer, person=person, round_id=round_id, revoked_at=None
    )
    return share


@transaction.atomic
def end_share(*, candidate: User, offer_id: UUID, share_id: int) -> OfferShare | None:
    """End a share now; one that has ended, or isn't the offer's, changes nothing."""
    offer = access_offer(candidate, offer_id, lock=True)
    share = offer.shares.select_related("person").filter(pk=share_id).first()
    if share is not None and share.revoked_at is None:
        share.revoked_at = timezone.now()
        share.save(update_fields=["revoked_at"])
        mail.drop(key_prefix=f"offer:{share.pk}:")
    return share


@transaction.atomic
def save_outlook(
    *, candidate: User, dilution: Decimal, rounds: int, down: Decimal, up: Decimal, at_exit: Decimal
) -> Outlook:
    """Keep what the candidate assumes of the years ahead."""
    outlook, _made = Outlook.objects.update_or_create(
        candidate=candidate,
        defaults={"dilution": dilution, "rounds": rounds, "down": down, "up": up, "exit": at_exit},
    )
    return outlook


@transaction.atomic
def save_rate(*, candidate: User, currency: str, into: str, rate: Decimal, as_of: Any) -> TypedRate:
    """Keep an exchange rate that the candidate typed; the same two currencies the other way round go."""
    TypedRate.objects.filter(candidate=candidate, currency=into, into=currency).delete()
    kept, _made = TypedRate.objects.update_or_create(
        candidate=candidate, currency=currency, into=into, defaults={"rate": rate, "as_of": as_of}
    )
    return kept


def drop_rate(*, candidate: User, rate_id: int) -> None:
    """Forget an exchange rate."""
    TypedRate.objects.filter(candidate=candidate, pk=rate_id).delete()


def _append(candidate: User, offer: Offer) -> Offer:
    """Save a new offer as the last one; the person's row is held, so that two at once come one by one."""
    User.objects.select_for_update().get(pk=candidate.pk)
    alive = Offer.objects.filter(candidate=candidate, deleted_at=None)
    if alive.count() >= MOST:
        raise DomainError(
            _("There are %(most)s offers on your sheet. Delete one to add another.") % {"most": MOST},
            "too_many",
        )
    last = alive.aggregate(last=Max("position"))["last"]
    offer.position = 0 if last is None else last + 1
    offer.save()
    return offer
