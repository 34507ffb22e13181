"""From a calendar to the times in which somebody is busy (pure but for the iCalendar libraries)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from interviews.availability.intervals import Interval, intersection
from interviews.busy.text import OURS, BadCalendar

MOST_TIMES = 20_000


def busy_in(text: str, zone: str, window: Interval) -> list[Interval]:
    """When the person with this calendar is busy in the window, in UTC; sorted and disjoint.

    Recurring entries are expanded with their exceptions. Cancelled ones, those shown as free, and our own
    rounds do not count. A day without hours is the whole day, and a time without a zone the clock, of the
    calendar's zone where it names one (X-WR-TIMEZONE), else of the person's.

    Args:
        text: an iCalendar file, possibly of several calendars.
        zone: IANA name of the person's zone.
        window: aware moments.

    Raises:
        BadCalendar: "broken" when nothing of it can be read (single damaged entries are passed over), "heavy"
            when it comes to too many times.
    """
    try:
        calendars = Calendar.from_ical(text, multiple=True)
        found = [span for each in calendars for span in _spans(each, zone, window)]
    except BadCalendar:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise BadCalendar("broken") from error
    return [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in intersection(found, [window])]


def _spans(calendar: Calendar, zone: str, window: Interval) -> Iterator[Interval]:
    home = _home(calendar, zone)
    # Moments stay what they are; and the library that would shift them knows no zone that does not exist.
    calendar.pop("X-WR-TIMEZONE", None)
    events = calendar.walk("VEVENT")
    if events and all(event.errors for event in events):
        raise BadCalendar("broken")
    # A day on each side: what has no zone or no hours is placed only afterwards.
    query = recurring_ical_events.of(calendar, skip_bad_series=True)
    around = query.between(window[0] - timedelta(days=1), window[1] + timedelta(days=1))
    for count, event in enumerate(around):
        if count >= MOST_TIMES:
            raise BadCalendar("heavy")
        if _counts(event):
            start, end = _moment(event.start, home), _moment(event.end, home)
            if start < end:
                yield start, end


def _counts(event: Event) -> bool:
    return not (
        str(event.get("STATUS", "")).upper() == "CANCELLED"
        or str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
        or str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() == "FREE"
        or str(event.get("UID", "")).endswith(OURS)
    )


def _home(calendar: Calendar, zone: str) -> tzinfo:
    """The zone of what names none."""
    named = str(calendar.get("X-WR-TIMEZONE", "")).strip()
    try:
        return ZoneInfo(named) if named else ZoneInfo(zone)
    except (ValueError, KeyError, OSError):
        return ZoneInfo(zone)


def _moment(value: date | datetime, home: tzinfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(0))
    return value if value.tzinfo is not None else value.replace(tzinfo=home)
