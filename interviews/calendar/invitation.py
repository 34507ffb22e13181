"""A round as an iCalendar document: the invitation, and its cancellation (pure but for icalendar)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

PRODUCT_ID = "-//Mockloop//Mock interviews//EN"
REMINDER = timedelta(minutes=15)
"""How long before the start a calendar reminds."""


@dataclass(frozen=True)
class Attendee:
    """Somebody in the round: the shown name and the address."""

    name: str
    email: str


@dataclass(frozen=True)
class Invitation:
    """What a calendar is told about a round. Never what the prompt is.

    `sequence` rises with every move and with the cancellation; `stamp` is when this version was made.
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


def uid(round_id: UUID) -> str:
    """The name of the event in every calendar, the same for the life of the round."""
    return f"{round_id}@mockloop"


def document(invitation: Invitation, method: str, *, cancelled: bool = False) -> str:
    """The iCalendar text of an invitation.

    Args:
        invitation: what to say.
        method: REQUEST or CANCEL in a mail, PUBLISH for a file that a person downloads (attendees are left
            out of that one, as RFC 5546 wants).
        cancelled: the round won't take place; always so with CANCEL.

    Returns:
        The document with CRLF line ends, folded at 75 bytes.
    """
    cancelled = cancelled or method == "CANCEL"
    event = Event()
    event.add("uid", uid(invitation.round_id))
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", invitation.starts_at.astimezone(UTC))
    event.add("dtend", invitation.ends_at.astimezone(UTC))
    event.add("summary", invitation.summary)
    event.add("description", invitation.description)
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
    if not cancelled:
        event.add_component(_alarm(invitation.summary))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT_ID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    address.params["CN"] = vText(person.name)
    return address


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", -REMINDER)
    return alarm
