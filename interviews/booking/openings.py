"""When a peer can still be booked: the one rule, for proposing, booking, moving and covering alike (pure).

Time is counted in quarter hours since 1970-01-01T00:00Z.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from interviews.availability.hours import DAY, MIDNIGHT, Hours, calendar_days, free
from interviews.availability.intervals import Interval, subtraction
from interviews.booking.plans import Cap, Range


@dataclass(frozen=True)
class Offer:
    """What a peer has said about themself, beside their hours.

    `buffer_minutes` stay free between their rounds; `most_per_day` and `most_per_week` (from Monday) are caps
    on their own calendar, None for none; before `paused_until` they are not booked.
    """

    buffer_minutes: int = 0
    most_per_day: int | None = None
    most_per_week: int | None = None
    paused_until: date | None = None


@dataclass(frozen=True)
class Openings:
    """`offered`: what their hours leave when they are busy elsewhere or pause. `free`: what of it can still
    be booked, with their rounds, buffers and caps. `caps`: where fewer than a whole loop's rounds fit."""

    offered: tuple[Range, ...]
    free: tuple[Range, ...]
    caps: tuple[Cap, ...]


def openings(
    hours: Hours,
    offer: Offer,
    window: Interval,
    *,
    busy: Iterable[Interval] = (),
    taken: Iterable[int] = (),
    rounds: Sequence[datetime] = (),
) -> Openings:
    """When a peer can be booked within a window.

    Args:
        hours: their weekly hours and dates that differ.
        offer: what else they said.
        window: aware moments; what is answered lies inside.
        busy: when they are busy elsewhere, as their own calendars say.
        taken: quarters that their seats have claimed, in the window and a buffer around it.
        rounds: when the rounds begin that they interview in, over the days and weeks that the window touches.
    """
    there = subtraction(free(hours, window), busy)
    if offer.paused_until is not None:
        zone = ZoneInfo(hours.zone)
        back = datetime.combine(offer.paused_until, MIDNIGHT, zone)
        there = subtraction(there, [(window[0], max(back, window[0]))])
    offered = whole_quarters(there)
    buffer = -(-offer.buffer_minutes // 15)
    gone = [(quarter - buffer, quarter + 1 + buffer) for quarter in sorted(taken)]
    caps = _caps(hours.zone, offer, window, rounds)
    gone += [(cap.first, cap.end) for cap in caps if cap.left <= 0]
    return Openings(offered, without(offered, gone), tuple(cap for cap in caps if 0 < cap.left < 4))


def whole_quarters(intervals: Iterable[Interval]) -> tuple[Range, ...]:
    """Intervals as the whole quarters inside them."""
    ranges = ((up(start), down(end)) for start, end in intervals)
    return tuple((first, last) for first, last in ranges if first < last)


def without(ranges: Iterable[Range], gone: Iterable[Range]) -> tuple[Range, ...]:
    """The sorted ranges without the quarters in `gone`."""
    merged: list[list[int]] = []
    for first, end in sorted(gone):
        if merged and first <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([first, end])
    rest = []
    for first, end in ranges:
        for gone_from, gone_until in merged:
            if gone_until <= first:
                continue
            if gone_from >= end:
                break
            if first < gone_from:
                rest.append((first, gone_from))
            first = gone_until
        if first < end:
            rest.append((first, end))
    return tuple(rest)


def down(moment: datetime) -> int:
    """The quarter in which a moment lies."""
    return int(moment.timestamp() // 900)


def up(moment: datetime) -> int:
    """The first quarter that begins at a moment or after it."""
    return int(-(-moment.timestamp() // 900))


def _caps(zone: str, offer: Offer, window: Interval, rounds: Sequence[datetime]) -> list[Cap]:
    """Per day and week of their calendar in the window: how many rounds they still take on."""
    if offer.most_per_day is None and offer.most_per_week is None:
        return []
    info = ZoneInfo(zone)
    dates = Counter(start.astimezone(info).date() for start in rounds)
    weeks: Counter[date] = Counter()
    for day, count in dates.items():
        weeks[_monday(day)] += count
    found = []
    seen: dict[date, list[int]] = {}
    for day, (start, end) in calendar_days(zone, window):
        if offer.most_per_day is not None:
            found.append(Cap(down(start), up(end), offer.most_per_day - dates[day]))
        span = seen.setdefault(_monday(day), [down(start), up(end)])
        span[1] = up(end)
    if offer.most_per_week is not None:
        found += [Cap(span[0], span[1], offer.most_per_week - weeks[monday]) for monday, span in seen.items()]
    return found


def _monday(day: date) -> date:
    return day - DAY * day.weekday()


def around(window: Interval) -> Interval:
    """The window with the whole weeks it touches, wherever somebody lives: what caps are counted over."""
    return window[0] - timedelta(days=8), window[1] + timedelta(days=8)
