"""What the grant is worth when the company is sold, over a range of prices. Pure.

The model, in full: further rounds of financing each leave `1 − dilution` of everybody's share. When the
company is sold, its investors first take back what they paid (a simple, non-participating 1× preference)
or, where their share of the price is more, give that up and share like everybody. What later rounds put
ahead, taxes, and whether common stock is worth the preferred price are not in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from prep.offers.terms import Terms

SCENARIOS = ("down", "flat", "up", "exit")


@dataclass(frozen=True)
class Assumed:
    """What is assumed: `dilution` a round as a share of one; multiples of today's valuation."""

    dilution: Fraction = Fraction(1, 5)
    rounds: int = 2
    down: Fraction = Fraction(1, 2)
    up: Fraction = Fraction(2)
    exit: Fraction = Fraction(4)

    @property
    def kept(self) -> Fraction:
        """What is left of a share after all rounds: (1 − dilution) to the power of rounds."""
        return (1 - self.dilution) ** self.rounds

    def multiple(self, scenario: str) -> Fraction:
        """How many times today's valuation the company is sold for."""
        return {"down": self.down, "flat": Fraction(1), "up": self.up, "exit": self.exit}[scenario]


@dataclass(frozen=True)
class Payout:
    """What the whole grant, fully vested, brings when the company is sold for `price`, step by step.

    Attributes:
        share: the grant's share by then: granted share × kept.
        preferred: the share of those with the preference by then.
        shared: what every share counts on: min(price, max(0, price − ahead) ÷ (1 − preferred)).
        gross: share × shared.
        cost: what exercising costs.
        net: max(0, gross − cost): nobody has to exercise.
    """

    price: Fraction
    kept: Fraction
    share: Fraction
    ahead: Fraction
    preferred: Fraction
    shared: Fraction
    gross: Fraction
    cost: Fraction
    net: Fraction


def payout(terms: Terms, price: Fraction, assumed: Assumed) -> Payout | None:
    """What the grant brings at a price for the company; None while its share or its cost is unknown."""
    share, cost = terms.share, terms.cost(terms.grant)
    if share is None or cost is None:
        return None
    left = share * assumed.kept
    preferred = terms.preferred * assumed.kept
    ahead = terms.preference or Fraction(0)
    over = max(Fraction(0), price - ahead)
    # Below price = ahead ÷ preferred the investors take their money back; above it both terms are the price.
    shared = min(price, over / (1 - preferred)) if preferred < 1 else (price if over else over)
    gross = left * shared
    return Payout(
        price, assumed.kept, left, ahead, preferred, shared, gross, cost, max(Fraction(0), gross - cost)
    )


def scenarios(terms: Terms, assumed: Assumed) -> dict[str, Payout] | None:
    """The payout in each scenario; None while something is unknown."""
    if terms.company is None:
        return None
    found = {key: payout(terms, terms.company * assumed.multiple(key), assumed) for key in SCENARIOS}
    known = {key: each for key, each in found.items() if each is not None}
    return known if len(known) == len(found) else None


def curve(terms: Terms, assumed: Assumed, prices: Sequence[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """Price and net payout at these prices; empty while something is unknown."""
    found = [payout(terms, price, assumed) for price in prices]
    return [(each.price, each.net) for each in found if each is not None]


def bends(terms: Terms, assumed: Assumed) -> list[Fraction]:
    """The prices at which the line of payouts bends, as far as they are known."""
    ahead, preferred = terms.preference or Fraction(0), terms.preferred * assumed.kept
    found = [ahead, ahead / preferred if preferred else Fraction(0)]
    share, cost = terms.share, terms.cost(terms.grant)
    if share and cost and assumed.kept:
        # Where it begins to be worth exercising, on either side of the bend above.
        need = cost / (share * assumed.kept)
        found += [need, ahead + need * (1 - preferred)]
    return sorted({price for price in found if price > 0})
