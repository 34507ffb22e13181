"""Every rule of the sheet on offers that it speaks of and on ones that it must not speak of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from prep.offers.rules import Range, advice, anchored, places
from prep.offers.terms import Terms
from prep.offers.words import ADVICE, told
from tests.prep.offers.making import REAL

F = Fraction
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STAGE, SOURCE, AS_OF = "mid-stage (series B–C)", "somewhere", date(2025, 11, 1)
RANGES = [
    Range("base", STAGE, "USD", F(190_000), F(240_000), SOURCE, AS_OF),
    Range("sign_on", STAGE, "USD", F(20_000), F(40_000), SOURCE, AS_OF),
    Range("equity", STAGE, "", F(2, 10_000), F(5, 10_000), SOURCE, AS_OF),
    Range("valuation", STAGE, "USD", F(800_000_000), F(1_200_000_000), SOURCE, AS_OF),
]
# Nothing to notice: everything is known, usual, and there is time.
QUIET = replace(
    REAL,
    clawback="all of it within a year",
    strike=F(1),
    fully_diluted=100_000_000,
    preference=F(100_000_000),
    refresh=F(1, 10_000),
    deadline=NOW + timedelta(days=7),
)


def codes(terms: Terms, **more: str) -> set[str]:
    return {each.code for each in advice(terms, RANGES, now=NOW, **more)}  # type: ignore[arg-type]


def test_a_quiet_offer_is_not_talked_about() -> None:
    assert codes(QUIET) == set()


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("base_below", {"base": F(189_999)}),
        ("cash_for_equity", {"base": F(250_000), "grant": F(15, 100_000)}),
        ("equity_below", {"grant": F(15, 100_000)}),
        ("sign_on_below", {"sign_on": F(10_000)}),
        ("no_sign_on", {"sign_on": None}),
        ("clawback_unknown", {"clawback": " "}),
        ("bonus_is_target", {"bonus": F(1, 10)}),
        ("no_equity", {"grant": None}),
        ("count_unknown", {"grant": F(30_000), "grant_is_share": False, "fully_diluted": None}),
        ("cost_unknown", {"fully_diluted": None}),
        ("valuation_unknown", {"valuation": None}),
        ("strike_unknown", {"strike": None}),
        ("rsus_with_strike", {"form": "rsus"}),
        ("under_water", {"strike": F(10)}),
        ("price_disagrees", {"share_price": F(11)}),
        ("long_cliff", {"cliff_months": 18}),
        ("long_vesting", {"vesting_years": 5}),
        ("back_loaded", {"schedule": (F(1, 10), F(2, 10), F(3, 10), F(4, 10))}),
        ("no_refresh", {"refresh": None}),
        ("preference_covers_all", {"preference": F(1_000_000_000)}),
        ("preference_unknown", {"preference": None}),
        ("worthless_when_down", {"strike": F(7)}),
        ("no_deadline", {"deadline": None}),
        ("deadline_soon", {"deadline": NOW + timedelta(hours=71)}),
        ("deadline_over", {"deadline": NOW}),
    ],
)
def test_each_rule_speaks_of_its_own(code: str, changes: dict[str, object]) -> None:
    changed = replace(QUIET, **changes)  # type: ignore[arg-type]
    assert code in codes(changed)
    found = next(each for each in advice(changed, RANGES, now=NOW) if each.code == code)
    words = told(found, "USD", "Europe/Berlin")
    assert words.title
    assert "%(" not in words.title + words.text


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("base_below", {"base": F(190_000)}),
        ("base_below", {"currency": "EUR", "base": F(1)}),
        ("equity_below", {"grant": F(2, 10_000)}),
        ("bonus_is_target", {"bonus": F(1, 10), "bonus_guaranteed": True}),
        ("under_water", {"strike": F(999, 100)}),
        ("strike_unknown", {"strike": None, "form": "rsus"}),
        ("price_disagrees", {"share_price": F(1005, 100)}),
        ("long_cliff", {"cliff_months": 12}),
        ("deadline_soon", {"deadline": NOW + timedelta(hours=73)}),
    ],
)
def test_a_rule_keeps_quiet_where_it_does_not_hold(code: str, changes: dict[str, object]) -> None:
    assert code not in codes(replace(QUIET, **changes))  # type: ignore[arg-type]


def test_every_rule_has_its_words_and_what_asks_for_action_comes_first() -> None:
    found = advice(replace(QUIET, base=F(1), refresh=None, sign_on=None), RANGES, now=NOW)
    assert [each.weight for each in found] == ["act", "ask", "know"]
    assert len(ADVICE) == 26


def test_base_below_says_what_to_ask_for_instead() -> None:
    [found] = [
        each for each in advice(replace(QUIET, base=F(184_000)), RANGES, now=NOW) if each.weight == "act"
    ]
    words = told(found, "USD", "Europe/Berlin")
    assert "184,000 USD is under 190,000 USD" in words.text
    assert "more equity, or for a pay review after six months" in words.text


def test_places_in_the_ranges_of_the_own_currency() -> None:
    found = places(QUIET, RANGES)
    assert {what: place.where for what, place in found.items()} == {
        "base": "within",
        "sign_on": "within",
        "equity": "within",
        "valuation": "within",
    }
    assert set(places(replace(QUIET, currency="EUR"), RANGES)) == {"equity"}


@pytest.mark.parametrize(
    "text",
    [
        "I currently make 350k",
        "My current total compensation is 350,000.",
        "at my former employer I earned more",
        "I earn $350k",
        "my last package was higher",
    ],
)
def test_leaning_on_former_pay_is_noticed(text: str) -> None:
    assert anchored(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My model saves about 1.2 M a year.",
        "I made the reconciliation job idempotent.",
        "the company I join",
    ],
)
def test_other_arguments_are_left_alone(text: str) -> None:
    assert not anchored(text)
