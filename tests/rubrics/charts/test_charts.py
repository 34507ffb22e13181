"""Drawings are well formed whatever people typed, and show figures where they are."""

import itertools
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.charts.change import change_chart
from rubrics.charts.interval import LEFT, RIGHT, cell_chart, interval_chart
from rubrics.charts.svg import Look, words
from rubrics.charts.trend import TrendPoint, spark_chart, trend_chart

LOOKS = pytest.mark.parametrize("look", list(Look))
score = st.integers(2, 10)
mean = st.fractions(1, 5, max_denominator=6)
point = st.builds(
    TrendPoint,
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    mean=mean,
    half_width=st.none() | st.fractions(0, 2, max_denominator=10),
    label=st.text(max_size=9),
    written=st.just("3"),
    hollow=st.booleans(),
)


def shapes(svg: str, name: str, role: str) -> list[dict[str, str]]:
    return [
        each.attrib
        for each in ET.fromstring(svg).iter()
        if each.tag.endswith(f"}}{name}") and each.attrib.get("class") == f"chart__{role}"
    ]


def figures(svg: str, *names: str) -> list[float]:
    found = [
        float(each.attrib[name])
        for each in ET.fromstring(svg).iter()
        for name in names
        if name in each.attrib
    ]
    drawn = [each.attrib["d"] for each in ET.fromstring(svg).iter() if "d" in each.attrib]
    assert not re.search("nan|inf", " ".join(drawn))
    return found


@given(st.text())
def test_typed_words_stay_words(typed: str) -> None:
    made = words(typed, "words", Look.PAGE, x=1)
    assert len(list(ET.fromstring(made).iter())) == 1
    kept = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", typed)
    assert (ET.fromstring(made).text or "") == re.sub("\r\n?", "\n", kept)


@LOOKS
@given(st.lists(score, min_size=1, max_size=9), st.none() | score, st.booleans())
def test_a_row_has_a_mark_a_rater_on_the_scale(
    look: Look, observed: list[int], own: int | None, apart: bool
) -> None:
    ends = (Fraction(2), Fraction(10))
    svg = interval_chart(sorted(observed), ends, own=own, apart=apart, look=look)
    assert "style" not in svg
    assert ('class="chart__' in svg) == (look is Look.PAGE)
    for x in figures(svg, "cx", "x1", "x2"):
        assert LEFT <= x <= RIGHT
    if look is Look.PAGE:
        marks = shapes(svg, "rect", "dot-apart") if apart else shapes(svg, "circle", "dot")
        assert len(marks) == len(observed)
        assert len(shapes(svg, "path", "own")) == (own is not None)


@LOOKS
@given(score, score, st.fractions(0, 4, max_denominator=10), st.booleans())
def test_before_and_after(look: Look, before: int, after: int, noise: Fraction, beyond: bool) -> None:
    svg = change_chart(Fraction(before), Fraction(after), noise, beyond=beyond, look=look)
    assert all(LEFT <= x <= RIGHT for x in figures(svg, "cx", "x1", "x2"))
    if look is Look.PAGE:
        (old,), (new,) = shapes(svg, "circle", "hollow"), shapes(svg, "circle", "dot")
        assert (float(old["cx"]) < float(new["cx"])) == (before < after)
        assert len(shapes(svg, "path", "path")) == beyond


@LOOKS
@given(st.lists(point, max_size=12), st.none() | mean)
def test_a_trend_keeps_order_and_stays_in_its_frame(
    look: Look, points: list[TrendPoint], goal: Fraction | None
) -> None:
    made = trend_chart(points, title='Over "time" <b>', goal=goal, goal_label="Goal & so", look=look)
    assert ET.fromstring(made.svg).attrib["aria-label"] == 'Over "time" <b>'
    assert [row[0] for row in made.rows] == [each.label for each in sorted(points, key=lambda one: one.day)]
    circles = [each for each in ET.fromstring(made.svg).iter() if each.tag.endswith("circle")]
    xs = [float(each.attrib["cx"]) for each in circles]
    assert len(xs) == len(points)
    assert xs == sorted(xs)
    assert all(20 <= x <= 420 for x in xs)
    assert all(0 <= float(each.attrib["cy"]) <= 170 for each in circles)
    assert spark_chart(points, look=look).startswith("<svg")


def test_loops_close_together_are_told_apart() -> None:
    start = date(2026, 3, 1)
    days = [start, start + timedelta(days=1), start + timedelta(days=300), start + timedelta(days=301)]
    marks = [TrendPoint(day, Fraction(3), Fraction(1), "x", "3") for day in days]
    xs = [float(each["cx"]) for each in shapes(trend_chart(marks, title="t").svg, "circle", "dot")]
    assert all(later - earlier >= 13 for earlier, later in itertools.pairwise(xs))


def test_a_cell_is_hidden_from_readers_who_have_its_figures() -> None:
    root = ET.fromstring(cell_chart(Fraction(7), (Fraction(5), Fraction(9))))
    assert root.attrib["aria-hidden"] == "true"
