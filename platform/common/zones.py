"""IANA time zone names: which exist, and how a time is written with its zone (pure)."""

import functools
import zoneinfo
from datetime import datetime

_HIDDEN = ("Etc/", "SystemV/", "US/", "posix/", "right/")


@functools.cache
def zone_names() -> tuple[str, ...]:
    """Zones that a person can choose, sorted; UTC first."""
    names = {name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(_HIDDEN)}
    return ("UTC", *sorted(names))


def known_zone(name: str) -> str:
    """`name` if it is an IANA zone, else "UTC"."""
    return name if name in zone_names() or name in zoneinfo.available_timezones() else "UTC"


def written(moment: datetime, zone: str, form: str = "full") -> str:
    """A moment in words with its zone: "Thu 26 Nov, 15:00 (Europe/Berlin)".

    Args:
        moment: an aware datetime.
        zone: IANA name.
        form: "full", "time" ("15:00 (Europe/Berlin)"), "day" ("Thu 26 Nov") or "clock" ("15:00").
    """
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    day = f"{local:%a} {local.day} {local:%b}"
    if form == "day":
        return day
    if form == "clock":
        return f"{local:%H:%M}"
    if form == "time":
        return f"{local:%H:%M} ({zone})"
    return f"{day}, {local:%H:%M} ({zone})"


def written_span(start: datetime, end: datetime, zone: str) -> str:
    """A span in words: "Thu 26 Nov, 15:00–15:45 (Europe/Berlin)"; the second day is named when it differs."""
    first = written(start, zone, "day")
    last = written(end, zone, "day")
    tail = written(end, zone, "clock") if first == last else f"{last}, {written(end, zone, 'clock')}"
    return f"{first}, {written(start, zone, 'clock')}–{tail} ({zone})"
