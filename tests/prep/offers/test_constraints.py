"""What the database refuses of offers, whatever the code does: every constraint is broken into once."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from prep.models import Counter, CounterVersion, Offer, OfferShare, Outlook, RangeFigure, TypedRate
from tests.factories import make_user
from tests.prep.offers.making import make_offer

pytestmark = pytest.mark.django_db
NEGATIVE = (
    "base",
    "bonus",
    "sign_on",
    "equity",
    "strike",
    "valuation",
    "share_price",
    "preference",
    "refresh",
    "benefits",
)
OFFER: dict[str, dict[str, Any]] = {
    "offer_state_known": {"state": "lost"},
    "offer_bonus_known": {"bonus_unit": "x"},
    "offer_equity_known": {"vesting": "x"},
    "offer_years_in_range": {"sign_on_years": 5},
    "offer_cliff_within_vesting": {"cliff_months": 49},
    "offer_percent_of_whole": {"equity": Decimal(101)},
    "offer_some_shares": {"fully_diluted": 0},
    **{f"offer_{name}_not_negative": {name: Decimal(-1)} for name in NEGATIVE},
}


def refused(make: Any) -> str:
    """The message with which the database refuses, or "" when it doesn't."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", OFFER)
def test_offers_hold(name: str) -> None:
    offer = make_offer(make_user())
    assert name in refused(lambda: Offer.objects.filter(pk=offer.pk).update(**OFFER[name]))


def test_every_constraint_of_an_offer_is_tried() -> None:
    assert {each.name for each in Offer._meta.constraints} == set(OFFER)


RANGE = {
    "what": "base",
    "stage": "s",
    "unit": "money",
    "currency": "USD",
    "low": 1,
    "high": 2,
    "source": "x",
    "source_date": date(2025, 11, 1),
}


@pytest.mark.parametrize(
    ("model", "fields", "changes"),
    [
        (RangeFigure, RANGE, {}),
        (RangeFigure, RANGE, {"stage": "t", "low": 3}),
        (RangeFigure, RANGE, {"stage": "t", "currency": ""}),
        (RangeFigure, RANGE, {"stage": "t", "source": ""}),
        (TypedRate, {"currency": "EUR", "into": "USD", "rate": 1, "as_of": date(2026, 1, 1)}, {}),
        (
            TypedRate,
            {"currency": "EUR", "into": "USD", "rate": 1, "as_of": date(2026, 1, 1)},
            {"into": "EUR"},
        ),
        (
            TypedRate,
            {"currency": "EUR", "into": "USD", "rate": 1, "as_of": date(2026, 1, 1)},
            {"rate": 0, "into": "GBP"},
        ),
        (Outlook, {}, {}),
        (OfferShare, {"round_id": None}, {}),
        (OfferShare, {"round_id": uuid.UUID(int=1)}, {}),
        (Counter, {}, {}),
        (CounterVersion, {"number": 1, "text": "x"}, {}),
    ],
)
def test_rows_hold(model: type[models.Model], fields: dict[str, Any], changes: dict[str, Any]) -> None:
    person = make_user()
    offer = make_offer(person)
    names = {field.name for field in model._meta.concrete_fields}
    own: dict[str, Any] = {}
    if "candidate" in names:
        own["candidate"] = person
    if "offer" in names:
        own["offer"] = offer
    if "person" in names:
        own["person"] = person
    if "counter" in names:
        own["counter"] = Counter.objects.create(offer=offer)
    model._default_manager.create(**own, **fields)
    assert refused(lambda: model._default_manager.create(**own, **{**fields, **changes}))


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Outlook, {"dilution": 91}),
        (Outlook, {"rounds": 9}),
        (Outlook, {"up": Decimal("0.5")}),
        (Counter, {"tone": "rude"}),
    ],
)
def test_one_of_a_kind_holds(model: type[models.Model], changes: dict[str, Any]) -> None:
    offer = make_offer(make_user())
    own = {"offer": offer} if model is Counter else {"candidate": offer.candidate}
    assert refused(lambda: model._default_manager.create(**own, **changes))
