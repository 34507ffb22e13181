"""All figures from columns: who is counted in what, where there is enough, and the process for it."""

import json
from dataclasses import asdict, astuple, replace

import numpy as np
import pytest

from bench.ratings import make_ratings
from rubrics.agreement import apart
from rubrics.agreement.alpha import alpha
from rubrics.agreement.figures import ENOUGH_ROUNDS, ENOUGH_UNITS, AgreementRow, Figures, Inputs, figures
from rubrics.agreement.icc import icc
from rubrics.agreement.severity import Ratings
from rubrics.agreement.together import Together

EMPTY = np.zeros(0, dtype=np.int64)


def inputs(
    rounds: int, criteria: int, *, apart_by: int = 1, coach: tuple[tuple[int, int], ...] = ()
) -> Inputs:
    """Rounds that raters 1 and 2 both scored, the second one `apart_by` half steps higher now and then."""
    rows = [
        (rater, round_, 100 + round_, 0, criterion, 4 + (round_ + criterion) % 5 + (rater - 1) * extra)
        for round_ in range(rounds)
        for criterion in range(criteria)
        for rater in (1, 2)
        for extra in [apart_by * ((round_ + criterion) % 3 == 0)]
    ]
    rater, subject, occasion, form, criterion, score = np.array(rows, dtype=np.int64).T
    many = len(rows)
    granted = np.array(coach, dtype=np.int64).reshape(-1, 2)
    return Inputs(
        Ratings(rater, subject, occasion, form, criterion, score, np.zeros(many, dtype=bool)),
        prompt=np.zeros(many, dtype=np.int64),
        rubric=np.full(many, 3, dtype=np.int64),
        coach=granted[:, 0],
        candidate=granted[:, 1],
    )


def by_name(rows: list[AgreementRow]) -> dict[tuple[str, int, str], AgreementRow]:
    return {(row.scope, row.key, row.metric): row for row in rows}


def test_enough_units_of_enough_rounds() -> None:
    rounds = ENOUGH_UNITS // 4
    rows = by_name(figures(inputs(rounds, 4, coach=((7, 0), (7, 1), (8, 999)))).agreement)
    # A coach of somebody who was never rated has no row.
    assert sorted({name[:2] for name in rows}) == [("cohort", 7), ("prompt", 0), ("rubric", 3)]
    prompt = rows["prompt", 0, "interval"]
    assert (prompt.units, prompt.rounds, prompt.raters) == (ENOUGH_UNITS, rounds, 2)
    assert prompt.alpha is not None
    assert prompt.low is not None
    assert prompt.high is not None
    assert prompt.low <= prompt.alpha <= prompt.high
    assert rows["prompt", 0, "ordinal"].alpha != prompt.alpha
    cohort = rows["cohort", 7, "interval"]
    assert (cohort.units, cohort.rounds, cohort.alpha) == (8, 2, None)


