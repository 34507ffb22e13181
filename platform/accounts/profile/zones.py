"""Finding the time zone that somebody means (pure)."""

import zoneinfo
from datetime import datetime

from common.zones import zone_names


def meant_zone(typed: str) -> str | None:
    """The IANA name meant by what was typed, or None.

    Takes the name in any case, with spaces for underscores ("america/new york"), or the city alone when only
    one zone has it ("kolkata").
    """
    wanted = "_".join(typed.split()).casefold()
    if not wanted:
        return None
    cities = []
    for name in (*zone_names(), *sorted(zoneinfo.available_timezones())):
        if name.casefold() == wanted:
            return name
        if name in zone_names() and name.rpartition("/")[2].casefold() == wanted:
            cities.append(name)
    return cities[0] if len(cities) == 1 else None


def zone_choices(moment: datetime) -> list[tuple[str, str]]:
    """Every zone that can be chosen with its distance from UTC at `moment`: ("Asia/Kolkata", "UTC+05:30")."""
    choices = []
    for name in zone_names():
        offset = moment.astimezone(zoneinfo.ZoneInfo(name)).strftime("%z")
        choices.append((name, f"UTC{offset[:3]}:{offset[3:5]}"))
    return choices
