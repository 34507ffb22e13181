"""Every formula of an offer against worked examples, and what holds of all offers."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prep.offers.outlook import Assumed, bends, payout, scenarios
from prep.offers.pay import PARTS, exact_parts, four_years
from prep.offers.terms import Terms, on_paper
from prep.offers.vesting import BadSchedule, read_schedule, refresh_in_year, vested, vested_in_year
from tests.prep.offers.making import REAL

F = Fraction
NONE = Assumed(F(0), 0)
UNEVEN = (F(1, 10), F(2, 10), F(3, 10), F(4, 10))

amounts = st.fractions(min_value=0, max_value=10**10, max_denominator=100)
unit = st.fractions(min_value=0, max_value=1, max_denominator=10_000)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Any offer that the form lets through."""
    share = draw(st.booleans())
    years = draw(st.integers(1, 6))
    return Terms(
        base=draw(st.none() | amounts),
        bonus=draw(st.none() | unit),
        bonus_guaranteed=draw(st.booleans()),
        sign_on=draw(st.none() | amounts),
        sign_on_years=draw(st.integers(1, 4)),
        benefits=draw(st.none() | amounts),
        form=draw(st.sampled_from(["options", "rsus", "shares"])),
        grant=draw(st.none() | unit) if share else draw(st.none() | st.integers(0, 10**7).map(F)),
        grant_is_share=share,
        strike=draw(st.none() | st.fractions(0, 100, max_denominator=100)),
        fully_diluted=draw(st.none() | st.integers(10**6, 10**9)),
        valuation=draw(st.none() | amounts),
        share_price=draw(st.none() | st.fractions(0, 1000, max_denominator=100)),
        preference=draw(st.none() | amounts),
        vesting_years=years,
        cliff_months=draw(st.integers(0, 12 * years)),
    )


@pytest.mark.parametrize(
    ("valuation", "worth"),
    [(800_000_000, 240_000), (1_000_000_000, 300_000), (1_200_000_000, 360_000)],
)
def test_the_real_grant_on_paper_over_the_usual_valuations(valuation: int, worth: int) -> None:
    paper = on_paper(replace(REAL, valuation=F(valuation)), REAL.grant)
    assert paper is not None
    assert paper.net == worth


def test_the_real_offer_over_four_years() -> None:
    pay = four_years(REAL)
    assert [year.total for year in pay.years] == [Decimal(315_000), *[Decimal(285_000)] * 3]
    assert (pay.total, pay.cash, pay.average) == (Decimal(1_170_000), Decimal(870_000), Decimal(292_500))


def test_doubling_the_grant_is_worth_the_second_half_again() -> None:
    """From 0.015 % to 0.03 % at a billion: 150,000 more on paper."""
    before = on_paper(REAL, F(15, 100_000))
    after = on_paper(REAL, F(3, 10_000))
    assert before is not None
    assert after is not None
    assert after.net - before.net == 150_000


@pytest.mark.parametrize(
    ("changes", "gross", "cost", "net"),
    [
        ({"fully_diluted": 100_000_000, "strike": F(12, 10)}, 300_000, 36_000, 264_000),
        ({"fully_diluted": 100_000_000, "strike": F(12)}, 300_000, 360_000, 0),
        ({"fully_diluted": 100_000_000, "strike": F(12), "form": "rsus"}, 300_000, 0, 300_000),
        ({"grant": F(30_000), "grant_is_share": False, "fully_diluted": 100_000_000}, 300_000, 0, 300_000),
        ({"grant": F(30_000), "grant_is_share": False, "share_price": F(11)}, 330_000, 0, 330_000),
        ({"valuation": None, "share_price": F(10), "fully_diluted": 100_000_000}, 300_000, 0, 300_000),
    ],
)
def test_worth_on_paper(changes: dict[str, object], gross: int, cost: int, net: int) -> None:
    changed = replace(REAL, **changes)  # type: ignore[arg-type]
    paper = on_paper(changed, changed.grant)
    assert paper is not None
    assert [paper.gross, paper.cost, paper.net] == [gross, cost, net]