@pytest.mark.parametrize(
    ("rounds", "criteria", "enough"),
    [
        (ENOUGH_UNITS, 1, True),
        (ENOUGH_UNITS - 1, 1, False),
        (ENOUGH_ROUNDS, ENOUGH_UNITS // ENOUGH_ROUNDS, True),
        (ENOUGH_ROUNDS - 1, ENOUGH_UNITS, False),
    ],
)
def test_otherwise_the_count_is_kept_but_no_coefficient(rounds: int, criteria: int, enough: bool) -> None:
    found = figures(inputs(rounds, criteria))
    for row in found.agreement:
        assert (row.units, row.rounds) == (rounds * criteria, rounds)
        assert (row.alpha is not None) == (row.low is not None) == enough
    assert [(row.rater, row.shared, row.kappa is not None) for row in found.raters] == [
        (1, rounds * criteria, enough),
        (2, rounds * criteria, enough),
    ]
    assert found.together.units == rounds * criteria
    assert (found.together.icc is not None) == (found.together.low is not None) == enough


def test_scores_that_nobody_shares_count_for_the_rater_alone() -> None:
    both = inputs(20, 4)
    ratings = both.ratings
    alone = (ratings.occasion == 100) & (ratings.rater == 2)
    kept = ~alone
    fewer = Inputs(ratings.only(kept), both.prompt[kept], both.rubric[kept], EMPTY, EMPTY)
    found = figures(fewer)
    rows = found.agreement
    assert [(row.rater, row.ratings, row.shared) for row in found.raters] == [(1, 80, 76), (2, 76, 76)]
    assert {(row.units, row.rounds) for row in rows} == {(76, 19)}
    units = [
        ratings.half_steps[(ratings.occasion == 100 + round_) & (ratings.criterion == criterion)].tolist()
        for round_ in range(1, 20)
        for criterion in range(4)
    ]
    [interval] = [row for row in rows if (row.scope, row.metric) == ("prompt", "interval")]
    assert interval.alpha == pytest.approx(alpha(units))


def test_samples_belong_to_a_rubric_but_to_no_prompt() -> None:
    given = inputs(20, 4)
    columns = given.ratings
    sampled = Inputs(
        replace(columns, sample=np.ones(len(columns), dtype=bool)),
        prompt=np.full(len(columns), -1),
        rubric=given.rubric,
        coach=EMPTY,
        candidate=EMPTY,
    )
    found = figures(sampled)
    assert {row.scope for row in found.agreement} == {"rubric"}
    assert found.together.units == 0


def test_raters_who_agree_have_a_kappa_of_one() -> None:
    assert [row.kappa for row in figures(inputs(20, 4, apart_by=0)).raters] == [1, 1]
    for row in figures(inputs(20, 4, apart_by=2)).raters:
        assert row.kappa is not None
        assert 0 < row.kappa < 1


def test_scores_without_any_variation_have_no_coefficient() -> None:
    given = inputs(20, 4)
    same = replace(given, ratings=replace(given.ratings, half_steps=np.full(len(given.ratings), 6)))
    found = figures(same)
    assert all(row.alpha is None and row.units == 80 for row in found.agreement)
    assert all(row.kappa is None and row.spread == 0 for row in found.raters)
    assert found.together == Together(80)


def test_nothing_at_all() -> None:
    none = Ratings(EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY.astype(bool))
    assert figures(Inputs(none, EMPTY, EMPTY, EMPTY, EMPTY)) == Figures([], [], Together(0))


def test_another_process_finds_the_same() -> None:
    ratings = make_ratings(8, 30, seed=1).ratings
    zeros = np.zeros(len(ratings), dtype=np.int64)
    given = Inputs(ratings, zeros, zeros, EMPTY, EMPTY)
    assert apart.figures_apart(given, wanted=lambda: True) == figures(given)


def test_a_result_that_is_not_wanted_or_late_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    given = inputs(2, 1)
    with pytest.raises(apart.Stopped, match="longer than 0 seconds"):
        apart.figures_apart(given, wanted=lambda: True, seconds=0.001)
    monkeypatch.setattr(apart, "LOOK_SECONDS", 0.001)
    with pytest.raises(apart.Unwanted):
        apart.figures_apart(given, wanted=lambda: False)


def test_what_went_wrong_over_there_is_said() -> None:
    given = inputs(2, 1)
    broken = replace(given, prompt=given.prompt[:3])
    with pytest.raises(apart.Stopped, match=r"Error: .+"):
        apart.figures_apart(broken, wanted=lambda: True)


def test_rows_are_plain_json() -> None:
    json.dumps(asdict(figures(inputs(20, 4, coach=((7, 0),)))), allow_nan=False)


def test_two_raters_of_one_session() -> None:
    given = inputs(20, 4, apart_by=3)
    scores = given.ratings.half_steps.reshape(20, 4, 2).reshape(80, 2)
    published = icc(scores.tolist())
    found = figures(given).together
    assert published
    assert found.icc == published.icc11
    assert found.icc is not None
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.icc < found.high < 1
    turned = replace(given, ratings=replace(given.ratings, rater=3 - given.ratings.rater))
    assert astuple(figures(turned).together) == pytest.approx(astuple(found))
