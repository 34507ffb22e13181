"""How much of a grant is earned when. Pure."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from prep.offers.terms import MONTHS, Terms


class BadSchedule(ValueError):
    """A schedule that can't be: `code` is "years" (not one figure a year) or "sum" (not 100)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_schedule(typed: str, years: int) -> tuple[Fraction, ...]:
    """Shares of the grant by year, from percents with commas between: "10, 20, 30, 40".

    Raises:
        BadSchedule: not one figure for each of `years`, or not 100 together.
    """
    try:
        parts = tuple(Fraction(Decimal(part.strip().rstrip("%").strip())) for part in typed.split(","))
    except (InvalidOperation, ValueError, OverflowError):
        raise BadSchedule("years") from None
    if len(parts) != years or min(parts) < 0:
        raise BadSchedule("years")
    if sum(parts) != 100:
        raise BadSchedule("sum")
    return tuple(part / 100 for part in parts)


def vested(terms: Terms, months: int) -> Fraction:
    """The share of the grant earned after so many months: nothing before the cliff, then month by month."""
    if months < terms.cliff_months:
        return Fraction(0)
    whole = min(months, terms.vesting_years * MONTHS)
    if terms.schedule is None:
        return Fraction(whole, terms.vesting_years * MONTHS)
    years, rest = divmod(whole, MONTHS)
    full = sum(terms.schedule[:years], Fraction(0))
    return full + (terms.schedule[years] * Fraction(rest, MONTHS) if rest else 0)


def vested_in_year(terms: Terms, year: int) -> Fraction:
    """The share of the grant earned in a year of work, from 1."""
    return vested(terms, year * MONTHS) - vested(terms, (year - 1) * MONTHS)


def refresh_in_year(terms: Terms, year: int) -> Fraction:
    """How much of one yearly grant vests in a year of work, over all grants made by then.

    One is made at the end of every year and vests evenly over the years of the first one, without a cliff:
    so year 1 has nothing, year 2 a part of one, year 3 of two.
    """
    running = min(year - 1, terms.vesting_years)
    return Fraction(running, terms.vesting_years)
