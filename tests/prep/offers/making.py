"""Terms and offers to compute with; each test names only what it is about."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.models import User
from prep.models import Offer
from prep.offers.terms import Terms

# A real outcome: 210 k base, 30 k sign-on, 0.03 % at a valuation between 800 M and 1.2 B.
REAL = Terms(
    base=Fraction(210_000),
    sign_on=Fraction(30_000),
    grant=Fraction(3, 10_000),
    valuation=Fraction(1_000_000_000),
)


def make_offer(candidate: User, company: str = "Northstar Pay", **fields: Any) -> Offer:
    """An offer like the real outcome."""
    return Offer.objects.create(
        candidate=candidate,
        company=company,
        **{
            "base": Decimal(210_000),
            "sign_on": Decimal(30_000),
            "equity": Decimal("0.03"),
            "valuation": Decimal(1_000_000_000),
            **fields,
        },
    )
