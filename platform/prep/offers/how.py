"""How a figure comes about: each formula with its numbers filled in, to stand beside the result."""

from fractions import Fraction

from django.utils.translation import gettext as _

from prep.offers.amounts import grouped, in_words, money, percent, plain, rounded
from prep.offers.outlook import Assumed, Payout
from prep.offers.pay import YEARS, FourYears, bonus_a_year
from prep.offers.terms import Terms, on_paper
from prep.offers.vesting import vested_in_year


def how_equity(terms: Terms) -> list[str]:
    """Share and number from each other, and the value on paper."""
    share, number, lines = terms.share, terms.number, []
    if terms.grant is None:
        return []
    if terms.grant_is_share and number is not None and terms.fully_diluted:
        lines.append(
            _("Number: %(share)s × %(count)s fully diluted = %(number)s")
            % {
                "share": _share(share),
                "count": grouped(terms.fully_diluted),
                "number": grouped(rounded(number, 2)),
            }
        )
    if not terms.grant_is_share and share is not None and terms.fully_diluted:
        lines.append(
            _("Share: %(number)s ÷ %(count)s fully diluted = %(share)s")
            % {
                "share": _share(share),
                "count": grouped(terms.fully_diluted),
                "number": grouped(rounded(terms.grant, 2)),
            }
        )
    paper = on_paper(terms, terms.grant)
    if paper is None:
        return lines
    if paper.by_share:
        lines.append(
            _("Before its cost: %(share)s × %(company)s = %(gross)s")
            % {
                "share": _share(share),
                "company": _money(terms.company, terms),
                "gross": _money(paper.gross, terms),
            }
        )
    else:
        lines.append(
            _("Before its cost: %(number)s × %(price)s a share = %(gross)s")
            % {
                "number": grouped(rounded(number or Fraction(0), 2)),
                "price": f"{grouped(rounded(terms.price or Fraction(0), 6))} {terms.currency}",
                "gross": _money(paper.gross, terms),
            }
        )
    if paper.cost:
        lines.append(_cost_line(terms, paper.cost))
        lines.append(
            _("On paper: %(gross)s − %(cost)s, never below 0 = %(net)s")
            % {
                "gross": _money(paper.gross, terms),
                "cost": _money(paper.cost, terms),
                "net": _money(paper.net, terms),
            }
        )
    return lines


def how_years(terms: Terms, pay: FourYears) -> list[str]:
    """Where the parts of a year come from, and the sums."""
    lines = []
    if terms.bonus and terms.bonus_of_base:
        lines.append(
            _("Bonus: %(percent)s of %(base)s = %(bonus)s")
            % {
                "percent": percent(terms.bonus),
                "base": _money(terms.base or Fraction(0), terms),
                "bonus": _money(bonus_a_year(terms), terms),
            }
        )
    if terms.sign_on and terms.sign_on_years > 1:
        lines.append(
            _("Sign-on: %(whole)s ÷ %(years)s years = %(part)s")
            % {
                "whole": _money(terms.sign_on, terms),
                "years": terms.sign_on_years,
                "part": _money(terms.sign_on / terms.sign_on_years, terms),
            }
        )
    paper = on_paper(terms, terms.grant)
    if paper:
        shares = ", ".join(percent(vested_in_year(terms, year), 2) for year in range(1, YEARS + 1))
        lines.append(
            _("Equity: %(value)s on paper × what vests in each year (%(shares)s)")
            % {"value": _money(paper.net, terms), "shares": shares}
        )
    refresh = on_paper(terms, terms.refresh)
    if refresh and refresh.net:
        lines.append(
            _(
                "New grants: one worth %(value)s at the end of each year, each vesting over %(years)s years "
                "from then on"
            )
            % {"value": _money(refresh.net, terms), "years": terms.vesting_years}
        )
    lines.append(
        _("Four years: %(parts)s = %(total)s")
        % {
            "parts": " + ".join(in_words(year.total, terms.currency) for year in pay.years),
            "total": in_words(pay.total, terms.currency),
        }
    )
    lines.append(
        _("A year on average: %(total)s ÷ 4 = %(average)s")
        % {
            "total": in_words(pay.total, terms.currency),
            "average": in_words(pay.average, terms.currency),
        }
    )
    return lines


def how_payout(terms: Terms, paid: Payout, assumed: Assumed) -> list[str]:
    """What the grant brings at one price for the company, step by step."""
    lines = [
        _("Left of your share: %(share)s × (1 − %(dilution)s)^%(rounds)s = %(left)s")
        % {
            "share": _share(terms.share),
            "dilution": percent(assumed.dilution),
            "rounds": assumed.rounds,
            "left": percent(paid.share),
        }
    ]
    if paid.ahead:
        lines.append(
            _(
                "Shared by all: the lower of %(price)s (investors share like you) and (%(price)s − %(ahead)s "
                "ahead of you) ÷ (1 − %(preferred)s theirs), never below 0 = %(shared)s"
            )
            % {
                "price": _money(paid.price, terms),
                "ahead": _money(paid.ahead, terms),
                "preferred": percent(paid.preferred, 4),
                "shared": _money(paid.shared, terms),
            }
        )
    lines.append(
        _("Yours: %(left)s × %(shared)s = %(gross)s")
        % {
            "left": percent(paid.share),
            "shared": _money(paid.shared, terms),
            "gross": _money(paid.gross, terms),
        }
    )
    if paid.cost:
        lines.append(_cost_line(terms, paid.cost))
        lines.append(
            _("After its cost: %(gross)s − %(cost)s, never below 0 = %(net)s")
            % {
                "gross": _money(paid.gross, terms),
                "cost": _money(paid.cost, terms),
                "net": _money(paid.net, terms),
            }
        )
    return lines


def _cost_line(terms: Terms, cost: Fraction) -> str:
    return _("Cost: %(number)s × %(strike)s strike = %(cost)s") % {
        "number": grouped(rounded(terms.number or Fraction(0), 2)),
        "strike": f"{plain(rounded(terms.cost_each, 6))} {terms.currency}",
        "cost": _money(cost, terms),
    }


def _share(share: Fraction | None) -> str:
    return percent(share or Fraction(0), 8)


def _money(amount: Fraction | None, terms: Terms) -> str:
    return in_words(money(amount or Fraction(0), terms.currency), terms.currency)
