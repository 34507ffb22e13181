"""What changed between two loops, and which of it comes about by itself."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.agreement.intervals import change_width, half_width
from rubrics.debriefs.content import compile_round
from rubrics.debriefs.since import changes
from tests.rubrics.debriefs.test_content import cards, make_round

counts = st.lists(st.integers(1, 5), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("before", "after", "points"),
    [
        # 1.96 · .9 · √(.56 + .56), and so on by hand.
        ([1], [1], "1.9"),
        ([3], [3], "1.6"),
        ([1], [3], "1.7"),
        ([1, 1, 1, 1], [1, 1, 1, 1], "0.9"),
        ([3, 3, 3, 3], [3, 3, 3, 3], "0.8"),
    ],
)
def test_the_noise_of_a_difference(before: list[int], after: list[int], points: str) -> None:
    assert change_width(before, after) == Fraction(points)


@given(counts, counts)
def test_noise_is_the_same_both_ways_and_more_evidence_never_adds_to_it(
    before: list[int], after: list[int]
) -> None:
    noise = change_width(before, after)
    assert noise == change_width(after, before)
    assert change_width([*before, before[0]], after) <= noise or len(set(before)) > 1
    assert change_width([each + 1 for each in before], after) <= noise


@given(st.integers(1, 4))
def test_lone_raters_on_both_sides_err_by_the_intervals_of_both(sessions: int) -> None:
    both = math.hypot(*[float(half_width(sessions, sessions))] * 2)
    assert float(change_width([1] * sessions, [1] * sessions)) == pytest.approx(both, abs=0.1)


@pytest.mark.parametrize("empty", [([], [1]), ([1], []), ([0], [1])])
def test_counts_that_can_not_be(empty: tuple[list[int], list[int]]) -> None:
    with pytest.raises(ValueError, match="raters"):
        change_width(*empty)


def of(*given_: tuple[int | None, ...], **fields: Any) -> dict[str, Any]:
    return compile_round(make_round(*given_, **fields))


def test_only_a_difference_beyond_noise_is_flagged() -> None:
    small, large = changes([of((4,))], [of((7,))]), changes([of((4,))], [of((8,))])
    assert [(row["by"], row["noise"], row["beyond"]) for row in small] == [([3, 1], [19, 5], False)]
    assert [(row["by"], row["noise"], row["beyond"]) for row in large] == [([4, 1], [19, 5], True)]
    assert changes([of((8,))], [of((4,))])[0]["beyond"], "for the worse too"


def test_a_smaller_change_shows_over_several_rounds() -> None:
    before = [of((4,), kind=kind) for kind in ("recruiter", "product_sense", "system_design", "behavioural")]
    after = [of((6,), kind=kind) for kind in ("recruiter", "product_sense", "system_design", "behavioural")]
    whole, *each = changes(before, after)
    assert (whole["kind"], len(whole["kinds"]), whole["beyond"]) == ("", 4, True)
    assert [row["beyond"] for row in each] == [False] * 4
    assert [row["kind"] for row in each] == ["recruiter", "product_sense", "system_design", "behavioural"]


def test_only_what_was_observed_in_both_rounds_of_a_kind_is_compared() -> None:
    assert changes([of((4, None))], [of((4, 6))])[0]["key"] == "c0"
    assert len(changes([of((4, None))], [of((4, 6))])) == 1
    assert changes([of((4,), kind="recruiter")], [of((4,))]) == []
    assert changes([], [of((4,))]) == []
    over = changes([of((4,)), of((4,), kind="recruiter")], [of((5,)), of((5,), kind="behavioural")])
    assert [row["kind"] for row in over] == ["system_design"], "means over different rounds are no change"


@given(st.lists(cards, min_size=1, max_size=3), st.lists(cards, min_size=1, max_size=3))
def test_rows_are_exact_and_those_beyond_noise_come_first(
    before: list[list[tuple[int | None, ...]]], after: list[list[tuple[int | None, ...]]]
) -> None:
    kinds = ("recruiter", "system_design", "behavioural")
    old, new = (
        [of(*each, kind=kind) for each, kind in zip(given_, kinds, strict=False)]
        for given_ in (before, after)
    )
    rows = changes(old, new)
    for row in rows:
        assert Fraction(*row["after"]) - Fraction(*row["before"]) == Fraction(*row["by"])
        assert row["beyond"] == (abs(Fraction(*row["by"])) > Fraction(*row["noise"]))
    assert [row["beyond"] for row in rows] == sorted((row["beyond"] for row in rows), reverse=True)
    again = changes(new, old)
    assert sorted(-Fraction(*row["by"]) for row in again) == sorted(Fraction(*row["by"]) for row in rows)
