"""Context, action, result and the product consequence: by the criterion's scores, else by raters' words."""

from typing import Any

import pytest

from rubrics.debriefs.checks import WHY, checks, speaks
from rubrics.debriefs.content import compile_round
from rubrics.debriefs.words import check_title, check_why
from tests.rubrics.debriefs.test_content import make_round

FOR = {
    "car": [
        "Context in three sentences, with the date of the launch at stake.",
        "Context, then two actions, each with its result: clear context throughout.",
        "Told it in CAR.",
        "The story ended with a result.",
        "A result with a baseline.",
        "One could hear context and action and result, in that order.",
    ],
    "consequence": [
        "A proven restaurant has Saturday’s money on Sunday, we lose at most 0.05 % of it.",
        "“Within a second for 12 % more merchants, 8 M more volume a month”",
        "Closed the outage with 14 hours of support for shops.",
        "Said that 3 % of the users had to wait longer, and why.",
        "Ended at the merchant’s cash flow.",
        "Named who is worse off.",
        "$1,250 are set aside for the seller.",
    ],
}
AGAINST = {
    "car": [
        "Needed “and what happened then?” three times.",
        "No result in either story.",
        "Stopped before a result.",
        "The action stayed unclear.",
        "“In general I always try to align early.”",
        "Context took most of the time.",
        "The result came only after a push.",
        "Without a clear result.",
    ],
    "consequence": [
        "Closed with “so it scales to 10,000 a second”.",
        "“That gives us a much more scalable decision engine.”",
        "Ended at the model.",
        "A better experience for users.",
        "“It went live on time, and everybody was happy.”",
        "“We reached state of the art on our benchmark.”",
        "No merchant, no amount.",
        "Did not say who waits.",
    ],
}
NEITHER = [
    "",
    "Drew the ledger.",
    "Asked good questions.",
    "Told what the other person said in the meeting.",
    "Jonas’s features are in the model that replaced his.",
    "The latency went down by 40 %.",
    "Merchants came up often.",
]


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in FOR.items() for text in texts])
def test_words_for(key: str, text: str) -> None:
    assert speaks(key, text) == ([text], [])


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in AGAINST.items() for text in texts])
def test_words_against(key: str, text: str) -> None:
    assert speaks(key, text) == ([], [text])


@pytest.mark.parametrize("text", NEITHER)
def test_words_for_neither(text: str) -> None:
    assert (speaks("car", text), speaks("consequence", text)) == (([], []), ([], []))


def asked(
    *given: tuple[int | None, ...], evidence: str = "", key: str = "product_consequence", concept: str = ""
) -> dict[str, Any]:
    """The check on consequence of a round whose one criterion has these scores and this evidence."""
    made = make_round(*given, kind="recruiter")
    for card in made["cards"]:
        card["rubric"]["criteria"][0] |= {"key": key, "title": "A criterion", "concept": concept}
        card["entries"] = {key: card["entries"]["c0"] | {"evidence": evidence}}
    (found,) = checks([compile_round(made)])
    return found


@pytest.mark.parametrize(
    ("given_", "evidence", "held", "why"),
    [
        ([(7,)], "", True, "scores_high"),
        ([(6,), (8,)], "So it scales.", True, "scores_high"),
        ([(5,)], "", False, "scores_low"),
        ([(2,), (5,)], "Ended at the merchant.", False, "scores_low"),
        ([(2,), (6,)], "Ended at the merchant.", None, "apart"),
        ([(6,)], "", None, "between"),
        ([(6,)], "Ended at the merchant’s money.", True, "words_for"),
        ([(6,)], "So it scales.", False, "words_against"),
        ([(6,)], "Ended at the merchant’s money. Then: so it scales.", None, "between"),
        ([(None,)], "", None, "nothing"),
    ],
)
def test_the_criterion_decides_and_words_where_it_does_not(
    given_: list[tuple[int | None, ...]], evidence: str, held: bool | None, why: str
) -> None:
    found = asked(*given_, evidence=evidence, concept="consequence")
    assert (found["key"], found["held"], found["why"]) == ("consequence", held, why)


def test_without_the_criterion_only_words_decide() -> None:
    assert asked((9,))["held"] is None
    assert asked((9,))["why"] == "nothing"
    assert asked((9,), evidence="So it scales.")["held"] is False
    assert asked((3,), evidence="Closed at the seller’s money.")["held"] is True


def test_quotes_are_what_it_rests_on() -> None:
    both = "Ended at the merchant’s money. So it scales. Asked well."
    assert asked((8,), evidence=both, concept="consequence")["quotes"] == ["Ended at the merchant’s money."]
    assert asked((4,), evidence=both, concept="consequence")["quotes"] == ["So it scales."]
    assert len(asked((6,), evidence=both, concept="consequence")["quotes"]) == 2
    assert asked((8,), evidence="Asked well. More.", concept="consequence")["quotes"] == ["Asked well."]


def test_a_story_has_both_checks_and_a_round_without_cards_none() -> None:
    made = make_round((8, 4), kind="behavioural")
    for place, (key, concept) in enumerate(
        (("story_shape", "story"), ("product_consequence", "consequence"))
    ):
        for card in made["cards"]:
            card["rubric"]["criteria"][place] |= {"key": key, "concept": concept}
            card["entries"][key] = card["entries"].pop(f"c{place}")
    found = checks([compile_round(made), compile_round(make_round())])
    assert [(each["key"], each["held"]) for each in found] == [("car", True), ("consequence", False)]


def test_every_reason_has_words() -> None:
    assert len({check_why(why) for why in WHY}) == len(WHY)
    assert check_title("car") != check_title("consequence")