@pytest.mark.parametrize(
    "changes",
    [
        {"grant": None},
        {"valuation": None},
        {"strike": F(1)},
        {"grant": F(30_000), "grant_is_share": False},
    ],
)
def test_what_is_not_known_is_not_guessed(changes: dict[str, object]) -> None:
    changed = replace(REAL, **changes)  # type: ignore[arg-type]
    assert on_paper(changed, changed.grant) is None
    assert scenarios(changed, Assumed()) is None or changed.grant_is_share is False


def test_bonus_of_base_and_as_an_amount_and_what_is_promised() -> None:
    of_base = four_years(replace(REAL, bonus=F(15, 100)))
    assert of_base.of("bonus") == Decimal(126_000)
    assert of_base.certain == of_base.cash - Decimal(126_000)
    amount = four_years(replace(REAL, bonus=F(20_000), bonus_of_base=False, bonus_guaranteed=True))
    assert amount.of("bonus") == Decimal(80_000)
    assert amount.certain == amount.cash


def test_a_sign_on_in_parts_adds_up_to_the_cent() -> None:
    pay = four_years(replace(REAL, sign_on=F(100), sign_on_years=3))
    assert [year.parts["sign_on"] for year in pay.years] == [
        Decimal("33.33"),
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal(0),
    ]


@pytest.mark.parametrize(
    ("changes", "by_year"),
    [
        ({}, ["1/4", "1/4", "1/4", "1/4"]),
        ({"cliff_months": 18}, ["0", "1/2", "1/4", "1/4"]),
        ({"vesting_years": 5}, ["1/5", "1/5", "1/5", "1/5"]),
        ({"vesting_years": 2, "cliff_months": 0}, ["1/2", "1/2", "0", "0"]),
        ({"schedule": (F(1, 10), F(2, 10), F(3, 10), F(4, 10))}, ["1/10", "1/5", "3/10", "2/5"]),
        (
            {"schedule": (F(1, 10), F(2, 10), F(3, 10), F(4, 10)), "cliff_months": 24},
            ["0", "3/10", "3/10", "2/5"],
        ),
    ],
)
def test_vesting_by_year(changes: dict[str, object], by_year: list[str]) -> None:
    changed = replace(REAL, **changes)  # type: ignore[arg-type]
    assert [vested_in_year(changed, year) for year in (1, 2, 3, 4)] == [F(each) for each in by_year]


def test_vesting_within_a_year_is_by_the_month() -> None:
    assert [vested(REAL, months) for months in (0, 11, 12, 13, 48, 60)] == [0, 0, F(1, 4), F(13, 48), 1, 1]
    assert vested(replace(REAL, schedule=UNEVEN), 18) == F(2, 10)


def test_new_grants_vest_after_the_years_that_earned_them() -> None:
    assert [refresh_in_year(REAL, year) for year in (1, 2, 3, 4)] == [0, F(1, 4), F(1, 2), F(3, 4)]
    pay = four_years(replace(REAL, refresh=F(1, 10_000)))
    assert [year.parts["refresh"] for year in pay.years] == [
        Decimal(each) for each in (0, 25_000, 50_000, 75_000)
    ]


@pytest.mark.parametrize(
    ("typed", "years", "code"),
    [
        ("10, 20, 30", 4, "years"),
        ("10,20,30,50", 4, "sum"),
        ("a,b", 2, "years"),
        ("110,-10", 2, "years"),
        ("", 1, "years"),
    ],
)
def test_bad_schedules(typed: str, years: int, code: str) -> None:
    with pytest.raises(BadSchedule) as raised:
        read_schedule(typed, years)
    assert raised.value.code == code


def test_a_schedule_with_parts_of_percents() -> None:
    assert read_schedule("33.4 %, 33.3, 33.3", 3) == (F(334, 1000), F(333, 1000), F(333, 1000))


