"""The terms of one offer as exact numbers, and what follows from them at once. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

MONTHS = 12


@dataclass(frozen=True)
class Terms:
    """One offer in numbers: money in units of `currency`, shares of one in fractions, None for unknown.

    Attributes:
        bonus: a share of base when `bonus_of_base`, else money a year.
        grant: a share of the company (0.0003 for 0.03 %) when `grant_is_share`, else a number of shares.
        refresh: granted at the end of every year, in the unit of `grant`.
        strike: what one share costs the holder; nothing for RSUs.
        schedule: share of the grant by year of vesting, None for the same every month.
    """

    currency: str = "USD"
    base: Fraction | None = None
    bonus: Fraction | None = None
    bonus_of_base: bool = True
    bonus_guaranteed: bool = False
    sign_on: Fraction | None = None
    sign_on_years: int = 1
    clawback: str = ""
    benefits: Fraction | None = None
    form: str = "options"
    grant: Fraction | None = None
    grant_is_share: bool = True
    strike: Fraction | None = None
    fully_diluted: int | None = None
    valuation: Fraction | None = None
    share_price: Fraction | None = None
    preference: Fraction | None = None
    vesting_years: int = 4
    cliff_months: int = 12
    schedule: tuple[Fraction, ...] | None = None
    refresh: Fraction | None = None
    starts_on: date | None = None
    deadline: datetime | None = None

    @property
    def share(self) -> Fraction | None:
        """The grant as a share of the fully diluted company: number ÷ fully diluted count."""
        return self.as_share(self.grant)

    @property
    def number(self) -> Fraction | None:
        """The grant as a number of shares: share × fully diluted count; not yet whole."""
        return self.as_number(self.grant)

    @property
    def company(self) -> Fraction | None:
        """What the whole company is valued at: the post-money valuation, else price × fully diluted count."""
        if self.valuation is not None:
            return self.valuation
        if self.share_price is not None and self.fully_diluted:
            return self.share_price * self.fully_diluted
        return None

    @property
    def price(self) -> Fraction | None:
        """What a share is valued at: the preferred price, else valuation ÷ fully diluted count."""
        if self.share_price is not None:
            return self.share_price
        if self.valuation is not None and self.fully_diluted:
            return self.valuation / self.fully_diluted
        return None

    @property
    def cost_each(self) -> Fraction:
        """What the holder pays for a share."""
        return Fraction(0) if self.form == "rsus" else self.strike or Fraction(0)

    @property
    def preferred(self) -> Fraction:
        """The investors' share, taken from what they paid: money ahead ÷ valuation, at most 1."""
        if not self.preference or not self.company:
            return Fraction(0)
        return min(Fraction(1), self.preference / self.company)

    def as_share(self, amount: Fraction | None) -> Fraction | None:
        """An amount in the unit of the grant as a share of the company."""
        if amount is None or self.grant_is_share:
            return amount
        return amount / self.fully_diluted if self.fully_diluted else None

    def as_number(self, amount: Fraction | None) -> Fraction | None:
        """An amount in the unit of the grant as a number of shares."""
        if amount is None or not self.grant_is_share:
            return amount
        return amount * self.fully_diluted if self.fully_diluted else None

    def cost(self, amount: Fraction | None) -> Fraction | None:
        """What exercising an amount in the unit of the grant costs; None where the count is needed for it."""
        if self.cost_each == 0:
            return Fraction(0)
        number = self.as_number(amount)
        return None if number is None else number * self.cost_each


@dataclass(frozen=True)
class Paper:
    """What a grant is worth on paper, step by step: `net` = max(0, `gross` − `cost`).

    `gross` is share × company where both are known (`by_share`), else number × price.
    """

    gross: Fraction
    cost: Fraction
    net: Fraction
    by_share: bool


def on_paper(terms: Terms, amount: Fraction | None) -> Paper | None:
    """What an amount in the unit of the grant is worth at today's valuation; None while that is unknown."""
    cost = terms.cost(amount)
    if amount is None or cost is None:
        return None
    share, number = terms.as_share(amount), terms.as_number(amount)
    if share is not None and terms.company is not None:
        gross, by_share = share * terms.company, True
    elif number is not None and terms.price is not None:
        gross, by_share = number * terms.price, False
    else:
        return None
    return Paper(gross, cost, max(Fraction(0), gross - cost), by_share)
