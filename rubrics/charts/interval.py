"""One criterion on the scale from 1 to 5: raters, how far the truth may lie, the candidate. Pure."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from rubrics.charts.svg import Figure, Look, diamond, drawing, number, shape

# The scale from 1 to 5 on 960 by 120 units.
LEFT: Final = 40
STEP: Final = 110
MIDDLE: Final = 60
WIDTH: Final = 960
HEIGHT: Final = 120
RIGHT: Final = LEFT + STEP * 8
TICKS: Final = [LEFT + STEP * 2 * point for point in range(5)]
DOT: Final = 22
_STACK, _HIGHEST = 44, 76


def place(half_steps: Figure) -> int:
    """Where a score or a mean of scores in half steps (2 to 10) lies on the scale."""
    return int(LEFT + STEP * (half_steps - 2))


def dots(observed: Sequence[int]) -> list[tuple[int, int]]:
    """A point a rater; equal scores stand one above the other, closer together the more they are."""
    found = []
    for value in sorted(set(observed)):
        same = observed.count(value)
        gap = min(_STACK, _HIGHEST // max(same - 1, 1))
        top = MIDDLE - (same - 1) * gap // 2
        found += [(place(value), top + gap * number) for number in range(same)]
    return found


def interval_chart(
    observed: Sequence[int],
    ends: tuple[Fraction, Fraction] | None,
    *,
    own: int | None = None,
    apart: bool = False,
    look: Look = Look.PAGE,
) -> str:
    """A row of a table of scores, hidden from readers who can't see it: the row says the same in figures.

    Args:
        observed: what raters gave, in half steps.
        ends: of the interval around their mean, in half steps within the scale.
        own: what the candidate gave, in half steps.
        apart: whether raters are far apart, which has its own shape.
        look: where it goes.
    """
    suffix = "-apart" if apart else ""
    parts = [_axis(look, LEFT, RIGHT, TICKS, MIDDLE, 24, 6)]
    if ends is not None:
        parts.append(_bar(place(ends[0]), place(ends[1]), MIDDLE, 18, suffix, look))
    for x, y in dots(observed):
        if apart:
            parts.append(
                shape(
                    "rect",
                    "dot-apart",
                    look,
                    x=x - DOT + 2,
                    y=y - DOT + 2,
                    width=DOT * 2 - 4,
                    height=DOT * 2 - 4,
                )
            )
        else:
            parts.append(shape("circle", "dot", look, cx=x, cy=y, r=DOT))
    if own is not None:
        parts.append(shape("path", "own", look, d=diamond(place(own), MIDDLE, 30), stroke_width=9))
    return drawing(WIDTH, HEIGHT, "".join(parts), kind="interval")


def cell_chart(mean: Fraction, ends: tuple[Fraction, Fraction], *, look: Look = Look.PAGE) -> str:
    """The same for the cell of a matrix: the interval and the mean on a short scale.

    Args:
        mean: in half steps.
        ends: of its interval, in half steps within the scale.
        look: where it goes.
    """
    unit = Fraction(20, 2)

    def at(half_steps: Fraction) -> Fraction:
        return 8 + unit * (half_steps - 2)

    parts = [
        _axis(look, 8, 88, [8 + 20 * point for point in range(5)], 8, 4, 1),
        _bar(at(ends[0]), at(ends[1]), 8, 3, "", look, weight=1),
        shape("circle", "dot", look, cx=at(mean), cy=8, r=4),
    ]
    return drawing(96, 16, "".join(parts), kind="cell")


def _axis(
    look: Look, left: Figure, right: Figure, ticks: Sequence[Figure], y: Figure, up: Figure, weight: Figure
) -> str:
    line = shape("line", "axis", look, x1=left, y1=y, x2=right, y2=y, stroke_width=weight)
    return line + "".join(
        shape("line", "axis", look, x1=each, y1=y - up, x2=each, y2=y + up, stroke_width=weight)
        for each in ticks
    )


def _bar(
    left: Figure, right: Figure, y: Figure, up: Figure, suffix: str, look: Look, *, weight: Figure = 6
) -> str:
    band = shape("rect", f"band{suffix}", look, x=left, y=y - up, width=right - left, height=up * 2)
    top, foot = number(y - up), number(y + up)
    ends = f"M{number(left)} {top}V{foot}M{number(right)} {top}V{foot}"
    return band + shape("path", f"edge{suffix}", look, d=ends, stroke_width=weight)
