"""The rows of the page as they were typed, before anybody looks whether they are right."""

from collections.abc import Iterable, Mapping
from datetime import date, time

from interviews.availability.hours import Differing, Hours

WEEKLY, EXCEPTIONS = "weekly", "dates"
"""Prefixes of the two lists of rows."""
MOST_WEEKLY, MOST_DATES = 100, 150
"""Rows of each list; with the rest of the form they stay below Django's limit of 1000 fields."""
LONGEST_RANGE = 60
"""Days off that are added at once."""
NAMES = {WEEKLY: ("weekday", "start", "end"), EXCEPTIONS: ("date", "kind", "start", "end")}
Rows = list[dict[str, str]]
"""What was typed, row by row, not yet looked at."""


def typed_rows(data: Mapping[str, str], prefix: str) -> Rows:
    """The rows of a posted formset as they were typed."""
    try:
        count = min(int(data.get(f"{prefix}-TOTAL_FORMS", "0")), MOST_DATES)
    except ValueError:
        count = 0
    return [
        {name: data.get(f"{prefix}-{number}-{name}", "") for name in NAMES[prefix]} for number in range(count)
    ]


def altered(weekly: Rows, exceptions: Rows, action: str) -> tuple[Rows, Rows, tuple[str, int] | None]:
    """Carry out a button of the page on the typed rows.

    Args:
        weekly: rows of weekly hours.
        exceptions: rows of dates.
        action: "add-<weekday>", "remove-<row>", "copy-<weekday>" (to Monday to Friday), "add-date",
            "remove-date-<row>" or "remove-dates-<first row>-<last row>"; anything else changes nothing.

    Returns:
        Both lists, and (prefix, row) of a row that was added, which wants the focus.
    """
    verb, _dash, rest = action.partition("-")
    if action == "add-date":
        return weekly, [*exceptions, {"date": "", "kind": "off"}], (EXCEPTIONS, len(exceptions))
    if action.startswith("remove-date-"):
        return weekly, _without(exceptions, rest.removeprefix("date-")), None
    if action.startswith("remove-dates-"):
        first, _dash, last = rest.removeprefix("dates-").partition("-")
        if not (first.isdecimal() and last.isdecimal()):
            return weekly, exceptions, None
        return weekly, exceptions[: int(first)] + exceptions[max(int(first), int(last) + 1) :], None
    if verb == "add" and rest in set("0123456"):
        return [*weekly, {"weekday": rest, "start": "", "end": ""}], exceptions, (WEEKLY, len(weekly))
    if verb == "remove":
        return _without(weekly, rest), exceptions, None
    if verb == "copy":
        model = [row for row in weekly if row["weekday"] == rest]
        kept = [row for row in weekly if row["weekday"] in {rest, "5", "6"}]
        days = [str(day) for day in range(5) if str(day) != rest]
        return [*kept, *({**row, "weekday": day} for day in days for row in model)], exceptions, None
    return weekly, exceptions, None


def _without(rows: Rows, number: str) -> Rows:
    return [row for place, row in enumerate(rows) if str(place) != number]


def days_off(rows: Rows, days: Iterable[date]) -> list[Differing]:
    """Those of the days that no row of `rows` takes off as a whole already, as exceptions."""
    known = {row["date"] for row in rows if row["kind"] == "off" and not row["start"] and not row["end"]}
    return [Differing(day, "off") for day in days if day.isoformat() not in known]


def stated_rows(hours: Hours, today: date) -> tuple[Rows, Rows]:
    """Hours as rows; dates that are over are left out."""
    weekly = [
        {"weekday": str(each.weekday), "start": _typed(each.start), "end": _typed(each.end)}
        for each in hours.weekly
    ]
    return weekly, date_rows(each for each in hours.exceptions if each.date >= today)


def date_rows(exceptions: Iterable[Differing]) -> Rows:
    """Exceptions as rows."""
    return [
        {
            "date": each.date.isoformat(),
            "kind": each.kind,
            "start": _typed(each.start),
            "end": _typed(each.end),
        }
        for each in exceptions
    ]


def _typed(value: time | None) -> str:
    return "" if value is None else f"{value:%H:%M}"
