"""A criterion over time: one mark a loop with its interval. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from rubrics.charts.svg import Figure, Look, drawing, number, shape, words

POINTS: Final = range(1, 6)
_LEFT, _TOP, _BOTTOM, _RIGHT = 22, 16, 26, 22
_LABEL_ROOM: Final = 58
_FIGURE_ROOM: Final = 26
_Up = Callable[[Figure], float]


@dataclass(frozen=True)
class TrendPoint:
    """One mark: a loop's mean with its interval.

    Args:
        day: when the loop was held.
        mean: in points, 1 to 5.
        half_width: of the 95 % interval, in points; None draws the mark without one.
        label: what stands under it, for instance "12 Nov".
        written: the mean as it is said, for instance "≈3.3".
        hollow: whether it rests on too little to be relied upon.
    """

    day: date
    mean: Fraction
    half_width: Fraction | None
    label: str
    written: str
    hollow: bool = False


@dataclass(frozen=True)
class Trend:
    """A drawing, and the same as a table: rows of label, mean and interval in words, in order of time."""

    svg: str
    rows: list[tuple[str, str, str]]


def trend_chart(
    points: Sequence[TrendPoint],
    *,
    title: str,
    goal: Fraction | None = None,
    goal_label: str = "",
    width: int = 420,
    height: int = 170,
    look: Look = Look.PAGE,
) -> Trend:
    """A criterion over time on the scale from 1 to 5, with room between the marks as there was between loops.

    Args:
        points: the marks, in any order; none draws the empty scale.
        title: what it shows, in words, for readers who can't see it; the table has the figures.
        goal: where a dashed line is to lie, in points.
        goal_label: what is written at it.
        width: in units of the drawing; text is 12 of them high. As is `height`.
        height: see `width`.
        look: where it goes.
    """
    marks = sorted(points, key=lambda each: each.day)
    xs = _across([each.day for each in marks], _LEFT + 14, width - _RIGHT)

    def up(value: Figure) -> float:
        value = min(5.0, max(1.0, float(value)))
        return _TOP + (5 - value) / 4 * (height - _TOP - _BOTTOM)

    parts = [_scale(width, up, look)]
    if goal is not None:
        parts.append(
            shape(
                "line",
                "goal",
                look,
                x1=_LEFT,
                y1=up(goal),
                x2=width,
                y2=up(goal),
                stroke_width=1.5,
                stroke_dasharray="6 4",
            )
        )
        if goal_label:
            parts.append(words(goal_label, "words", look, x=_LEFT + 2, y=up(goal) - 4, font_size=11))
    if len(marks) > 1:
        line = " ".join(f"{number(x)},{number(up(each.mean))}" for x, each in zip(xs, marks, strict=True))
        parts.append(shape("polyline", "path", look, points=line, stroke_width=1.75))
    parts += [_mark(x, each, up, look) for x, each in zip(xs, marks, strict=True)]
    parts += _labels(xs, marks, (width, height), up, look)
    return Trend(
        drawing(width, height, "".join(parts), kind="trend", title=title),
        [(each.label, each.written, _width(each)) for each in marks],
    )


def spark_chart(points: Sequence[TrendPoint], *, look: Look = Look.PAGE) -> str:
    """A trend for the row of a table, without words: hidden from readers who can't see it."""
    marks = sorted(points, key=lambda each: each.day)
    xs = _across([each.day for each in marks], 6, 90)

    def up(value: Figure) -> float:
        return 3 + (5 - float(value)) / 4 * 18

    parts = [shape("line", "grid", look, x1=0, y1=up(each), x2=96, y2=up(each)) for each in (1, 3, 5)]
    if len(marks) > 1:
        line = " ".join(f"{number(x)},{number(up(each.mean))}" for x, each in zip(xs, marks, strict=True))
        parts.append(shape("polyline", "path", look, points=line, stroke_width=1.5))
    parts += [
        shape("circle", "hollow" if each.hollow else "dot", look, cx=x, cy=up(each.mean), r=2.5)
        for x, each in zip(xs, marks, strict=True)
    ]
    return drawing(96, 24, "".join(parts), kind="spark")


def _across(days: Sequence[date], left: float, right: float) -> list[float]:
    """Where each day lies between two ends; days too close to be told apart are pushed on."""
    if not days:
        return []
    span = (days[-1] - days[0]).days
    if not span:
        gap = min(24.0, (right - left) / max(len(days), 1))
        middle = (left + right) / 2 - gap * (len(days) - 1) / 2
        return [middle + gap * place for place in range(len(days))]
    least = min(14.0, (right - left) / len(days))
    xs: list[float] = []
    for day in days:
        x = left + (right - left) * (day - days[0]).days / span
        xs.append(max(x, xs[-1] + least) if xs else x)
    # What was pushed over the end comes back, from the last one on.
    limit = right
    for place in range(len(xs) - 1, -1, -1):
        xs[place] = min(xs[place], limit)
        limit = xs[place] - least
    return xs


def _scale(width: int, up: _Up, look: Look) -> str:
    lines = "".join(
        shape("line", "grid", look, x1=_LEFT, y1=up(each), x2=width, y2=up(each), stroke_width=1)
        for each in POINTS
    )
    return lines + "".join(
        words(str(each), "words", look, x=_LEFT - 8, y=up(each) + 4, font_size=11, text_anchor="end")
        for each in POINTS
    )


def _mark(x: float, point: TrendPoint, up: _Up, look: Look) -> str:
    made = ""
    if point.half_width is not None:
        high, low = up(point.mean + point.half_width), up(point.mean - point.half_width)
        made = shape("rect", "band", look, x=x - 4, y=high, width=8, height=low - high) + shape(
            "path",
            "edge",
            look,
            d=f"M{number(x - 4)} {number(high)}h8M{number(x - 4)} {number(low)}h8",
            stroke_width=1.5,
        )
    if point.hollow:
        return made + shape("circle", "hollow", look, cx=x, cy=up(point.mean), r=4.5, stroke_width=2)
    return made + shape("circle", "dot", look, cx=x, cy=up(point.mean), r=5)


def _labels(
    xs: Sequence[float], marks: Sequence[TrendPoint], size: tuple[int, int], up: _Up, look: Look
) -> list[str]:
    """Days under the marks and means beside them, as many as there is room for; the last one always."""
    made = []
    width, height = size
    day_limit = figure_limit = float("inf")
    for x, point in sorted(zip(xs, marks, strict=True), key=lambda each: -each[0]):
        if x + _LABEL_ROOM / 2 <= day_limit:
            anchor, at = ("end", width - 1) if x + _LABEL_ROOM / 2 > width else ("middle", x)
            made.append(
                words(point.label, "words", look, x=at, y=height - 6, font_size=11, text_anchor=anchor)
            )
            day_limit = x - _LABEL_ROOM / 2
        if x <= figure_limit:
            made.append(
                words(
                    point.written,
                    "figure",
                    look,
                    x=x - 8,
                    y=up(point.mean) - 7,
                    font_size=12,
                    font_weight=600,
                    text_anchor="end",
                )
            )
            figure_limit = x - _FIGURE_ROOM
    return made


def _width(point: TrendPoint) -> str:
    return "" if point.half_width is None else f"±{float(point.half_width):.1f}"
