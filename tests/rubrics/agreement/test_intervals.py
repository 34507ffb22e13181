"""Intervals: the widths of the model, how they shrink, and that they stay on the scale."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.agreement.intervals import half_width, interval, width_text

counts = st.integers(1, 200)


def test_the_widths_of_the_model() -> None:
    """From correlations of .44 and .74 and a standard deviation of .9 (Huffcutt and others 2013)."""
    assert [width_text(number, number) for number in (1, 2, 3)] == ["1.3", "0.9", "0.8"]
    assert [width_text(number) for number in (1, 2, 3)] == ["1.3", "0.6", "0.5"]


@given(counts, counts)
def test_intervals_shrink_with_raters_and_with_sessions(few: int, more: int) -> None:
    few, many = sorted((few, few + more))
    assert half_width(many) <= half_width(few)
    assert half_width(many, many) <= half_width(few, few)
    assert half_width(many, few) <= half_width(few, few)
    # A second interview narrows it, but not as a second rater of the same one: they saw the same.
    assert half_width(few) <= half_width(few, few)


def test_the_first_raters_make_a_difference() -> None:
    for sessions in (lambda raters: 1, lambda raters: raters):
        assert half_width(1) > half_width(2, sessions(2)) > half_width(3, sessions(3))


@given(st.fractions(1, 5), counts, st.data())
def test_an_interval_holds_its_mean_and_stays_on_the_scale(
    mean: Fraction, raters: int, data: st.DataObject
) -> None:
    sessions = data.draw(st.integers(1, raters))
    low, high = interval(mean, raters, sessions)
    assert 1 <= low <= mean <= high <= 5
    assert high - low <= 2 * half_width(raters, sessions)


@pytest.mark.parametrize(("raters", "sessions"), [(0, 0), (1, 2), (2, 0)])
def test_counts_that_cannot_be(raters: int, sessions: int) -> None:
    with pytest.raises(ValueError, match="raters in"):
        half_width(raters, sessions)
