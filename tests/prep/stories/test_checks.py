"""The checks of the story sheet against stories that are good, and stories that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prep.stories import checks
from prep.stories.checks import check_car, check_claim, check_story, is_ready, is_told_as_car

STRONG = [
    "False-positive settlement holds down 18 %, 4 M of merchant working capital freed a quarter.",
    "Reconciliation latency 200 ms → 35 ms, so merchants see cross-border transfers at once.",
    "Sub-second availability for 12 % more merchants, 8 M more volume a month.",
    "Time-to-funds went from 9 h to 40 min for 3,000 sellers, and complaints about missing payouts halved.",
    "Duplicate payouts fell from 31 a week to 2, which saved $1.2 million in clawbacks from merchants.",
]
WEAK = [
    "96 % AUC on fraud.",
    "Built a recommendation model with PyTorch and Kafka.",
    "150 k RPC/s, p99.9 8 ms",
    "Improved the pipeline a lot.",
    "",
]


@pytest.mark.parametrize("impact", STRONG)
def test_strong_impacts_are_ready(impact: str) -> None:
    story = {"project": "Feature store", "problem": "Stale balances", "impact": impact}
    assert is_ready(story), check_story(story)


@pytest.mark.parametrize("impact", WEAK)
def test_weak_impacts_are_not_ready(impact: str) -> None:
    assert not is_ready({"project": "Feature store", "problem": "Stale balances", "impact": impact})


@pytest.mark.parametrize(
    ("text", "held", "found"),
    [
        ("reconciliation 200 ms → 35 ms", "yes", "200 ms → 35"),
        ("from 9 h to 40 min", "yes", "from 9 h to 40"),
        ("latency 200->35 ms", "yes", "200->35"),
        ("was 14 days, now 2 days", "yes", "was 14 days, now 2"),
        ("holds down 18 %", "unsure", "down 18"),
        ("cut manual reviews by 40 %", "unsure", "cut manual reviews by 40"),
        ("3 merchants use it", "no", "3 merchants"),
        ("96 % AUC on fraud", "no", "96 %"),
        ("availability for 12 % more merchants", "unsure", "12 % more"),
        ("version 2 shipped in 2025", "no", ""),
        ("much faster settlement", "no", ""),
        ("", "no", ""),
    ],
)
def test_metric_wants_a_unit_and_a_before_and_after(text: str, held: str, found: str) -> None:
    check = checks.metric(text)
    assert check.held == held
    assert check.found.startswith(found)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("merchants see funds sooner", "yes"),
        ("chargebacks fell", "yes"),
        ("regulators got their report on time", "yes"),
        ("the service got faster", "no"),
        ("demerchantised", "no"),
    ],
)
def test_somebody_or_a_risk_is_named(text: str, held: str) -> None:
    assert checks.whom(text).held == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("0.96 AUC with XGBoost", "no"),
        ("0.96 AUC, so 18 % fewer settlements are held", "yes"),
        ("moved to Kafka", "no"),
        ("everybody was happier", "unsure"),
        ("", "no"),
    ],
)
def test_story_goes_beyond_the_model(text: str, held: str) -> None:
    assert checks.beyond_model(text).held == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("We moved the model to batch. Merchants saw funds a day earlier.", "yes"),
        ("Merchants saw funds a day earlier. We used Kafka and Spark.", "no"),
        ("Merchants saw funds earlier because of the new model", "no"),
        ("Holds fell by 18 %, 4 M freed", "yes"),
        ("", "no"),
    ],
)
def test_consequence_is_the_last_word(text: str, held: str) -> None:
    assert checks.consequence_last(text).held == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Holds down 18 %, 4 M freed a quarter.", "yes"),
        ("Holds down 18 %. 4 M freed a quarter.", "no"),
        (" ".join(["word"] * 33), "no"),
        ("At 2.5 s p99 and 0.3 % breaks it settles at once", "yes"),
        ("", "no"),
    ],
)
def test_one_sentence_is_one_breath(text: str, held: str) -> None:
    assert checks.one_sentence(text).held == held


def test_car_is_told_when_all_parts_are_there_and_it_ends_in_the_consequence() -> None:
    car = {
        "context": "Two stores were on the table.",
        "action": "I took the batch one.",
        "result": "13 k a month less.",
        "consequence": "Reconciliation still ran on time, and auditors got their replay.",
    }
    assert is_told_as_car(car)
    assert [check.held for check in check_car(car | {"action": " "})] == ["no", "yes"]
    assert not is_told_as_car(car | {"consequence": "The pipeline is in Spark now."})


def test_claim_needs_its_settlement_consequence() -> None:
    weak = {"claim": "Cut inference latency by 30 %", "consequence": ""}
    assert [check.held for check in check_claim(weak)] == ["no", "no", "no"]
    strong = weak | {
        "consequence": "Sub-second availability for 12 % more merchants, 8 M more volume a month"
    }
    assert "no" not in [check.held for check in check_claim(strong)]


@given(st.text(max_size=300))
def test_any_text_gets_an_answer_to_every_check(text: str) -> None:
    found = check_story({"project": text, "problem": text, "impact": text})
    assert [check.key for check in found] == [
        "metric",
        "whom",
        "beyond_model",
        "consequence_last",
        "one_sentence",
    ]
    assert all(check.held in ("yes", "no", "unsure") for check in found)
