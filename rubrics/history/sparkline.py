"""The line of a candidate's last debriefs in a row of a table. Pure: means in, coordinates out."""

from collections.abc import Sequence
from typing import Final, TypedDict

from rubrics.history.facts import THOUSANDTHS
from rubrics.scorecards.scale import STEPS

WIDTH: Final = 96
HEIGHT: Final = 28
EDGE: Final = 4
_LOWEST, _HIGHEST = STEPS[0] * THOUSANDTHS, STEPS[-1] * THOUSANDTHS


class Spark(TypedDict):
    """A drawing on `WIDTH` by `HEIGHT`: the line through its dots; `here` is the row's own debrief's."""

    line: str
    dots: list[tuple[float, float]]
    here: tuple[float, float] | None
    middle: float


def spark(means: Sequence[int], here: int | None = None) -> Spark:
    """The drawing of one line; the whole height is the scale from 1 to 5, so that lines compare.

    Args:
        means: thousandths of half steps, the oldest first; one at least.
        here: which of them is the row's own, None where it is none of them.
    """
    step = (WIDTH - 2 * EDGE) / max(len(means) - 1, 1)
    # A single mean stands at the end, where the newest always stands.
    first = WIDTH - EDGE - step * (len(means) - 1)
    dots = [(round(first + step * at, 1), _height(mean)) for at, mean in enumerate(means)]
    return Spark(
        line=" ".join(f"{x:g},{y:g}" for x, y in dots),
        dots=dots,
        here=None if here is None else dots[here],
        middle=_height((_LOWEST + _HIGHEST) // 2),
    )


def _height(mean: int) -> float:
    inner = HEIGHT - 2 * EDGE
    return round(EDGE + inner * (_HIGHEST - mean) / (_HIGHEST - _LOWEST), 1)
