"""Where things stand in the two charts: bars of years, and lines over prices. Pure; templates draw them.

All coordinates are in units of the SVG's own box, as decimal text, so that no float is formatted anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from prep.offers.amounts import plain, rounded, short
from prep.offers.outlook import SCENARIOS, Assumed, bends, curve
from prep.offers.pay import PARTS, FourYears
from prep.offers.terms import Terms

STEPS = 24
WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 28
_NICE = (1, 2, Fraction(5, 2), 5, 10)


@dataclass(frozen=True)
class Bar:
    """A part of a stacked bar: its rectangle, and which part it is."""

    part: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what it says."""

    at: str
    text: str


@dataclass(frozen=True)
class Bars:
    """Stacked bars of four years, with the marks of both axes."""

    bars: list[Bar]
    years: list[Tick]
    ticks: list[Tick]


@dataclass(frozen=True)
class Line:
    """One line over the range of prices, as the points of a polyline."""

    name: str
    points: str


@dataclass(frozen=True)
class Lines:
    """The grant's worth over prices: as granted, and after dilution and what is ahead."""

    lines: list[Line]
    marks: list[Tick]
    names: list[str]
    xs: list[Tick]
    ys: list[Tick]


def nice_top(most: Fraction) -> Fraction:
    """The lowest round number (1, 2, 2.5 or 5 times a power of ten) that is not below `most`."""
    if most <= 0:
        return Fraction(1)
    power = Fraction(1)
    while power * 10 <= most:
        power *= 10
    while power > most:
        power /= 10
    return next(power * step for step in _NICE if power * step >= most)


def bars(pay: FourYears, top: Fraction | None = None) -> Bars:
    """Four years as stacked bars.

    Args:
        pay: the years.
        top: the upper end of the scale, to draw several offers on one; by default the offer's own.
    """
    top = top or nice_top(max(Fraction(year.total) for year in pay.years))
    inner, high = Fraction(WIDTH - LEFT - RIGHT), Fraction(HEIGHT - TOP - BOTTOM)
    slot = inner / len(pay.years)
    found, years = [], []
    for index, year in enumerate(pay.years):
        x, y = LEFT + slot * index + slot / 5, Fraction(HEIGHT - BOTTOM)
        for part in PARTS:
            height = Fraction(year.parts[part]) / top * high
            if not height:
                continue
            y -= height
            found.append(Bar(part, _at(x), _at(y), _at(slot * 3 / 5), _at(height)))
        years.append(Tick(_at(LEFT + slot * index + slot / 2), str(year.number)))
    return Bars(found, years, _scale(top))


def lines(terms: Terms, assumed: Assumed) -> Lines | None:
    """The grant's worth over prices from nothing to a little past the best scenario; None while unknown."""
    company = terms.company
    if company is None or terms.share is None:
        return None
    at = {key: company * assumed.multiple(key) for key in SCENARIOS}
    end = nice_top(max(at.values()))
    prices = {end * step / STEPS for step in range(STEPS + 1)}
    prices |= {bend for bend in bends(terms, assumed) if bend < end}
    after = curve(terms, assumed, sorted(prices))
    untouched = Assumed(Fraction(0), 0)
    before = curve(_without_preference(terms), untouched, sorted(prices))
    if not after or not before:
        return None
    top = nice_top(max(worth for _price, worth in before))
    return Lines(
        [Line("granted", _points(before, end, top)), Line("left", _points(after, end, top))],
        [Tick(_x(price, end), key) for key, price in at.items()],
        list(at),
        [Tick(_x(end * step / 4, end), short(end * step / 4)) for step in range(5)],
        _scale(top),
    )


def _without_preference(terms: Terms) -> Terms:
    return Terms(**{**terms.__dict__, "preference": None})


def _points(found: Sequence[tuple[Fraction, Fraction]], end: Fraction, top: Fraction) -> str:
    return " ".join(f"{_x(price, end)},{_y(worth, top)}" for price, worth in found)


def _scale(top: Fraction) -> list[Tick]:
    return [Tick(_y(top * step / 4, top), short(top * step / 4)) for step in range(5)]


def _x(price: Fraction, end: Fraction) -> str:
    return _at(LEFT + price / end * (WIDTH - LEFT - RIGHT))


def _y(worth: Fraction, top: Fraction) -> str:
    return _at(HEIGHT - BOTTOM - min(worth, top) / top * (HEIGHT - TOP - BOTTOM))


def _at(number: Fraction | Decimal | int) -> str:
    return plain(rounded(Fraction(number), 2))