@pytest.mark.parametrize(
    ("changes", "assumed", "price", "net"),
    [
        # Two rounds of 20 %: 0.03 % × 0.64 × 2 B.
        ({}, Assumed(), 2_000_000_000, 384_000),
        ({}, NONE, 1_000_000_000, 300_000),
        # 300 M ahead, bought at a billion, so 30 %. At 500 M it is paid back: (500 − 300) ÷ 0.7 is shared.
        ({"preference": F(300_000_000)}, NONE, 500_000_000, F(600_000, 7)),
        # At a billion and above they share like everybody.
        ({"preference": F(300_000_000)}, NONE, 1_000_000_000, 300_000),
        ({"preference": F(300_000_000)}, NONE, 300_000_000, 0),
        # 30,000 options at 12.
        ({"fully_diluted": 100_000_000, "strike": F(12)}, NONE, 1_000_000_000, 0),
        ({"fully_diluted": 100_000_000, "strike": F(12)}, NONE, 4_000_000_000, 840_000),
    ],
)
def test_payouts(changes: dict[str, object], assumed: Assumed, price: int, net: object) -> None:
    paid = payout(replace(REAL, **changes), F(price), assumed)  # type: ignore[arg-type]
    assert paid is not None
    assert paid.net == net


def test_the_four_scenarios_of_the_real_offer() -> None:
    paid = scenarios(REAL, Assumed())
    assert paid is not None
    assert {key: each.net for key, each in paid.items()} == {
        "down": 96_000,
        "flat": 192_000,
        "up": 384_000,
        "exit": 768_000,
    }


def test_the_line_bends_where_the_preference_and_the_strike_say() -> None:
    changed = replace(REAL, preference=F(300_000_000), fully_diluted=100_000_000, strike=F(1))
    # 30,000 to pay for 0.03 %: worth it from 100 M that are shared on, which is 300 M + 70 M.
    assert bends(changed, NONE) == [100_000_000, 300_000_000, 370_000_000, 1_000_000_000]


@given(terms(), amounts, unit, unit, st.integers(0, 8))
def test_more_dilution_never_raises_value(
    offer: Terms, price: Fraction, one: Fraction, other: Fraction, rounds: int
) -> None:
    less, more = sorted((one, other))
    found = payout(offer, price, Assumed(less, rounds)), payout(offer, price, Assumed(more, rounds))
    later = payout(offer, price, Assumed(less, rounds + 1))
    assert (found[0] is None) == (found[1] is None)
    if found[0] and found[1] and later:
        assert found[0].net >= found[1].net
        assert found[0].net >= later.net


@given(terms(), amounts, amounts)
def test_a_higher_price_never_lowers_value_and_none_is_below_nothing(
    offer: Terms, one: Fraction, other: Fraction
) -> None:
    low, high = sorted((one, other))
    found = payout(offer, low, Assumed()), payout(offer, high, Assumed())
    if found[0] and found[1]:
        assert 0 <= found[0].net <= found[1].net


@given(terms(), amounts, amounts)
def test_more_money_ahead_never_raises_value(offer: Terms, one: Fraction, other: Fraction) -> None:
    less, more = sorted((one, other))
    price = offer.company or F(10**8)
    found = [payout(replace(offer, preference=each), price, Assumed()) for each in (less, more)]
    if found[0] and found[1]:
        assert found[0].net >= found[1].net


@given(unit, st.integers(1, 10**12))
def test_shares_and_percent_agree_both_ways(share: Fraction, count: int) -> None:
    by_share = Terms(grant=share, grant_is_share=True, fully_diluted=count)
    assert by_share.number is not None
    by_number = Terms(grant=by_share.number, grant_is_share=False, fully_diluted=count)
    assert by_number.share == share
    assert by_number.number == by_share.number


@given(terms())
def test_years_add_up_to_the_total(offer: Terms) -> None:
    pay = four_years(offer)
    assert sum((year.total for year in pay.years), Decimal(0)) == pay.total
    assert sum((pay.of(part) for part in PARTS), Decimal(0)) == pay.total
    for part in PARTS:
        exact = sum((exact_parts(offer, year)[part] for year in (1, 2, 3, 4)), F(0))
        assert abs(F(pay.of(part)) - exact) <= F(1, 200)
    assert pay.certain <= pay.cash <= pay.total


@given(terms())
def test_all_of_a_grant_vests_once(offer: Terms) -> None:
    years = [vested_in_year(offer, year) for year in range(1, 7)]
    assert sum(years, F(0)) == 1
    assert min(years) >= 0
