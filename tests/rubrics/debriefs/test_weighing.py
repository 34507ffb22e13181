"""Strengths, gaps and what bears weight, as rules of pure functions."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.debriefs.actions import next_actions
from rubrics.debriefs.content import compile_round
from rubrics.debriefs.formats import upgraded
from rubrics.debriefs.weighing import gaps, reliability, strengths, units, weak_first
from tests.rubrics.debriefs import example
from tests.rubrics.debriefs.test_content import cards, drill, make_round


def of(*given_: tuple[int | None, ...], **fields: Any) -> dict[str, Any]:
    return compile_round(make_round(*given_, **fields))


@pytest.mark.parametrize(
    ("given_", "reliable"),
    [
        ([[(4,)]], False),  # a lone score: ±1.3
        ([[(4,), (5,)]], True),  # two of one session: ±0.6
        ([[(4,)], [(5,)]], True),  # two sessions: ±0.9
        ([[(2,), (6,)]], False),  # far apart in one session
        ([[(2,)], [(6,)]], False),  # far apart over sessions
        ([[(4,), (None,)]], False),  # who did not observe it backs nothing
    ],
)
def test_what_is_relied_on(given_: list[list[tuple[int | None, ...]]], reliable: bool) -> None:
    (unit,) = units([of(*each) for each in given_])
    assert unit.reliable == reliable


@given(st.lists(cards, min_size=1, max_size=4))
def test_nothing_is_both_a_strength_and_a_gap_and_reliable_ones_come_first(
    given_: list[list[tuple[int | None, ...]]],
) -> None:
    rounds = [of(*each) for each in given_]
    strong, weak = strengths(rounds), gaps(rounds)
    assert not {each["key"] for each in strong} & {each["key"] for each in weak}
    for found in (strong, weak):
        assert len(found) <= 3
        assert [each["reliable"] for each in found] == sorted(
            (each["reliable"] for each in found), reverse=True
        )
    assert all(Fraction(*each["mean"]) >= 6 for each in strong)
    assert all(Fraction(*each["mean"]) < 8 for each in weak)


def test_a_mean_that_more_raters_back_goes_before_a_lower_lone_score() -> None:
    rounds = [of((3, 8), (4, 9)), compile_round(make_round((None, None), kind="behavioural"))]
    lone = make_round((2,), kind="recruiter")
    for card in lone["cards"]:
        card["rubric"]["criteria"][0]["key"] = "lone"
        card["entries"] = {"lone": card["entries"]["c0"]}
    known = units([*rounds, compile_round(lone)])
    assert [each.key for each in weak_first(known)] == ["c0", "lone", "c1"]
    assert [(each["key"], each["reliable"]) for each in gaps([*rounds, compile_round(lone)])] == [
        ("c0", True),
        ("lone", False),
    ]


def test_where_raters_are_far_apart_there_is_a_weakness_only_after_all_others() -> None:
    # c0 is disputed, c1 rests on one rater, c2 on two.
    rounds = [of((2, None, 5, 9), (6, 4, 5, 9))]
    assert [each.key for each in weak_first(units(rounds))] == ["c2", "c1", "c0", "c3"]
    drills = [drill(key, key) for key in ("c0", "c1", "c2", "c3")]
    chosen = next_actions(rounds, drills)
    assert [(each["slug"], each["reliable"]) for each in chosen] == [
        ("c2", True),
        ("c1", False),
        ("c0", False),
    ]


def test_lone_scores_are_practised_all_the_same_and_said_to_be_lone() -> None:
    rounds = [of((3, 7, 8))]
    chosen = next_actions(rounds, [drill("a", "c0"), drill("b", "c2")])
    assert [(each["slug"], each["reliable"]) for each in chosen] == [("a", False), ("b", False)]
    assert [each["key"] for each in gaps(rounds)] == ["c0"]


def test_alike_everywhere_is_neither_strength_nor_gap() -> None:
    rounds = [of((7, 7), (7, 7))]
    assert (strengths(rounds), gaps(rounds)) == ([], [])
    assert (strengths([]), gaps([])) == ([], [])


def test_a_criterion_of_several_rounds_comes_once_with_the_round_to_look_at() -> None:
    rounds = [of((8, 9)), of((4, 9), kind="behavioural")]
    (weak,) = gaps(rounds)
    assert (weak["key"], weak["mean"], weak["raters"]) == ("c0", [6, 1], 2)
    assert (weak["kind"], weak["kinds"]) == ("behavioural", ["system_design", "behavioural"])
    (strong,) = strengths(rounds)
    assert (strong["kind"], strong["mean"], strong["reliable"]) == ("system_design", [9, 1], True)


def test_what_more_raters_and_sessions_are_worth() -> None:
    assert reliability(1, 1) == pytest.approx(0.44)
    assert reliability(2, 1) == pytest.approx(0.74 / 0.87)
    assert reliability(2, 2) == pytest.approx(0.44 / 0.72)
    assert reliability(1, 1) < reliability(2, 2) < reliability(4, 4) < reliability(3, 1)


def test_actions_of_a_season_are_for_reliable_gaps_and_carry_all_of_a_drill() -> None:
    content = example.content()
    assert [each["for"]["key"] for each in content["actions"]] == ["observability", "metrics", "consistency"]
    for action in content["actions"]:
        assert action["reliable"]
        assert all(action[key] for key in ("minutes", "good_looks_like", "weak", "strong"))


def test_an_older_revision_says_what_its_actions_rest_on_and_nothing_new() -> None:
    content = example.content()
    old = {**content, "format": 2}
    for key in ("strengths", "gaps", "concepts", "checks", "since", "inputs"):
        del old[key]
    old["actions"] = [
        {key: value for key, value in each.items() if key != "reliable"} for each in old["actions"]
    ]
    read = upgraded(old)
    assert read["actions"] == content["actions"]
    assert (read["strengths"], read["gaps"], read["concepts"], read["checks"]) == ([], [], [], [])
    assert (read["since"], read["inputs"]) == (None, None)
    assert {key: read[key] for key in ("rounds", "disagreements", "combined")} == {
        key: content[key] for key in ("rounds", "disagreements", "combined")
    }
