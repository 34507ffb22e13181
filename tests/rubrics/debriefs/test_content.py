"""What a debrief says, as properties of pure functions."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rubrics.debriefs import content
from rubrics.debriefs.actions import next_actions
from rubrics.debriefs.content import compile_round, disagreements, mean, weakest, why_missing
from rubrics.debriefs.report import report
from rubrics.debriefs.rows import interval_words

Given = list[int | None]
score = st.one_of(st.none(), st.integers(2, 10))
cards = st.lists(st.tuples(score, score), min_size=1, max_size=5)


def make_card(number: int, scores: tuple[int | None, ...], role: str = "interviewer") -> dict[str, Any]:
    criteria = [
        {"key": f"c{place}", "title": f"Criterion {place}", "weight": 1} for place in range(len(scores))
    ]
    return {
        "id": f"card{number}",
        "version": 1,
        "rater": f"Rater {number}",
        "rater_id": number,
        "role": role,
        "rubric": {"digest": "d", "criteria": criteria},
        "call": "yes",
        "call_title": "Yes",
        "call_evidence": "",
        "takeaway": "Keep it.",
        "submitted_at": "2026-11-23T10:00:00+00:00",
        "entries": {
            f"c{place}": {
                "half_steps": half,
                "not_observed": half is None,
                "evidence": f"e{number}{place}",
                "chips": [],
            }
            for place, half in enumerate(scores)
        },
    }


def make_round(*given: tuple[int | None, ...], **fields: Any) -> dict[str, Any]:
    made = [make_card(number, scores) for number, scores in enumerate(given)]
    return {
        "id": "r",
        "kind": "system_design",
        "state": "completed",
        "prompt": "A prompt",
        "starts_at": "2026-11-23T10:00:00+00:00",
        "ends_at": "2026-11-23T10:45:00+00:00",
        "interviewer": "Rater 0",
        "interviewer_id": 0,
        "board": None,
        "waived": False,
        "cards": made,
    } | fields


@given(cards, st.randoms())
def test_the_order_of_raters_does_not_matter(given_: list[tuple[int | None, ...]], random: Any) -> None:
    round_ = make_round(*given_)
    shuffled = {**round_, "cards": random.sample(round_["cards"], len(round_["cards"]))}
    assert compile_round(shuffled) == compile_round(round_)


@given(cards)
def test_not_observed_never_counts(given_: list[tuple[int | None, ...]]) -> None:
    row = compile_round(make_round(*given_))["criteria"][0]
    seen = [scores[0] for scores in given_ if scores[0] is not None]
    assert row["observed"] == sorted(seen)
    assert mean(row) == (Fraction(sum(seen), len(seen)) if seen else None)
    more = compile_round(make_round(*given_, (None, None)))["criteria"][0]
    assert (more["observed"], more["far_apart"]) == (row["observed"], row["far_apart"])


@given(cards)
def test_a_flag_where_raters_are_two_points_apart(given_: list[tuple[int | None, ...]]) -> None:
    round_ = compile_round(make_round(*given_))
    flagged = {each["key"] for each in disagreements([round_])}
    for row in round_["criteria"]:
        wide = bool(row["observed"]) and row["observed"][-1] - row["observed"][0] >= 4
        assert row["far_apart"] == wide == (row["key"] in flagged)


def test_the_weakest_first_and_ties_by_weight_then_order() -> None:
    round_ = compile_round(make_round((4, 6, 4, None)))
    round_["criteria"][2]["weight"] = 3
    assert [row["key"] for _, row in weakest([round_])] == ["c2", "c0", "c1"]


def drill(slug: str, *criteria: str) -> dict[str, Any]:
    return {"slug": slug, "criteria": list(criteria)}


def test_three_actions_each_for_another_weak_criterion() -> None:
    round_ = compile_round(make_round((2, 4, 6, 8)))
    drills = [drill("a", "c0"), drill("b", "c0"), drill("c", "c3"), drill("d", "c1", "c0")]
    chosen = next_actions([round_], drills)
    assert [(each["slug"], each["for"]["key"]) for each in chosen] == [("a", "c0"), ("d", "c1"), ("c", "c3")]
    only_one = next_actions([round_], drills[:2])
    assert [each["slug"] for each in only_one] == ["a", "b"]
    assert next_actions([round_], []) == []
    assert next_actions([compile_round(make_round((None,)))], drills) == []


def test_why_a_round_is_missing() -> None:
    assert why_missing(make_round((2,))) == ""
    assert why_missing(make_round()) == "card"
    assert why_missing(make_round((2,), interviewer_id=9)) == "card", "a shadow card is not the interviewer's"
    assert why_missing(make_round(state="live")) == "open"
    assert why_missing(make_round(state="missed")) == "missed"


def test_words_for_what_a_score_can_bear() -> None:
    assert interval_words(1) == "one rater: wide (±1.3)"
    assert interval_words(2) == "2 raters of one session (±0.6)"


def whole(*rounds: dict[str, Any]) -> dict[str, Any]:
    return content.assemble(
        loop_id="l",
        candidate="Cleo",
        zone="UTC",
        track={"slug": "t", "title": "T"},
        rounds=list(rounds),
        actions=[],
    )


def test_the_report_of_nothing_scored_stands() -> None:
    said = report(whole(compile_round(make_round())))
    assert said["summary"] == "1 of 1 rounds took place, and 0 scorecards are in."
    assert said["missing"][0]["why"] == "The card of Rater 0 is not in."
    assert said["scored"] == []


@given(cards)
def test_a_row_draws_a_mark_a_rater(given_: list[tuple[int | None, ...]]) -> None:
    for row in report(whole(compile_round(make_round(*given_))))["rounds"][0]["rows"]:
        assert row["chart"].count("chart__dot") == row["raters"]
        assert ("chart__band" in row["chart"]) == bool(row["raters"])
