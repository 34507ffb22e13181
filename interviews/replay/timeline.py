"""Moments and the seconds of a replay (pure)."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """From one second to another, the last one included."""

    start: int
    end: int


@dataclass(frozen=True)
class Timeline:
    """How moments become seconds: counted from an origin, with cuts left out.

    Args:
        origin: the moment of second 0, in seconds since 1970.
        first: the first second with something to see: 0, or less where somebody drew before the origin.
        last: the last second, at least `first`.
        cuts: (moment, seconds left out from there on), ascending and apart from each other.
    """

    origin: float
    first: int
    last: int
    cuts: tuple[tuple[float, float], ...] = ()

    def seconds(self, moment: float) -> float:
        """The second of a moment (seconds since 1970); a moment within a cut is where the cut is."""
        gone = 0.0
        for start, length in self.cuts:
            if moment <= start:
                break
            gone += min(length, moment - start)
        return moment - self.origin - gone

    def moment(self, seconds: float) -> float:
        """The last moment (seconds since 1970) that is at a second: what a cut leaves out lies before it."""
        moment = self.origin + seconds
        for start, length in self.cuts:
            if moment < start:
                break
            moment += length
        return moment

    def end_of(self, second: int) -> float:
        """The moment that a whole second shows: what happened within it has happened."""
        return self.moment(second + 0.999)

    def clamp(self, seconds: float) -> int:
        """The whole second within the replay that is nearest to where somebody wants to go."""
        if math.isnan(seconds):
            return self.first
        return math.floor(min(max(seconds, self.first), self.last))

    def spot(self, seconds: float) -> float:
        """Where a second lies between the ends, as a share of 0 to 1."""
        length = self.last - self.first
        return min(max((seconds - self.first) / length, 0.0), 1.0) if length else 0.0


def round_timeline(
    started: float | None, closed: float | None, events: tuple[float, float] | None, now: float
) -> Timeline:
    """The seconds of a round since its start, to its end or (while it runs) to what is stored.

    Args:
        started: when the round began; None when it never did: then from the first stroke on.
        closed: when it ended, None while it hasn't.
        events: the moments of the first and the last stroke, None when nothing was drawn.
        now: the present moment.
    """
    origin = started if started is not None else events[0] if events else now
    first = min(0, math.floor(events[0] - origin)) if events else 0
    until = max(
        [moment for moment in (closed, events[1] if events else None) if moment is not None] or [origin]
    )
    return Timeline(origin, first, max(first, math.floor(until - origin)))


def drawing_timeline(strokes: Iterable[float], *, pause: float = 120.0, kept: float = 10.0) -> Timeline:
    """The seconds of a board outside of rounds since its first stroke: of long pauses only some seconds stay.

    Args:
        strokes: moments at which somebody drew, ascending.
        pause: seconds without a stroke after which a pause is cut.
        kept: seconds that stay of it.
    """
    cuts: list[tuple[float, float]] = []
    origin = before = None
    for moment in strokes:
        if origin is None or before is None:
            origin = before = moment
            continue
        if moment - before > pause:
            cuts.append((before + kept, moment - before - kept))
        before = max(before, moment)
    if origin is None or before is None:
        return Timeline(0.0, 0, 0)
    whole = Timeline(origin, 0, 0, tuple(cuts))
    return Timeline(origin, 0, math.floor(whole.seconds(before)), tuple(cuts))


def bouts(seconds: Iterable[int], gap: int) -> list[Span]:
    """Spans in which something happens, parted where nothing does for more than `gap` seconds."""
    found: list[Span] = []
    for second in sorted(set(seconds)):
        if found and second - found[-1].end <= gap:
            found[-1] = Span(found[-1].start, second)
        else:
            found.append(Span(second, second))
    return found


def read_second(text: str) -> float | None:
    """A second as people write it ("754", "12:34", "1:02:03", "-5"), None when it is not one."""
    words = text.strip().replace("−", "-")
    sign = -1.0 if words.startswith("-") else 1.0
    parts = words.removeprefix("-").split(":")
    if len(words) > 20 or len(parts) > 3:
        return None
    total = 0.0
    for part in parts:
        if not part.replace(".", "", 1).isdecimal() or not part.isascii():
            return None
        total = total * 60 + float(part)
    return sign * total


def written_second(seconds: float) -> str:
    """A second for people: 754 is "12:34", 3723 is "1:02:03", -61 is "−1:01"."""
    whole = abs(int(seconds))
    hours, minutes = whole // 3600, whole // 60 % 60
    text = f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"
    return f"−{text}" if seconds < 0 and whole else text
