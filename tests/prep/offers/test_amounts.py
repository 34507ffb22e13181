"""Amounts as people type them, and the only rules that round."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prep.offers.amounts import (
    NotAnAmount,
    grouped,
    in_words,
    money,
    percent,
    plain,
    read,
    shares,
    short,
    spread,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("210000", "210000"),
        ("210,000", "210000"),
        ("210 000", "210000"),
        ("210'000", "210000"),
        ("210k", "210000"),
        ("210K USD", "210000"),
        ("USD 210,000.50", "210000.50"),
        ("€ 30.000,50", "30000.50"),
        ("1.2B", "1200000000"),
        ("800 M", "800000000"),
        ("800mn", "800000000"),
        ("0.03", "0.03"),
        ("0,03 %", "0.03"),
        ("0,125", "0.125"),
        ("1,250", "1250"),
        ("1,250,000", "1250000"),
        ("1.250.000", "1250000"),
        (".5", "0.5"),
    ],
)
def test_amounts_are_read_as_they_are_meant(typed: str, number: str) -> None:
    assert read(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "lots", "-5", "1e9", "12 to 15", "1.2.3,4,5", "NaN", "Infinity", "٣"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        read(typed)


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_an_amount_written_plainly_is_read_as_it_was(number: Decimal) -> None:
    assert read(plain(number)) == number
    assert read(f"{number:,.2f}") == number


@pytest.mark.parametrize(
    ("amount", "currency", "made"),
    [
        (Fraction(1, 3), "USD", "0.33"),
        (Fraction(5, 1000), "USD", "0.01"),
        (Fraction(4999, 1_000_000), "USD", "0.00"),
        (Fraction(1, 2), "JPY", "1"),
    ],
)
def test_money_is_rounded_half_up_to_the_smallest_unit(amount: Fraction, currency: str, made: str) -> None:
    assert money(amount, currency) == Decimal(made)


@given(st.lists(st.fractions(min_value=0, max_value=10**9), max_size=8))
def test_parts_add_up_to_the_rounded_sum(parts: list[Fraction]) -> None:
    made = spread(parts, "USD")
    assert sum(made, Decimal(0)) == money(sum(parts, Fraction(0)), "USD")
    assert all(
        abs(Fraction(shown) - part) < Fraction(1, 100) for shown, part in zip(made, parts, strict=True)
    )


def test_amounts_in_words() -> None:
    assert in_words(Decimal("210000.00"), "USD") == "210,000 USD"
    assert in_words(Decimal("75000.5"), "EUR") == "75,000.50 EUR"
    assert grouped(Decimal("1234567.250")) == "1,234,567.25"
    assert percent(Fraction(3, 10_000)) == "0.03 %"
    assert [short(Fraction(each)) for each in (1_200_000_000, 350_000, 12)] == ["1.2B", "350k", "12"]
    assert shares(Fraction(300_001, 10)) == 30_000
