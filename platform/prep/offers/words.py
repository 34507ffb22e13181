"""What the rules noticed, in words: what it is, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.clock import current_clock
from common.zones import written
from prep.offers.amounts import grouped, in_words, money, percent, rounded, short
from prep.offers.rules import Advice, Place


@dataclass(frozen=True)
class Told:
    """One thing to notice, in words; `weight` is "act", "ask" or "know"."""

    code: str
    weight: str
    title: str
    text: str


WEIGHTS: dict[str, Promise] = {"act": _("Act"), "ask": _("Ask"), "know": _("Know")}

ADVICE: dict[str, tuple[Promise, Promise]] = {
    "base_below": (
        _("Base is under the usual range"),
        _(
            "%(value)s is under %(low)s, where the range for %(stage)s begins. If they can’t move the base, "
            "ask "
            "for more equity, or for a pay review after six months with the goals written down."
        ),
    ),
    "cash_for_equity": (
        _("More cash, less equity than usual"),
        _(
            "The base is above its range and the grant under its own. That can be right; know which you "
            "prefer."
        ),
    ),
    "equity_below": (
        _("Equity is under the usual range"),
        _(
            "%(value)s, where %(low)s to %(high)s is usual. %(worth)sAsk with a reason that is worth more "
            "than "
            "that to them: what your work saves or earns in a year."
        ),
    ),
    "sign_on_below": (
        _("Sign-on is under the usual range"),
        _(
            "%(value)s, where %(low)s is the lower end. A sign-on is paid once, so it is the easiest to "
            "raise."
        ),
    ),
    "no_sign_on": (
        _("No sign-on in the offer"),
        _("Ask for one, above all if you leave a bonus or unvested shares behind: name the sum you give up."),
    ),
    "clawback_unknown": (
        _("When is the sign-on paid back?"),
        _(
            "Ask until when, whether all or a part of it, and whether before or after tax. Write it down "
            "here."
        ),
    ),
    "bonus_is_target": (
        _("The bonus is a target"),
        _("Ask what was paid out in the last two years. “Promised” on the sheet leaves it out."),
    ),
    "no_equity": (
        _("No grant in the offer"),
        _("If there is none, the base has to carry the risk alone. If there is one, write it down here."),
    ),
    "count_unknown": (
        _("A number without its whole"),
        _(
            "A number of options says nothing without the fully diluted count. Ask for it, or for the grant "
            "in "
            "percent; it is a usual question, and an answer of “we don’t share that” is one to note."
        ),
    ),
    "cost_unknown": (
        _("What exercising costs is unknown"),
        _("With a strike price but no fully diluted count, nothing can be said of the grant’s worth."),
    ),
    "valuation_unknown": (
        _("No valuation"),
        _("Ask for the last post-money valuation and when that was, or for the preferred price per share."),
    ),
    "strike_unknown": (
        _("Options without a strike price"),
        _(
            "Here they count as if they cost nothing, which is too kind. Ask for the latest fair market "
            "value."
        ),
    ),
    "rsus_with_strike": (
        _("RSUs have no strike price"),
        _("The strike is left out. If you have to pay for them, they are options or shares."),
    ),
    "under_water": (
        _("The strike is not below the price"),
        _(
            "One costs you %(strike)s and is valued at %(price)s: on paper the grant is worth nothing "
            "today. Ask "
            "for a later grant date after the next valuation, or for more cash."
        ),
    ),
    "price_disagrees": (
        _("Price, count and valuation don’t fit"),
        _(
            "Price × fully diluted count is %(implied)s, the valuation typed is %(valuation)s. One of the "
            "three "
            "is of another date: ask which. The sheet goes by the valuation."
        ),
    ),
    "long_cliff": (
        _("The cliff is longer than a year"),
        _(
            "Nothing is yours for %(months)s months. Twelve are usual; ask for them, or for a shorter first "
            "part."
        ),
    ),
    "long_vesting": (
        _("It vests over %(years)s years"),
        _("Four are usual. Compare by the year and not by the size of the grant."),
    ),
    "back_loaded": (
        _("Little of it vests early"),
        _(
            "%(first)s in the first year. Who leaves after two years has less than half: ask for an even "
            "schedule, or for a sign-on that fills the gap."
        ),
    ),
    "no_refresh": (
        _("No yearly grant in writing"),
        _("After four years the pay falls to cash. Ask how often new grants are made and what is typical."),
    ),
    "preference_covers_all": (
        _("Investors come first for all of it"),
        _(
            "The money ahead of you is as much as the whole valuation: at a sale for no more than that, "
            "shares like yours get nothing."
        ),
    ),
    "preference_unknown": (
        _("How much money is ahead of you?"),
        _(
            "Ask how much was raised in all, and whether the preference is 1× and non-participating. Until "
            "then, the scenarios count with none, which is too kind."
        ),
    ),
    "worthless_when_down": (
        _("Worth nothing in the bad case"),
        _("At a sale for %(price)s the grant brings nothing. Don’t pay for it with base that you need."),
    ),
    "no_deadline": (
        _("No deadline"),
        _("Ask until when it stands. It tells you how much time the other offers have."),
    ),
    "deadline_soon": (
        _("%(hours)s hours left to answer"),
        _(
            "It stands until %(deadline)s. Asking for two or three days more, with a reason, is usual and "
            "hardly ever costs an offer."
        ),
    ),
    "deadline_over": (
        _("The deadline is over"),
        _("It stood until %(deadline)s. If you still want it, call them today; write down the new date."),
    ),
    "anchored": (
        _("Don’t anchor on your former total pay"),
        _(
            "Your notes name what you earn or earned. Told to them, it becomes the measure. Argue from the "
            "role’s range and from what you bring instead."
        ),
    ),
}
_MONEY = {"low", "value", "worth", "implied", "valuation", "price", "strike"}


def told(advice: Advice, currency: str, zone: str) -> Told:
    """What a rule noticed, in words.

    Args:
        advice: the rule's name and numbers.
        currency: of the offer.
        zone: of its deadline.
    """
    title, text = ADVICE[advice.code]
    share = advice.code == "equity_below"
    numbers = {name: _number(name, value, currency, zone, share) for name, value in advice.numbers.items()}
    if share:
        worth = advice.numbers["worth"]
        numbers["worth"] = (
            str(_("The lower end would be %(worth)s more on paper. ") % {"worth": _money(worth, currency)})
            if worth is not None
            else ""
        )
    return Told(advice.code, advice.weight, str(title) % numbers, str(text) % numbers)


def _number(name: str, value: Any, currency: str, zone: str, share: bool) -> str:
    if isinstance(value, datetime):
        return written(value, zone, "full", current_clock())
    if name == "first" or (share and name in {"value", "low", "high"}):
        return percent(value)
    if name in {"strike", "price"} and isinstance(value, Fraction) and value < 1000:
        return f"{grouped(rounded(value, 4))} {currency}"
    return _money(value, currency) if name in _MONEY and value is not None else str(value)


def _money(value: Fraction, currency: str) -> str:
    return in_words(money(value, currency), currency)


def place_words(place: Place) -> dict[str, str]:
    """A range and where the offer lies in it, for a row of the sheet."""
    each = place.range
    unit = (lambda value: f"{short(value)} {each.currency}") if each.currency else percent
    return {
        "where": place.where,
        "word": str({"below": _("below"), "within": _("within"), "above": _("above")}[place.where]),
        "range": f"{unit(each.low)} – {unit(each.high)}",
        "stage": each.stage,
        "source": each.source,
        "as_of": each.source_date.isoformat(),
    }
