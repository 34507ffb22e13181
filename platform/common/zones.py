"""IANA time zone names: which exist, and how a time is written with its zone (pure)."""

import functools
import zoneinfo
from datetime import datetime, time

_HIDDEN = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@functools.cache
def zone_names() -> tuple[str, ...]:
    """Zones that a person can choose, sorted; UTC first."""
    names = {name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(_HIDDEN)}
    return ("UTC", *sorted(names))


def known_zone(name: str) -> str:
    """`name` if it is an IANA zone, else "UTC"."""
    return name if name in zone_names() or name in zoneinfo.available_timezones() else "UTC"


def written(moment: datetime, zone: str, form: str = "full", clock: str = "24") -> str:
    """A moment in words with its zone: "Thu 26 Nov, 15:00 (Europe/Berlin)".

    Args:
        moment: an aware datetime.
        zone: IANA name.
        form: "full", "time" ("15:00 (Europe/Berlin)"), "day" ("Thu 26 Nov") or "clock" ("15:00").
        clock: "24", or "12" for "3:00 pm".
    """
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    day = f"{local:%a} {local.day} {local:%b}"
    if form == "day":
        return day
    figures = clock_figures(local.time(), clock)
    if form == "clock":
        return figures
    if form == "time":
        return f"{figures} ({zone})"
    return f"{day}, {figures} ({zone})"


def clock_figures(at: time, clock: str = "24") -> str:
    """A time of day in figures: "15:00", or "3:00 pm" on a 12-hour clock (noon is 12:00 pm)."""
    if clock == "12":
        return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"
    return f"{at:%H:%M}"


def written_span(start: datetime, end: datetime, zone: str, clock: str = "24") -> str:
    """A span in words: "Thu 26 Nov, 15:00–15:45 (Europe/Berlin)"; the second day is named when it differs."""
    first = written(start, zone, "day")
    last = written(end, zone, "day")
    until = written(end, zone, "clock", clock)
    tail = until if first == last else f"{last}, {until}"
    return f"{first}, {written(start, zone, 'clock', clock)}–{tail} ({zone})"
