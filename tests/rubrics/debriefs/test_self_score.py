"""The candidate beside their raters, moments, roles, rows over several rounds, and revisions of before."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rubrics.debriefs.content import combined, compile_round, mean, seen_otherwise, upgraded
from rubrics.debriefs.pdf import make_pdf
from rubrics.debriefs.reading import Reading
from rubrics.debriefs.report import report
from rubrics.debriefs.rows import combined_row, separate_words
from tests.rubrics.debriefs.test_content import cards, make_card, make_round, score, whole
from tests.rubrics.debriefs.test_pdf import HOSTILE, flat, text_of

MOMENT = {"source": "note", "at": "2026-11-23T10:12:05+00:00", "offset": 725, "text": "Drew the dedup table."}


def round_with_own(
    own: tuple[int | None, ...], *given_: tuple[int | None, ...], **fields: Any
) -> dict[str, Any]:
    made = make_round(*given_, **fields)
    made["cards"].append(make_card(99, own, role="candidate") | {"rater": "Cleo"})
    return made


@given(cards, st.tuples(score, score), st.randoms())
def test_the_self_score_never_counts(
    given_: list[tuple[int | None, ...]], own: tuple[int | None, ...], random: Any
) -> None:
    alone = compile_round(make_round(*given_))
    beside = round_with_own(own, *given_)
    beside["cards"] = random.sample(beside["cards"], len(beside["cards"]))
    compiled = compile_round(beside)
    assert [card["rater"] for card in compiled["cards"]] == [card["rater"] for card in alone["cards"]]
    for with_own, without in zip(compiled["criteria"], alone["criteria"], strict=True):
        assert with_own["own"]["half_steps"] == own[int(with_own["key"][1])]
        assert {**with_own, "own": None} == without


@given(cards, st.tuples(score, score))
def test_a_point_or_more_from_the_mean_is_shown_side_by_side(
    given_: list[tuple[int | None, ...]], own: tuple[int | None, ...]
) -> None:
    round_ = compile_round(round_with_own(own, *given_))
    found = {each["key"]: Fraction(*each["by"]) for each in seen_otherwise([round_])}
    for row in round_["criteria"]:
        middle, mine = mean(row), row["own"]["half_steps"]
        if middle is None or mine is None or abs(mine - middle) < 2:
            assert row["key"] not in found
        else:
            assert found[row["key"]] == mine - middle


@given(st.lists(cards, min_size=2, max_size=4), st.randoms())
def test_a_row_over_several_rounds_weighs_rounds_alike(
    given_: list[list[tuple[int | None, ...]]], random: Any
) -> None:
    rounds = [compile_round(make_round(*each)) for each in given_]
    found = {each["key"]: each for each in combined(rounds)}
    again = {each["key"]: each for each in combined(random.sample(rounds, len(rounds)))}
    for place in range(2):
        means = [middle for each in rounds if (middle := mean(each["criteria"][place])) is not None]
        if len(means) < 2:
            assert f"c{place}" not in found
            continue
        row = found[f"c{place}"]
        assert Fraction(*row["mean"]) == sum(means, Fraction(0)) / len(means)
        assert again[f"c{place}"]["mean"] == row["mean"]
        assert combined_row(row, Reading())["interval"] == separate_words(len(means))


def test_words_of_a_criterion_in_two_rounds() -> None:
    rounds = [
        compile_round(make_round((4, None))),
        compile_round(make_round((7, 6), (9, 6), kind="behavioural")),
    ]
    said = report(whole(*rounds))
    assert said["matrix"]["columns"] == ["Design", "Behavioural"]
    first, second = said["matrix"]["rows"]
    assert [(cell["score"], cell["width"], cell["words"]) for cell in first["cells"]] == [
        ("2", "1.3", "1 rater"),
        ("4", "0.6", "2 raters"),
    ]
    across = first["across"]
    assert (across["title"], across["score"], across["range"]) == ("Criterion 0", "3", "range 2.5")
    assert (across["interval"], across["width"]) == ("2 separate interviews", "0.9")
    assert across["far_apart"]
    assert [cell["words"] for cell in second["cells"]] == ["not observed", "2 raters"]
    assert second["across"] is None


def test_words_of_the_candidate_beside_the_raters() -> None:
    made = round_with_own((8, 6), (4, 6), (5, None))
    made["cards"][1]["role"] = "reverse_shadow"
    made["cards"][0]["entries"]["c0"]["chips"] = [MOMENT]
    said = report(whole(compile_round(made)))
    (each,) = said["seen_otherwise"]
    assert (each["title"], each["apart"], each["higher"]) == ("Criterion 0", "≈1.7", True)
    assert each["own"]["evidence"] == "e990"
    assert [(side["rater"], side["role"], side["score"]) for side in each["sides"]] == [
        ("Rater 0", "", "2"),
        ("Rater 1", "reverse shadow", "2.5"),
    ]
    (chip,) = each["sides"][0]["chips"]
    assert (chip["clock"], chip["source"], chip["text"]) == ("12:05", "note", "Drew the dedup table.")
    row = said["rounds"][0]["rows"][1]
    assert (row["score"], row["own"], row["unseen"]) == ("3", "3", "1 did not observe it")
    assert said["summary"].endswith("The self-score is a point or more away from theirs on 1 criterion.")


def test_what_became_of_looking_back_is_named() -> None:
    assert report(whole(compile_round(make_round((4,)))))["missing"][0]["why"] == (
        "The candidate did not look back on it."
    )
    waived = report(whole(compile_round(make_round((4,), waived=True))))
    assert waived["missing"] == []
    assert waived["rounds"][0]["waived"]
    assert report(whole(compile_round(round_with_own((4,), (4,)))))["missing"] == []
    only_own = report(whole(compile_round(round_with_own((4,)))))
    assert only_own["rounds"][0]["rows"][0]["own"] == "2"
    assert only_own["rounds"][0]["rows"][0]["score"] == ""


def test_a_card_that_was_reopened_says_so() -> None:
    made = make_round((4,), (6,), (8,))
    made["cards"][0] |= {"revised": 1, "not_blind": False}
    made["cards"][1] |= {"revised": 2, "not_blind": True}
    content = whole(compile_round(made))
    again = [card["again"] for card in report(content)["rounds"][0]["cards"]]
    assert again == [
        "Reopened by a coach and handed in again.",
        "Handed in again after its rater could read the other cards.",
        "",
    ]
    assert flat(again[1]) in flat(text_of(make_pdf(content, {})))


def before() -> dict[str, Any]:
    """What a revision of format 1 looks like."""
    content = whole(compile_round(make_round((2,), (8,))))
    content["format"] = 1
    del content["seen_otherwise"], content["combined"]
    (round_,) = content["rounds"]
    del round_["own"], round_["look_back"]
    round_["cards"][1]["role"] = "observer"
    for card in round_["cards"]:
        del card["rater_id"], card["revised"], card["not_blind"]
    for row in round_["criteria"]:
        del row["own"]
        for each in [*row["scores"]]:
            del each["rater_id"], each["chips"]
    for found in content["disagreements"]:
        for side in ("low", "high"):
            found[side] = {
                key: value for key, value in found[side].items() if key not in {"rater_id", "chips"}
            }
    return content


def test_a_revision_of_before_reads_as_ever() -> None:
    said = report(before())
    assert said["disagreements"][0]["apart"] == "3"
    assert [card["role"] for card in said["rounds"][0]["cards"]] == ["", "observed"]
    assert (said["seen_otherwise"], said["matrix"], said["missing"]) == ([], None, [])
    assert "two points or more apart" in text_of(make_pdf(before(), {}))
    present = whole(compile_round(make_round((2,))))
    assert upgraded(present) is present


def test_the_print_says_all_of_it_as_it_was_typed() -> None:
    made = round_with_own((8, 6), (4, 6))
    made["cards"][0]["entries"]["c0"]["chips"] = [MOMENT, {**MOMENT, "offset": None}]
    other = make_round((9, None), kind="behavioural", waived=True)
    for typed in HOSTILE[:4]:
        made["cards"][1]["entries"]["c0"]["evidence"] = typed
        made["cards"][0]["entries"]["c0"]["chips"][0]["text"] = typed
        text = flat(text_of(make_pdf(whole(compile_round(made), compile_round(other)), {})))
        assert text.count(flat(typed)) == 4, "side by side, and in the round"
    for wanted in (
        "Seen differently",
        "self-score higher by 2",
        "Criteria that rounds share",
        "≈3.2 ±0.9",
        "2 separate interviews",
        "12:05",
        "Mon 23 Nov, 10:12 (UTC)",
        "The candidate chose not to score themselves",
    ):
        assert flat(wanted) in text
