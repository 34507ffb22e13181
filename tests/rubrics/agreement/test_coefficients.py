"""Alpha, ICC and kappa against published worked examples, with input that says nothing, and in any order."""

import random
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.agreement.alpha import Metric, alpha, alpha_of, estimates, table
from rubrics.agreement.bootstrap import percentile_interval, weights
from rubrics.agreement.icc import icc
from rubrics.agreement.kappa import weighted_kappa

KRIPPENDORFF: list[list[float | None]] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
"""Krippendorff 2011, "Computing Krippendorff's alpha-reliability", C: four observers, twelve units."""
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
"""Shrout and Fleiss 1979, table 2: six targets, four judges."""
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval")

scores = st.integers(2, 10)
units = st.lists(st.lists(st.none() | scores, max_size=5), max_size=12)


def by_unit(observers: Sequence[Sequence[float | None]]) -> list[list[float | None]]:
    return [list(unit) for unit in zip(*observers, strict=True)]


@pytest.mark.parametrize(
    ("metric", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_the_published_example(metric: Metric, published: float) -> None:
    """Krippendorff 2011, sections C and D."""
    assert alpha(by_unit(KRIPPENDORFF), metric) == pytest.approx(published, abs=0.0005)


def test_alpha_of_two_observers_and_binary_data() -> None:
    """Krippendorff 2011, section A: two observers, ten units, nominal: .095."""
    observers = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert alpha(by_unit(observers), "nominal") == pytest.approx(0.095, abs=0.0005)


def naive_alpha(given_: list[list[int | None]]) -> float | None:
    """Interval alpha from its definition in words: disagreement within units over that among all values."""
    kept = [values for unit in given_ if len(values := [v for v in unit if v is not None]) > 1]
    pool = [value for unit in kept for value in unit]
    among = sum((a - b) ** 2 for a, b in combinations(pool, 2))
    if not among:
        return None
    within = sum(sum((a - b) ** 2 for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit in kept)
    return 1 - within * (len(pool) - 1) / among


@given(units)
def test_alpha_is_what_its_definition_says(given_: list[list[int | None]]) -> None:
    assert alpha(given_) == pytest.approx(naive_alpha(given_))


@given(units, st.randoms(use_true_random=False))
def test_order_and_missing_values_change_nothing(given_: list[list[int | None]], dice: random.Random) -> None:
    shuffled = [dice.sample(unit, len(unit)) for unit in dice.sample(given_, len(given_))]
    missing = [[*unit, None, None] for unit in shuffled] + [[None], []]
    for metric in METRICS:
        found = alpha(given_, metric)
        assert alpha(missing, metric) == (None if found is None else pytest.approx(found))


@given(st.lists(scores, min_size=2).filter(lambda values: len(set(values)) > 1), st.integers(2, 5))
def test_perfect_agreement_is_one(values: list[int], raters: int) -> None:
    for metric in METRICS:
        assert alpha([[value] * raters for value in values], metric) == pytest.approx(1)
    found = icc([[value] * raters for value in values])
    assert found
    assert (found.icc11, found.icc21, found.icc31) == pytest.approx((1, 1, 1))
    assert weighted_kappa(values, values) == pytest.approx(1)


@pytest.mark.parametrize("given_", [[], [[]], [[None, None]], [[4], [6]], [[4, 4], [4, 4]], [[None, 5], [6]]])
def test_where_alpha_says_nothing(given_: list[list[int | None]]) -> None:
    for metric in METRICS:
        assert alpha(given_, metric) is None
    assert estimates(table(given_), METRICS) == {}


def test_icc_of_the_published_example() -> None:
    """Shrout and Fleiss 1979, table 4."""
    found = icc(SHROUT_FLEISS)
    assert found
    assert (found.targets, found.judges) == (6, 4)
    singles = (found.icc11, found.icc21, found.icc31)
    means = (found.icc1k, found.icc2k, found.icc3k)
    assert singles == pytest.approx((0.17, 0.29, 0.71), abs=0.005)
    assert means == pytest.approx((0.44, 0.62, 0.91), abs=0.005)


@pytest.mark.parametrize("given_", [[], [[4, 5]], [[4], [5], [6]], [[4, 4], [4, 4]], [[4, None], [5, 6]]])
def test_where_icc_says_nothing(given_: list[list[int | None]]) -> None:
    assert icc(given_) is None


def test_icc_refuses_a_ragged_table() -> None:
    with pytest.raises(ValueError, match="lengths"):
        icc([[1, 2], [1]])


tables = st.integers(2, 4).flatmap(
    lambda judges: st.lists(
        st.lists(st.none() | scores, min_size=judges, max_size=judges), min_size=2, max_size=8
    )
)


@given(tables, st.randoms(use_true_random=False))
def test_icc_in_any_order_and_with_incomplete_rows(
    given_: list[list[int | None]], dice: random.Random
) -> None:
    order = dice.sample(range(len(given_[0])), len(given_[0]))
    shuffled = [[row[place] for place in order] for row in dice.sample(given_, len(given_))]
    nothing: list[int | None] = [None] * len(order)
    incomplete = [*shuffled, nothing]
    found, again = icc(given_), icc(incomplete)
    assert (found is None) == (again is None)
    if found and again:
        for name in ("icc11", "icc21", "icc31", "icc1k", "icc2k", "icc3k"):
            one, other = getattr(found, name), getattr(again, name)
            assert other == (None if one is None else pytest.approx(one, abs=1e-9))


def table_of_pairs(counts: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """The pairs behind a table of counts: a row for each of the first's categories, from 1."""
    pairs = [
        (row + 1, column + 1)
        for row, line in enumerate(counts)
        for column, many in enumerate(line)
        for _each in range(many)
    ]
    return [one for one, _other in pairs], [other for _one, other in pairs]


def test_weighted_kappa_of_the_published_example() -> None:
    """91 couples rate one thing in four steps (Hout, Duncan and Sobel, "Association and heterogeneity",
    Sociological Methodology 17, 1987; also in Agresti, "Categorical Data Analysis"). Linear weights
    give .2374, as in the worked example of `Kappa` in the R package vcd.
    """
    first, second = table_of_pairs([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
    assert len(first) == 91
    assert weighted_kappa(first, second, "linear") == pytest.approx(0.2374, abs=0.00005)


@given(st.lists(st.tuples(scores, scores), min_size=3, max_size=40))
def test_quadratic_kappa_is_the_concordance_of_two_raters(pairs: list[tuple[int, int]]) -> None:
    """Fleiss and Cohen, Educational and Psychological Measurement 33 (1973) 613–619: it is an ICC.

    Exactly it is Lin's concordance, 2·cov / (var + var + (difference of means)²), with moments over n; their
    ICC(2,1) is the same up to terms of 1/n.
    """
    first, second = (np.array(values, dtype=float) for values in zip(*pairs, strict=True))
    under = first.var() + second.var() + (first.mean() - second.mean()) ** 2
    found = weighted_kappa([a for a, _b in pairs], [b for _a, b in pairs])
    if under == 0:
        assert found is None
    else:
        covariance = np.mean((first - first.mean()) * (second - second.mean()))
        assert found == pytest.approx(float(2 * covariance / under), abs=1e-9)


@given(st.lists(st.tuples(scores, scores), max_size=20), st.randoms(use_true_random=False))
def test_kappa_in_any_order_and_with_missing_values(
    pairs: list[tuple[int, int]], dice: random.Random
) -> None:
    found = weighted_kappa([a for a, _b in pairs], [b for _a, b in pairs], "linear")
    mixed = dice.sample(pairs, len(pairs))
    first = [*(a for a, _b in mixed), None, 3]
    second = [*(b for _a, b in mixed), 4, None]
    expected = None if found is None else pytest.approx(found)
    assert weighted_kappa(first, second, "linear") == expected
    assert weighted_kappa(second, first, "linear") == expected


@pytest.mark.parametrize("pairs", [[], [(4, 5)], [(4, 4), (4, 4)], [(4, None), (None, 4), (5, 6)]])
def test_where_kappa_says_nothing(pairs: list[tuple[int | None, int | None]]) -> None:
    assert weighted_kappa([a for a, _b in pairs], [b for _a, b in pairs]) is None


def many_units(seed: int, rounds: int) -> tuple[list[list[float | None]], list[int]]:
    """Five criteria of each of some rounds, two raters each, who partly agree."""
    dice = random.Random(seed)
    given_: list[list[float | None]] = []
    for _round in range(rounds):
        truth = dice.gauss(6, 1.5)
        given_ += [[min(10, max(2, round(dice.gauss(truth, 1)))) for _rater in range(2)] for _ in range(5)]
    return given_, [number // 5 for number in range(len(given_))]


def test_bootstrap_is_seeded_and_does_not_depend_on_order() -> None:
    given_, rounds = many_units(1, 20)
    first = estimates(table(given_, rounds), ("interval", "ordinal"))
    order = random.Random(2).sample(range(len(given_)), len(given_))
    again = estimates(table([given_[n] for n in order], [rounds[n] for n in order]), ("interval", "ordinal"))
    for metric in ("interval", "ordinal"):
        one, other = first[metric], again[metric]
        assert one.interval
        assert one.interval == pytest.approx(other.interval)
        assert one.interval[0] < one.alpha < one.interval[1]
        assert one.alpha == pytest.approx(alpha_of(table(given_), metric))


def test_bootstrap_draws_whole_rounds() -> None:
    """Scores of one round hang together: drawing them one by one would promise too much."""
    given_, rounds = many_units(3, 20)
    whole = estimates(table(given_, rounds), ("interval",))["interval"].interval
    single = estimates(table(given_), ("interval",))["interval"].interval
    assert whole
    assert single
    assert whole[1] - whole[0] > single[1] - single[0]


def test_more_rounds_make_a_narrower_interval() -> None:
    few, many = (
        estimates(table(*many_units(4, rounds)), ("interval",))["interval"].interval for rounds in (12, 120)
    )
    assert few
    assert many
    assert many[1] - many[0] < few[1] - few[0]


def test_draws_come_in_blocks_but_are_as_many_as_asked() -> None:
    blocks = list(weights(3_000, replicates=1_000))
    assert len(blocks) > 1
    assert sum(len(block) for block in blocks) == 1_000
    assert all((block.sum(axis=1) == 3_000).all() for block in blocks)
    assert list(weights(0)) == []


def test_no_interval_from_draws_that_came_to_nothing() -> None:
    assert percentile_interval(np.array([])) is None
    assert percentile_interval(np.array([np.nan, np.nan, 0.5])) is None
    assert percentile_interval(np.linspace(0, 1, 1001)) == pytest.approx((0.025, 0.975))
