"""Writing counters: one working text an offer, and the versions of it that were kept."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from prep.models import Counter, CounterVersion, Offer
from prep.offers.access import access_offer
from prep.offers.amounts import exact
from prep.offers.drafting import Asked, draft
from prep.offers.selectors import terms_of
from prep.saving import check_version

MOST_VERSIONS = 50


def counter_of(offer: Offer) -> Counter:
    """The counter to an offer; a new one, unsaved and of version 0, where none was begun."""
    return Counter.objects.filter(offer=offer).first() or Counter(offer=offer, version=0)


def _locked(candidate: User, offer_id: UUID) -> Counter:
    offer = access_offer(candidate, offer_id, lock=True)
    counter, _made = Counter.objects.get_or_create(offer=offer, defaults={"version": 0})
    counter.offer = offer
    return counter


@transaction.atomic
def save_counter(*, candidate: User, offer_id: UUID, version: int, data: dict[str, Any]) -> Counter:
    """Keep what the candidate typed.

    Args:
        candidate: whose offer it is.
        offer_id: which.
        version: of the counter that `data` was typed upon, 0 for one not yet saved.
        data: every field of the counter by the model's names.

    Raises:
        Conflict: code "stale", another tab or device saved since; nothing is changed.
        Http404: the offer isn't the candidate's.
    """
    counter = _locked(candidate, offer_id)
    if all(getattr(counter, name) == value for name, value in data.items()):
        return counter
    check_version(saved=counter.version, typed_upon=version)
    for name, value in data.items():
        setattr(counter, name, value)
    return _raised(counter)


@transaction.atomic
def draft_counter(*, candidate: User, offer_id: UUID) -> Counter:
    """Write the text anew from the argument and the numbers; a text that was there is kept as a version."""
    counter = _locked(candidate, offer_id)
    _keep(counter)
    counter.text = drafted(counter)
    return _raised(counter)


@transaction.atomic
def keep_counter(*, candidate: User, offer_id: UUID) -> CounterVersion | None:
    """Keep the text as it is as a version; nothing where it is empty or the last version says the same."""
    return _keep(_locked(candidate, offer_id))


@transaction.atomic
def bring_back(*, candidate: User, offer_id: UUID, number: int) -> Counter:
    """Make a kept version the text again; what was there is kept. An unknown number changes nothing."""
    counter = _locked(candidate, offer_id)
    found = counter.versions.filter(number=number).first()
    if found is None:
        return counter
    _keep(counter)
    counter.text = found.text
    return _raised(counter)


def drafted(counter: Counter) -> str:
    """The text that follows from the argument and the numbers of a counter."""
    offer = counter.offer
    terms = terms_of(offer)
    grant = exact(counter.ask_equity)
    asked = Asked(
        argument=counter.argument,
        worth=exact(counter.worth),
        base=exact(counter.ask_base),
        sign_on=exact(counter.ask_sign_on),
        grant=grant / 100 if grant is not None and terms.grant_is_share else grant,
        review=counter.ask_review,
    )
    return draft(
        terms,
        asked,
        tone=counter.tone,
        company=offer.company,
        level=offer.level,
        addressee=counter.addressee,
        name=offer.candidate.shown_name,
        zone=offer.deadline_zone or offer.candidate.timezone,
    )


def _raised(counter: Counter) -> Counter:
    counter.version += 1
    counter.save()
    return counter


def _keep(counter: Counter) -> CounterVersion | None:
    last = counter.versions.first()
    if not counter.text.strip() or (last is not None and last.text == counter.text):
        return None
    number = (counter.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    kept = CounterVersion.objects.create(counter=counter, number=number, text=counter.text)
    counter.versions.filter(number__lte=number - MOST_VERSIONS).delete()
    return kept
