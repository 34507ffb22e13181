"""What is kept of a calendar: when something is, never what it is (pure).

An iCalendar file (RFC 5545) is looked at line by line, without being parsed: that takes time in proportion to
its size, whatever it holds, so it is safe where a person waits.
"""

import hashlib
import re

MOST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 5000
OURS = "@mockloop"
"""How the names of our own events end: a person's calendar has their rounds too, which must not be in their
way."""

# What tells when something is; all other lines (titles, places, people, notes) are dropped.
_KEPT = frozenset(
    {"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "SEQUENCE", "DTSTAMP", "RECURRENCE-ID"}
    | {"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "STATUS", "TRANSP"}
    | {"TZID", "TZOFFSETFROM", "TZOFFSETTO", "X-WR-TIMEZONE", "X-MICROSOFT-CDO-BUSYSTATUS"}
)
_PARTS = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"})
_NAME = re.compile(r"[A-Za-z0-9-]+")


class BadCalendar(Exception):
    """A calendar that can't be used; `code` is empty, size, text, events, heavy or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def stripped(data: bytes) -> str:
    """The calendar with its times alone.

    Args:
        data: an iCalendar file, UTF-8 (or UTF-16 with a mark; other bytes are replaced, since no time has
        any).

    Returns:
        A smaller iCalendar file; names of events are digests.

    Raises:
        BadCalendar: "size" above 2 MiB, "text" when it is no calendar, "events" when it has too many.
    """
    if len(data) > MOST_BYTES:
        raise BadCalendar("size")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding, errors="replace")
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    kept: list[str] = []
    open_parts: list[str] = []
    events = 0
    for line in lines:
        found = _NAME.match(line)
        name = found[0].upper() if found else ""
        if name == "BEGIN":
            part = line.partition(":")[2].strip().upper()
            open_parts.append(part)
            events += part == "VEVENT"
            if len(open_parts) > 8:
                raise BadCalendar("broken")
        if open_parts and all(part in _PARTS for part in open_parts) and name in _KEPT:
            kept.append(_digested(line) if name == "UID" else line)
        if name == "END" and open_parts:
            open_parts.pop()
    if events > MOST_EVENTS:
        raise BadCalendar("events")
    if (
        not kept
        or kept[0].upper().strip() != "BEGIN:VCALENDAR"
        or kept[-1].upper().strip() != "END:VCALENDAR"
    ):
        raise BadCalendar("text")
    return "\r\n".join(kept) + "\r\n"


def _digested(line: str) -> str:
    """The name of an event as a digest, which still tells its exceptions and ours."""
    name = line.partition(":")[2].strip()
    ours = OURS if name.endswith(OURS) else ""
    return f"UID:{hashlib.sha256(name.encode()).hexdigest()[:32]}{ours}"
