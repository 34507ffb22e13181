"""Reading calendars back with two parsers that know nothing of each other, and comparing what they saw."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, NamedTuple

import icalendar
import vobject
from django.core import mail as outbox

from common import mail
from common.models import OutgoingMail


class Read(NamedTuple):
    """An event as a calendar understands it."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    status: str
    summary: str
    description: str
    url: str
    location: str
    organizer: tuple[str, str]
    attendees: tuple[tuple[str, str, str, str], ...]
    alarms: tuple[timedelta, ...]


def by_icalendar(text: str) -> list[Read]:
    """What icalendar sees."""
    calendar: Any = icalendar.Calendar.from_ical(text)
    assert [error for event in calendar.walk() for error in event.errors] == []

    def person(address: Any) -> tuple[str, str]:
        return str(address), str(address.params.get("CN", ""))

    found = []
    for event in calendar.walk("VEVENT"):
        attendees = event.get("attendee", [])
        attendees = attendees if isinstance(attendees, list) else [attendees]
        found.append(
            Read(
                str(calendar.get("method", "")),
                str(event["uid"]),
                int(event["sequence"]),
                event.decoded("dtstamp"),
                event.decoded("dtstart"),
                event.decoded("dtend"),
                str(event["status"]),
                str(event["summary"]),
                str(event["description"]),
                str(event["url"]),
                str(event["location"]),
                person(event["organizer"]),
                tuple((*person(each), each.params["PARTSTAT"], each.params["RSVP"]) for each in attendees),
                tuple(alarm.decoded("trigger") for alarm in event.walk("VALARM")),
            )
        )
    return found


def by_vobject(text: str) -> list[Read]:
    """What vobject sees; it also holds each component against what the standard says it must have."""
    calendar = vobject.readOne(text)
    assert calendar.validate(raiseException=True)

    def person(address: Any) -> tuple[str, str]:
        return address.value, address.params.get("CN", [""])[0]

    return [
        Read(
            calendar.method.value if hasattr(calendar, "method") else "",
            event.uid.value,
            int(event.sequence.value),
            event.dtstamp.value.astimezone(UTC),
            event.dtstart.value.astimezone(UTC),
            event.dtend.value.astimezone(UTC),
            event.status.value,
            event.summary.value,
            event.description.value,
            event.url.value,
            event.location.value,
            person(event.organizer),
            tuple(
                (*person(each), each.params["PARTSTAT"][0], each.params["RSVP"][0])
                for each in getattr(event, "attendee_list", [])
            ),
            tuple(alarm.trigger.value for alarm in getattr(event, "valarm_list", [])),
        )
        for event in getattr(calendar, "vevent_list", [])
    ]


def read_all(text: str) -> list[Read]:
    """The events of a document, on which both parsers agree, and whose lines are as RFC 5545 wants them."""
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    first, second = by_icalendar(text), by_vobject(text)
    assert first == second
    return first


def read(text: str) -> Read:
    """The one event of a document."""
    [event] = read_all(text)
    return event


def sent(row: OutgoingMail) -> EmailMessage:
    """The mail as the other side receives it: delivered, turned into bytes and parsed again."""
    outbox.outbox.clear()
    assert mail.deliver(row.pk)
    received = message_from_bytes(outbox.outbox[0].message().as_bytes(), policy=policy.default)
    assert isinstance(received, EmailMessage)
    return received
