"""Offers beside each other: rows over several, the highest by currency, totals by typed rates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from prep.models import TypedRate
from prep.offers.amounts import in_words, money
from prep.offers.outlook import SCENARIOS
from prep.offers.sheet import SCENARIO_WORDS, UNKNOWN, Column


@dataclass(frozen=True)
class Row:
    """One line over several offers; `best` has the places of the highest, of two in one currency at least."""

    title: str
    cells: list[str]
    best: frozenset[int] = frozenset()
    kind: str = ""


@dataclass(frozen=True)
class Converted:
    """A total in another currency, by a rate that the candidate typed."""

    amount: Decimal
    currency: str
    rate: TypedRate | None

    @property
    def shown(self) -> str:
        """The amount in words."""
        return in_words(self.amount, self.currency)


def convert(amount: Decimal, currency: str, into: str, rates: Sequence[TypedRate]) -> Converted | None:
    """An amount in another currency; None without a rate for it that the candidate typed."""
    if currency == into:
        return Converted(amount, into, None)
    for each in rates:
        if (each.currency, each.into) == (currency, into):
            return Converted(money(Fraction(amount) * Fraction(each.rate), into), into, each)
        if (each.currency, each.into) == (into, currency):
            return Converted(money(Fraction(amount) / Fraction(each.rate), into), into, each)
    return None


def highest(values: Sequence[tuple[str, Fraction | Decimal | None]]) -> frozenset[int]:
    """The places of the highest amount of each currency that at least two offers have; ties are all named.

    Amounts of different currencies are never compared.
    """
    best: set[int] = set()
    for currency in {currency for currency, value in values if value is not None}:
        of_it = [
            (index, value)
            for index, (each, value) in enumerate(values)
            if each == currency and value is not None
        ]
        top = max(value for _index, value in of_it)
        if len(of_it) > 1 and any(value != top for _index, value in of_it):
            best |= {index for index, value in of_it if value == top}
    return frozenset(best)


def comparison(columns: Sequence[Column]) -> list[Row]:
    """The sheet: what is stated, what it pays, what the grant may bring."""

    def row(
        title: str,
        cells: list[str],
        values: Sequence[Fraction | Decimal | None] | None = None,
        kind: str = "",
    ) -> Row:
        best = (
            highest([(each.terms.currency, value) for each, value in zip(columns, values, strict=True)])
            if values
            else frozenset()
        )
        return Row(title, cells, best, kind)

    rows = [
        row(
            _("Base"),
            [each.money(each.terms.base) for each in columns],
            [each.terms.base for each in columns],
        ),
        row(_("Bonus"), [each.bonus for each in columns]),
        row(_("Sign-on"), [each.sign_on for each in columns], [each.terms.sign_on for each in columns]),
        row(_("Grant"), [each.grant for each in columns]),
        row(_("Valuation"), [each.money(each.terms.company) for each in columns]),
        row(
            _("Grant on paper"),
            [each.money(each.paper.net if each.paper else None) for each in columns],
            [each.paper.net if each.paper else None for each in columns],
        ),
        row(_("Vesting"), [each.vesting for each in columns]),
        row(
            _("Promised cash in four years"),
            [each.money(each.pay.certain) for each in columns],
            [each.pay.certain for each in columns],
        ),
        row(
            _("Cash in four years"),
            [each.money(each.pay.cash) for each in columns],
            [each.pay.cash for each in columns],
        ),
        row(
            _("All in four years"),
            [each.total for each in columns],
            [each.pay.total for each in columns],
            "sum",
        ),
        row(
            _("A year on average"),
            [each.average for each in columns],
            [each.pay.average for each in columns],
            "sum",
        ),
    ]
    for key in SCENARIOS:
        values = [each.payouts[key].net if each.payouts else None for each in columns]
        rows.append(
            row(
                _("Grant at a sale: %(scenario)s") % {"scenario": str(SCENARIO_WORDS[key]).lower()},
                [each.money(value) for each, value in zip(columns, values, strict=True)],
                values,
                "scenario",
            )
        )
    rows += [
        row(
            _("Starts"),
            [each.offer.starts_on.isoformat() if each.offer.starts_on else UNKNOWN for each in columns],
        ),
        row(_("Answer until"), [each.deadline for each in columns]),
    ]
    return rows
