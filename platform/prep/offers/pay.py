"""What an offer pays, year by year over four years of work. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from prep.offers.amounts import money, spread
from prep.offers.terms import Terms, on_paper
from prep.offers.vesting import refresh_in_year, vested_in_year

YEARS = 4
CASH = ("base", "bonus", "sign_on", "benefits")
PARTS = (*CASH, "equity", "refresh")


@dataclass(frozen=True)
class Year:
    """One year of work, counted from the start date, in money by part."""

    number: int
    parts: dict[str, Decimal]

    @property
    def cash(self) -> Decimal:
        """What is paid in money or saves money: everything but equity."""
        return sum((self.parts[part] for part in CASH), Decimal(0))

    @property
    def total(self) -> Decimal:
        """Everything, equity at today's paper value."""
        return sum(self.parts.values(), Decimal(0))


@dataclass(frozen=True)
class FourYears:
    """Four years of an offer; the years add up to the totals to the cent.

    `equity_known` is False while the paper value of the grant can't be told: its parts are nothing then.
    """

    currency: str
    years: tuple[Year, ...]
    equity_known: bool
    guaranteed_bonus: bool

    def of(self, part: str) -> Decimal:
        """One part over all years."""
        return sum((year.parts[part] for year in self.years), Decimal(0))

    @property
    def cash(self) -> Decimal:
        """Everything but equity, over all years."""
        return sum((year.cash for year in self.years), Decimal(0))

    @property
    def certain(self) -> Decimal:
        """What is promised: cash without a bonus that is only a target."""
        return self.cash - (Decimal(0) if self.guaranteed_bonus else self.of("bonus"))

    @property
    def total(self) -> Decimal:
        """Everything over all years, equity at today's paper value."""
        return sum((year.total for year in self.years), Decimal(0))

    @property
    def average(self) -> Decimal:
        """The total a year, rounded like money."""
        return money(Fraction(self.total) / YEARS, self.currency)


def bonus_a_year(terms: Terms) -> Fraction:
    """Base × percent, or the amount."""
    if terms.bonus is None:
        return Fraction(0)
    return terms.bonus * (terms.base or 0) if terms.bonus_of_base else terms.bonus


def exact_parts(terms: Terms, year: int) -> dict[str, Fraction]:
    """One year of work by part, before anything is rounded; what is unknown is nothing.

    Args:
        terms: of the offer.
        year: of work, from 1.
    """
    nothing = Fraction(0)
    grant, refresh = on_paper(terms, terms.grant), on_paper(terms, terms.refresh)
    paid = terms.sign_on is not None and year <= terms.sign_on_years
    return {
        "base": terms.base or nothing,
        "bonus": bonus_a_year(terms),
        "sign_on": (terms.sign_on or nothing) / terms.sign_on_years if paid else nothing,
        "benefits": terms.benefits or nothing,
        "equity": grant.net * vested_in_year(terms, year) if grant else nothing,
        "refresh": refresh.net * refresh_in_year(terms, year) if refresh else nothing,
    }


def four_years(terms: Terms) -> FourYears:
    """Money by year and part over four years; the grant at today's paper value, less what it costs."""
    years = [exact_parts(terms, year) for year in range(1, YEARS + 1)]
    columns = {part: spread([year[part] for year in years], terms.currency) for part in PARTS}
    known = all(
        amount is None or on_paper(terms, amount) is not None for amount in (terms.grant, terms.refresh)
    )
    return FourYears(
        terms.currency,
        tuple(Year(number + 1, {part: columns[part][number] for part in PARTS}) for number in range(YEARS)),
        known,
        terms.bonus_guaranteed,
    )
