"""A round as an iCalendar event, in a mail, a file or a feed (pure but for icalendar).

What is written keeps to RFC 5545, its method to RFC 5546: a REQUEST and a CANCEL name organiser and attendee,
what is published names no attendee, and every change of a round raises its SEQUENCE under one UID.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText

PRODUCT_ID = "-//Mockloop//Mock interviews//EN"
REMINDER = timedelta(minutes=15)
"""How long before the start a calendar reminds."""
REFRESH = timedelta(hours=1)
"""How often a calendar program should look at a feed again."""

# A parameter's value can't hold a double quote, and programs disagree about a backslash and a caret in one.
_NOT_IN_NAMES = str.maketrans({'"': "'", "\\": "/", "^": "'"})

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


@dataclass(frozen=True)
class Attendee:
    """Somebody in the round: the shown name and the address."""

    name: str
    email: str


@dataclass(frozen=True)
class Invitation:
    """What a calendar is told about a round. Never what the prompt is.

    `sequence` rises with every change and with the cancellation; `stamp` is when this version was made,
    `created` and `changed` when the round was. `reminds` is off where a reminder would come after the round.
    """

    round_id: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    url: str
    organizer: Attendee
    attendees: Sequence[Attendee]
    stamp: datetime
    created: datetime
    changed: datetime
    cancelled: bool = False
    reminds: bool = True


def uid(round_id: UUID) -> str:
    """The name of the event in every calendar, the same for the life of the round."""
    return f"{round_id}@mockloop"


def document(invitations: Iterable[Invitation], method: Method) -> str:
    """The iCalendar text of one round for a mail, or of several for a file.

    Args:
        invitations: what to say; one alone with REQUEST and CANCEL.
        method: REQUEST or CANCEL in a mail; PUBLISH for a file that a person downloads.

    Returns:
        The document with CRLF line ends, folded at 75 bytes.
    """
    return _text(_calendar(method), invitations, method)


def feed(invitations: Iterable[Invitation], name: str) -> str:
    """The iCalendar text of a calendar that is subscribed to, under a name, with how often to look again."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", vText(_plain(name)))
    calendar.add("x-wr-calname", vText(_plain(name)))
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return _text(calendar, invitations, "PUBLISH")


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _text(calendar: Calendar, invitations: Iterable[Invitation], method: Method) -> str:
    for each in invitations:
        calendar.add_component(_event(each, method))
    text: str = calendar.to_ical().decode()
    return text


def _event(invitation: Invitation, method: Method) -> Event:
    cancelled = invitation.cancelled or method == "CANCEL"
    event = Event()
    event.add("uid", uid(invitation.round_id))
    event.add("sequence", invitation.sequence)
    for name, moment in (
        ("dtstamp", invitation.stamp),
        ("created", invitation.created),
        ("last-modified", invitation.changed),
        ("dtstart", invitation.starts_at),
        ("dtend", invitation.ends_at),
    ):
        event.add(name, moment.astimezone(UTC).replace(microsecond=0))
    event.add("summary", _plain(invitation.summary))
    event.add("description", _lines(invitation.description))
    event.add("url", invitation.url)
    event.add("location", invitation.url)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event["organizer"] = _address(invitation.organizer)
    for attendee in invitation.attendees if method != "PUBLISH" else ():
        address = _address(attendee)
        address.params["ROLE"] = vText("REQ-PARTICIPANT")
        address.params["CUTYPE"] = vText("INDIVIDUAL")
        # Both said yes by offering the hour and by booking it: nobody is asked again.
        address.params["PARTSTAT"] = vText("ACCEPTED")
        address.params["RSVP"] = vText("FALSE")
        event.add("attendee", address, encode=False)
    if invitation.reminds and not cancelled:
        event.add_component(_alarm(invitation.summary))
    return event


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(_plain(person.name).translate(_NOT_IN_NAMES))
    return address


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _plain(summary))
    alarm.add("trigger", -REMINDER)
    return alarm


def _plain(text: str) -> str:
    """One line without control characters, which no calendar may hold."""
    return " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in text).split())


def _lines(text: str) -> str:
    """Every line plain, the lines kept."""
    return "\n".join(_plain(line) for line in text.splitlines())
