"""What the pages, the print and the files say of offers: figures in words, one column an offer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import current_clock
from common.zones import written
from prep.models import Offer
from prep.offers import charts
from prep.offers.amounts import grouped, in_words, money, percent, plain, shares, short
from prep.offers.how import how_equity, how_payout, how_years
from prep.offers.outlook import Assumed, Payout, scenarios
from prep.offers.pay import PARTS, FourYears, four_years
from prep.offers.rules import Range, advice, places
from prep.offers.selectors import terms_of
from prep.offers.terms import Paper, Terms, on_paper
from prep.offers.words import Told, place_words, told

PART_WORDS: dict[str, Promise] = {
    "base": gettext_lazy("Base"),
    "bonus": gettext_lazy("Bonus"),
    "sign_on": gettext_lazy("Sign-on"),
    "benefits": gettext_lazy("Benefits"),
    "equity": gettext_lazy("Equity on paper"),
    "refresh": gettext_lazy("New grants on paper"),
}
SCENARIO_WORDS: dict[str, Promise] = {
    "down": gettext_lazy("Down"),
    "flat": gettext_lazy("Flat"),
    "up": gettext_lazy("Up"),
    "exit": gettext_lazy("Exit"),
}
RANGE_WORDS: dict[str, Promise] = {
    "base": gettext_lazy("Base"),
    "sign_on": gettext_lazy("Sign-on"),
    "equity": gettext_lazy("Equity"),
    "valuation": gettext_lazy("Valuation"),
}
UNKNOWN = "–"


@dataclass(frozen=True)
class Column:
    """One offer with all that follows from it."""

    offer: Offer
    terms: Terms
    pay: FourYears
    paper: Paper | None
    payouts: dict[str, Payout] | None
    ranges: dict[str, dict[str, str]]
    advice: list[Told]
    assumed: Assumed

    def money(self, amount: Fraction | Decimal | None) -> str:
        """An amount of this offer in words; a dash for what is unknown."""
        if amount is None:
            return UNKNOWN
        return in_words(money(Fraction(amount), self.terms.currency), self.terms.currency)

    @property
    def total(self) -> str:
        """Four years together."""
        return self.money(self.pay.total)

    @property
    def average(self) -> str:
        """A year on average."""
        return self.money(self.pay.average)

    @property
    def base(self) -> str:
        """The base a year."""
        return self.money(self.terms.base)

    @property
    def sign_on_amount(self) -> str:
        """The whole sign-on."""
        return self.money(self.terms.sign_on)

    @property
    def valuation(self) -> str:
        """What the company is valued at, in short."""
        company = self.terms.company
        return UNKNOWN if company is None else f"{short(company)} {self.terms.currency}"

    @property
    def grant_short(self) -> str:
        """The grant as a share where that is known, else as a number."""
        if self.terms.share is not None:
            return percent(self.terms.share, 8)
        return UNKNOWN if self.terms.number is None else grouped(shares(self.terms.number))

    @property
    def promised(self) -> str:
        """Four years of cash, without a bonus that is only a target."""
        return self.money(self.pay.certain)

    @property
    def on_paper(self) -> str:
        """What the grant is worth today."""
        return self.money(self.paper.net if self.paper else None)

    @property
    def dilution(self) -> str:
        """What each further round takes."""
        return percent(self.assumed.dilution)

    @property
    def bonus(self) -> str:
        """The bonus as it was stated, and whether it is promised."""
        if self.offer.bonus is None:
            return UNKNOWN
        amount = f"{plain(self.offer.bonus)} %" if self.terms.bonus_of_base else self.money(self.offer.bonus)
        return f"{amount}, {_('guaranteed') if self.offer.bonus_guaranteed else _('target')}"

    @property
    def sign_on(self) -> str:
        """The sign-on, and over how many years."""
        amount = self.money(self.offer.sign_on)
        if self.offer.sign_on and self.offer.sign_on_years > 1:
            return _("%(amount)s over %(years)s years") % {
                "amount": amount,
                "years": self.offer.sign_on_years,
            }
        return amount

    @property
    def grant(self) -> str:
        """The grant as it was stated, and as the other of share and number."""
        if self.terms.grant is None:
            return UNKNOWN
        form = str(self.offer.get_equity_form_display())
        number = self.terms.number
        share = self.terms.share
        said = [percent(share, 8)] if share is not None else []
        if number is not None:
            said.append(f"{grouped(shares(number))} {form}")
        elif share is not None:
            said.append(form)
        return ", ".join(said)

    @property
    def vesting(self) -> str:
        """Years, cliff and schedule."""
        said = [_("%(years)s years") % {"years": self.offer.vesting_years}]
        said.append(
            _("cliff %(months)s months") % {"months": self.offer.cliff_months}
            if self.offer.cliff_months
            else _("no cliff")
        )
        if self.terms.schedule:
            said.append(
                " / ".join(
                    plain(Decimal(part.numerator * 100) / part.denominator) for part in self.terms.schedule
                )
                + " %"
            )
        return ", ".join(said)

    @property
    def deadline(self) -> str:
        """When it ends, in its own zone."""
        if self.offer.deadline is None:
            return UNKNOWN
        return written(self.offer.deadline, self.zone, "full", current_clock())

    @property
    def zone(self) -> str:
        """The zone of the deadline."""
        return self.offer.deadline_zone or self.offer.candidate.timezone

    def places(self) -> list[dict[str, str]]:
        """Where the offer lies in the usual ranges."""
        return [{**words, "title": str(RANGE_WORDS[what])} for what, words in self.ranges.items()]

    def sources(self) -> list[dict[str, str]]:
        """Where the ranges come from, each source once with the parts it speaks of."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for place in self.places():
            found.setdefault((place["stage"], place["source"], place["as_of"]), []).append(place["title"])
        return [
            {"parts": ", ".join(parts), "stage": stage, "source": source, "as_of": as_of}
            for (stage, source, as_of), parts in found.items()
        ]

    def stated(self) -> list[dict[str, str]]:
        """What was written down, for whoever reads a shared offer; notes stay the candidate's."""
        offer, money = self.offer, self.money
        rows = [
            (_("Base"), money(offer.base)),
            (_("Bonus"), self.bonus),
            (_("Sign-on"), self.sign_on),
            (_("To be paid back if"), offer.clawback),
            (_("Benefits a year"), money(offer.benefits)),
            (_("Benefits"), offer.benefits_words),
            (_("Grant"), self.grant),
            (_("Strike price"), money(offer.strike)),
            (_("Fully diluted"), grouped(offer.fully_diluted) if offer.fully_diluted else UNKNOWN),
            (_("Valuation"), money(self.terms.company)),
            (_("Money ahead"), money(offer.preference)),
            (_("Vesting"), self.vesting),
            (_("Starts"), offer.starts_on.isoformat() if offer.starts_on else UNKNOWN),
            (_("Answer until"), self.deadline),
        ]
        return [{"title": title, "text": text} for title, text in rows if text not in ("", UNKNOWN)]

    def years(self) -> list[dict[str, Any]]:
        """The table of four years: a row a part, with its sum."""
        rows = [
            {
                "part": part,
                "title": PART_WORDS[part],
                "cells": [short_money(year.parts[part], self.terms.currency) for year in self.pay.years],
                "sum": short_money(self.pay.of(part), self.terms.currency),
            }
            for part in PARTS
            if self.pay.of(part)
        ]
        return rows

    def sums(self) -> dict[str, Any]:
        """The last row of that table."""
        return {
            "cells": [short_money(year.total, self.terms.currency) for year in self.pay.years],
            "sum": short_money(self.pay.total, self.terms.currency),
        }

    def bars(self) -> charts.Bars:
        """The four years as a chart."""
        return charts.bars(self.pay)

    def lines(self) -> charts.Lines | None:
        """The grant's worth over prices as a chart."""
        return charts.lines(self.terms, self.assumed)

    def scenario_rows(self) -> list[dict[str, Any]]:
        """What the grant brings in each scenario, with its formula."""
        return [
            {
                "key": key,
                "title": SCENARIO_WORDS[key],
                "times": plain_times(self.assumed.multiple(key)),
                "price": short(paid.price) + " " + self.terms.currency,
                "share": percent(paid.share),
                "cost": self.money(paid.cost),
                "net": self.money(paid.net),
                "how": how_payout(self.terms, paid, self.assumed),
            }
            for key, paid in (self.payouts or {}).items()
        ]

    def how_equity(self) -> list[str]:
        """The formulae of the grant."""
        return how_equity(self.terms)

    def how_years(self) -> list[str]:
        """The formulae of the years."""
        return how_years(self.terms, self.pay)


def column(offer: Offer, assumed: Assumed, ranges: Sequence[Range], now: datetime) -> Column:
    """One offer with its figures."""
    return column_of(offer, terms_of(offer), assumed, ranges, now)


def column_of(offer: Offer, terms: Terms, assumed: Assumed, ranges: Sequence[Range], now: datetime) -> Column:
    """As `column`, of other terms than the saved ones: what would be if."""
    zone = offer.deadline_zone or offer.candidate.timezone
    return Column(
        offer=offer,
        terms=terms,
        pay=four_years(terms),
        paper=on_paper(terms, terms.grant),
        payouts=scenarios(terms, assumed),
        ranges={what: place_words(place) for what, place in places(terms, ranges).items()},
        advice=[
            told(each, terms.currency, zone)
            for each in advice(terms, ranges, now=now, assumed=assumed, notes=offer.notes)
        ],
        assumed=assumed,
    )


def short_money(amount: Decimal, currency: str) -> str:
    """Money without its currency, for a table whose head has it."""
    return in_words(amount, currency).rpartition(" ")[0]


def plain_times(multiple: Fraction) -> str:
    """A multiple: "×0.5"."""
    return f"×{plain(Decimal(multiple.numerator) / multiple.denominator)}"
