"""How a goal stands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from rubrics.season.trend import Point

Standing = Literal["open", "met", "late", "missed"]


@dataclass(frozen=True)
class Progress:
    """Where a goal for a score stands.

    standing: "open" up to its day; "met" when a loop up to its day reached it, "late" when only
    a later one did, "missed" when its day is past without.
    start: the newest score from before it was set, None without one; `now` the newest of all.
    reached: the first score since then that is as high as the target, in time or late.
    """

    standing: Standing
    start: Point | None
    now: Point | None
    reached: Point | None

    def share(self, target: int) -> Fraction:
        """How much of the way from the start to the target is gone, 0..1; 1 once it was reached."""
        if self.reached is not None:
            return Fraction(1)
        if self.now is None:
            return Fraction(0)
        # Without a score from before, the way begins at the bottom of the scale.
        low = self.start.mean if self.start else Fraction(2)
        if low >= target:
            return Fraction(0)
        return max(Fraction(0), min(Fraction(1), (self.now.mean - low) / (target - low)))


def progress(
    points: Sequence[Point], *, target: int, since: datetime, due: date, today: date, zone: str
) -> Progress:
    """Where a goal for a score stands today.

    Args:
        points: the criterion's scores, earliest first.
        target: in half steps.
        since: when it was set; only what is held from then on can meet it.
        due: the last day that counts, in the candidate's zone, as `today` is.
        zone: the candidate's.
    """
    before = [each for each in points if each.held_at < since]
    after = [each for each in points if each.held_at >= since and each.mean >= target]
    reached = after[0] if after else None
    standing: Standing = "open"
    if reached is not None:
        in_time = reached.held_at.astimezone(ZoneInfo(zone)).date() <= due
        standing = "met" if in_time else "late"
    elif today > due:
        standing = "missed"
    return Progress(standing, before[-1] if before else None, points[-1] if points else None, reached)
