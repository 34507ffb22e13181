"""A criterion before and after, beside what chance alone may do. Pure."""

from fractions import Fraction
from typing import Final

from rubrics.charts.interval import HEIGHT, LEFT, MIDDLE, RIGHT, TICKS, WIDTH, place
from rubrics.charts.svg import Look, drawing, shape

_HEAD: Final = 34


def change_chart(
    before: Fraction, after: Fraction, noise: Fraction, *, beyond: bool, look: Look = Look.PAGE
) -> str:
    """A row of a table of changes, hidden from readers who can't see it: the row says the same in figures.

    A hollow circle is where it stood, the bar around it how far a repetition may land by chance alone, the
    filled dot where it stands; an arrow joins them where the change is more than that.

    Args:
        before: in half steps, as are `after` and `noise` (the half width of the bar).
        after: see `before`.
        noise: see `before`.
        beyond: whether the change is more than noise.
        look: where it goes.
    """
    old, new = place(before), place(after)
    low, high = max(LEFT, place(before - noise)), min(RIGHT, place(before + noise))
    parts = [
        shape("line", "axis", look, x1=LEFT, y1=MIDDLE, x2=RIGHT, y2=MIDDLE, stroke_width=6),
        *(
            shape("line", "axis", look, x1=each, y1=MIDDLE - 24, x2=each, y2=MIDDLE + 24, stroke_width=6)
            for each in TICKS
        ),
        shape("rect", "band", look, x=low, y=MIDDLE - 18, width=high - low, height=36),
        shape("path", "edge", look, d=f"M{low} 42V78M{high} 42V78", stroke_width=6),
    ]
    if beyond:
        side = 1 if new > old else -1
        # The arrow's head ends at the dot's edge.
        tip = new - side * 24
        parts.append(
            shape(
                "path",
                "path",
                look,
                d=f"M{old} {MIDDLE}H{tip}M{tip - side * _HEAD} {MIDDLE - 26}L{tip} {MIDDLE}"
                f"L{tip - side * _HEAD} {MIDDLE + 26}",
                stroke_width=10,
            )
        )
    parts += [
        shape("circle", "hollow", look, cx=old, cy=MIDDLE, r=20, stroke_width=9),
        shape("circle", "dot", look, cx=new, cy=MIDDLE, r=22),
    ]
    return drawing(WIDTH, HEIGHT, "".join(parts), kind="interval")
