"""Finding the time zone that somebody means (pure)."""

import zoneinfo
from datetime import datetime

from common.zones import known_zone, zone_names

# Browsers go on naming these zones as they were called long ago.
_RENAMED = {
    "Africa/Asmera": "Africa/Asmara",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Kiev": "Europe/Kyiv",
}


def browser_zone(named: str) -> str:
    """The IANA zone of the browser, as it is called today, from what the cookie `tz` says; else "UTC"."""
    return _RENAMED.get(named, known_zone(named))


def meant_zone(typed: str) -> str | None:
    """The IANA name meant by what was typed, or None.

    Takes the name in any case, with spaces for underscores ("america/new york"), or the city alone when only
    one zone has it ("kolkata").
    """
    wanted = "_".join(typed.split()).casefold()
    for name in (*zone_names(), *zoneinfo.available_timezones()):
        if name.casefold() == wanted:
            return _RENAMED.get(name, name)
    cities = {
        _RENAMED.get(name, name) for name in zone_names() if name.rpartition("/")[2].casefold() == wanted
    }
    return cities.pop() if len(cities) == 1 else None


def zone_choices(moment: datetime) -> list[tuple[str, str]]:
    """Every zone that can be chosen with its distance from UTC at `moment`: ("Asia/Kolkata", "UTC+05:30")."""
    choices = []
    for name in zone_names():
        if name not in _RENAMED:
            offset = moment.astimezone(zoneinfo.ZoneInfo(name)).strftime("%z")
            choices.append((name, f"UTC{offset[:3]}:{offset[3:5]}"))
    return choices
