"""Amounts: read as people type them, computed exactly, rounded by the rules of this file alone. Pure.

Between what was typed (decimals) and what is shown (decimals) everything is a `Fraction`, so nothing is lost
on the way and the order of steps changes nothing. Only three things ever round, and all of them here:

- `money`: to the currency's smallest unit, halves up.
- `spread`: amounts that accrue are rounded as they add up, so that the parts shown add up to the sum shown.
- `shares`: down to whole ones, since nobody is granted a part of a share.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

CURRENCIES = (
    "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD", "HKD", "INR", "ILS", "AED",
    "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BRL", "MXN", "ZAR", "JPY", "KRW"
)  # fmt: skip
_WITHOUT_CENTS = {"JPY", "KRW"}
_TIMES = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9}
_TYPED = re.compile(
    r"(?P<figures>[0-9][0-9.,'’\s]*|\.[0-9]+)\s*(?P<times>k|mn?|bn?)?\s*%?", re.IGNORECASE | re.ASCII
)


class NotAnAmount(ValueError):
    """What was typed is no number that could be meant."""


def read(typed: str) -> Decimal:
    """The number that was typed: "210,000", "210k", "1.2B", "0,03 %", "$ 30 000".

    A comma before exactly three figures parts thousands, another one is a decimal comma. The last of
    several kinds of marks is the decimal one, if it occurs once.

    Raises:
        NotAnAmount: anything else, negative numbers included.
    """
    text = typed.strip()
    for currency in CURRENCIES:
        if text.upper().startswith(currency) or text.upper().endswith(currency):
            text = re.sub(currency, "", text, count=1, flags=re.IGNORECASE).strip()
            break
    match = _TYPED.fullmatch(text.strip("$€£¥").strip())
    if match is None:
        raise NotAnAmount(typed)
    figures = re.sub(r"['’\s]", "", match["figures"])
    try:
        number = Decimal(_one_point(figures))
    except InvalidOperation:
        raise NotAnAmount(typed) from None
    return number.scaleb(_TIMES.get((match["times"] or "").lower(), 0))


def _one_point(figures: str) -> str:
    commas, points = figures.count(","), figures.count(".")
    if commas and points:
        decimal = "," if figures.rfind(",") > figures.rfind(".") else "."
        thousands = "." if decimal == "," else ","
        return figures.replace(thousands, "").replace(decimal, ".")
    if commas == 1 and not re.fullmatch(r"[1-9]\d{0,2},\d{3}", figures):
        return figures.replace(",", ".")
    if commas:
        return figures.replace(",", "")
    return figures.replace(".", "") if points > 1 else figures


def money(amount: Fraction, currency: str) -> Decimal:
    """An amount in the currency's smallest unit, halves up; amounts here are never negative."""
    return rounded(amount, 0 if currency in _WITHOUT_CENTS else 2)


def rounded(number: Fraction, digits: int) -> Decimal:
    """A number with so many decimals, halves up."""
    whole = (number * 10**digits * 2 + 1) // 2
    return Decimal(whole).scaleb(-digits)


def spread(parts: Sequence[Fraction], currency: str) -> list[Decimal]:
    """Parts that accrue one after the other, rounded so that they add up to the rounded sum.

    Each is what has accrued by its end, rounded, less what had before.
    """
    made, before, sofar = [], Decimal(0), Fraction(0)
    for part in parts:
        sofar += part
        now = money(sofar, currency)
        made.append(now - before)
        before = now
    return made


def shares(number: Fraction) -> int:
    """Whole shares: a part of one is not granted."""
    return number // 1


def exact(number: Decimal | int | None) -> Fraction | None:
    """A typed number to compute with."""
    return None if number is None else Fraction(number)


def plain(number: Decimal | int) -> str:
    """A number as one would type it again: no exponent, no zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(number: Decimal | int) -> str:
    """A number to read: "1,234,567.5"."""
    whole, _point, rest = plain(number).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")


def in_words(amount: Decimal, currency: str) -> str:
    """Money to read: "210,000 USD", with cents only where there are some."""
    digits = plain(amount)
    if "." in digits:
        digits = f"{amount:.2f}"
    whole, _point, cents = digits.partition(".")
    return f"{int(whole):,}" + (f".{cents}" if cents else "") + f" {currency}"


def short(amount: Fraction | Decimal) -> str:
    """An amount for an axis: "1.2B", "350k"."""
    for power, sign in ((9, "B"), (6, "M"), (3, "k")):
        if amount >= 10**power:
            return plain(rounded(Fraction(amount) / 10**power, 2)) + sign
    return plain(rounded(Fraction(amount), 0))


def percent(share: Fraction, digits: int = 6) -> str:
    """A share of one to read: "0.03 %"; to so many decimals of a percent."""
    return f"{plain(rounded(share * 100, digits))} %"
