"""What is worth noticing in an offer: rules by name, and where it lies in the usual range. Pure.

A rule looks at terms and usual ranges alone, and says nothing of what it can't see. The words are in
`prep.offers.words`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from prep.offers.outlook import Assumed, scenarios
from prep.offers.terms import Terms, on_paper

SOON = timedelta(hours=72)


@dataclass(frozen=True)
class Range:
    """What is usual: from `low` to `high`, money in `currency` or shares of one (no currency)."""

    what: str
    stage: str
    currency: str
    low: Fraction
    high: Fraction
    source: str
    source_date: date


@dataclass(frozen=True)
class Place:
    """Where a value lies: "below", "within" or "above" a range."""

    range: Range
    value: Fraction
    where: str


@dataclass(frozen=True)
class Advice:
    """One thing to notice: the rule's name, how much it matters ("act", "ask" or "know"), and its numbers."""

    code: str
    weight: str
    numbers: dict[str, Any] = field(default_factory=dict)


def places(terms: Terms, ranges: Iterable[Range]) -> dict[str, Place]:
    """Where the offer lies in the ranges of its own currency, by what they are of; shares have none."""
    values = {
        "base": terms.base,
        "sign_on": terms.sign_on,
        "equity": terms.share,
        "valuation": terms.company,
    }
    found: dict[str, Place] = {}
    for each in ranges:
        value = values.get(each.what)
        if value is None or each.currency not in ("", terms.currency) or each.what in found:
            continue
        where = "below" if value < each.low else "above" if value > each.high else "within"
        found[each.what] = Place(each, value, where)
    return found


def advice(
    terms: Terms, ranges: Sequence[Range], *, now: datetime, assumed: Assumed | None = None, notes: str = ""
) -> list[Advice]:
    """Everything worth noticing, what asks for action first.

    Args:
        terms: of the offer.
        ranges: what is usual.
        now: to tell how near the deadline is.
        assumed: of the years ahead, for what the grant is worth in a bad one.
        notes: what the candidate wrote about it.
    """
    found = [
        *_pay(terms, places(terms, ranges)),
        *_grant(terms),
        *_vesting(terms),
        *_years_ahead(terms, assumed or Assumed()),
        *_time(terms, now),
    ]
    if anchored(notes):
        found.append(Advice("anchored", "know"))
    order = ("act", "ask", "know")
    return sorted(found, key=lambda each: order.index(each.weight))


def _pay(terms: Terms, where: dict[str, Place]) -> list[Advice]:
    found = []
    base, equity, sign_on = (where.get(what) for what in ("base", "equity", "sign_on"))
    if base and base.where == "below":
        found.append(
            Advice(
                "base_below", "act", {"value": base.value, "low": base.range.low, "stage": base.range.stage}
            )
        )
    if base and base.where == "above" and equity and equity.where == "below":
        found.append(Advice("cash_for_equity", "know"))
    if equity and equity.where == "below":
        found.append(
            Advice(
                "equity_below",
                "act",
                {
                    "value": equity.value,
                    "low": equity.range.low,
                    "high": equity.range.high,
                    "worth": (equity.range.low - equity.value) * terms.company if terms.company else None,
                },
            )
        )
    if sign_on and sign_on.where == "below":
        found.append(Advice("sign_on_below", "ask", {"value": sign_on.value, "low": sign_on.range.low}))
    if terms.sign_on is None:
        found.append(Advice("no_sign_on", "ask"))
    elif terms.sign_on and not terms.clawback.strip():
        found.append(Advice("clawback_unknown", "ask"))
    if terms.bonus and not terms.bonus_guaranteed:
        found.append(Advice("bonus_is_target", "know"))
    return found


def _grant(terms: Terms) -> list[Advice]:
    if terms.grant is None:
        return [Advice("no_equity", "ask")]
    found = []
    if terms.share is None:
        found.append(Advice("count_unknown", "act"))
    elif terms.cost(terms.grant) is None:
        found.append(Advice("cost_unknown", "ask"))
    if terms.company is None:
        found.append(Advice("valuation_unknown", "ask"))
    if terms.form == "options" and terms.strike is None:
        found.append(Advice("strike_unknown", "ask"))
    if terms.form == "rsus" and terms.strike:
        found.append(Advice("rsus_with_strike", "know"))
    if terms.price is not None and terms.cost_each >= terms.price > 0:
        found.append(Advice("under_water", "act", {"strike": terms.cost_each, "price": terms.price}))
    if terms.valuation and terms.share_price and terms.fully_diluted:
        implied = terms.share_price * terms.fully_diluted
        if abs(implied - terms.valuation) * 100 > terms.valuation:
            found.append(Advice("price_disagrees", "ask", {"implied": implied, "valuation": terms.valuation}))
    return found


def _vesting(terms: Terms) -> list[Advice]:
    if terms.grant is None:
        return []
    found = []
    if terms.cliff_months > 12:
        found.append(Advice("long_cliff", "ask", {"months": terms.cliff_months}))
    if terms.vesting_years > 4:
        found.append(Advice("long_vesting", "know", {"years": terms.vesting_years}))
    if terms.schedule and terms.schedule[0] < Fraction(1, len(terms.schedule)):
        found.append(Advice("back_loaded", "ask", {"first": terms.schedule[0]}))
    if not terms.refresh:
        found.append(Advice("no_refresh", "know"))
    return found


def _years_ahead(terms: Terms, assumed: Assumed) -> list[Advice]:
    found = []
    if terms.preference and terms.company and terms.preference >= terms.company:
        found.append(Advice("preference_covers_all", "act"))
    elif terms.grant and terms.preference is None:
        found.append(Advice("preference_unknown", "ask"))
    paid = scenarios(terms, assumed)
    paper = on_paper(terms, terms.grant)
    if paid and paper and paper.net and not paid["down"].net:
        found.append(Advice("worthless_when_down", "know", {"price": paid["down"].price}))
    return found


def _time(terms: Terms, now: datetime) -> list[Advice]:
    if terms.deadline is None:
        return [Advice("no_deadline", "ask")]
    left = terms.deadline - now
    if left <= timedelta(0):
        return [Advice("deadline_over", "act", {"deadline": terms.deadline})]
    if left <= SOON:
        hours = int(left.total_seconds() // 3600)
        return [Advice("deadline_soon", "act", {"deadline": terms.deadline, "hours": hours})]
    return []


_FORMER = re.compile(
    r"\b(?:my|our)\s+(?:current|present|former|previous|last|old)\s+"
    r"(?:total\s+)?(?:pay|salary|comp(?:ensation)?|package|tc|total|employer|job|company)"
    r"|\bi\s+(?:currently|now|today|already|used\s+to)\s+(?:make|made|earn|earned|get\s+paid)"
    r"|\bi\s+(?:make|earn|made|earned)\s+[\d$€£]"
    r"|\b(?:current|former|previous|present)\s+(?:total\s+)?(?:compensation|comp|pay|salary|tc)\b",
    re.IGNORECASE,
)


def anchored(text: str) -> bool:
    """Whether a text leans on what somebody earned before; it sees common English phrases alone."""
    return bool(_FORMER.search(text))
