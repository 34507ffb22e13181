"""What calendars are told, read back by a parser."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from common.models import OutgoingMail
from interviews.calendar.mails import owe_invitations
from interviews.loops.services import set_round_state
from interviews.models import Round
from tests.factories import make_loop, make_peer, make_round, make_user

pytestmark = pytest.mark.django_db
START = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


@pytest.fixture
def round_() -> Round:
    loop = make_loop(make_user("Carla, Candidate; née Ü", timezone="Asia/Kolkata"), rounds=False)
    return make_round(loop, interviewer=make_peer("Paul", timezone="Europe/London"), starts_at=START)


def event_of(text: str) -> tuple[Calendar, Any]:
    calendar = Calendar.from_ical(text)
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 1
    return calendar, events[0]


def test_request_says_all_a_calendar_needs(round_: Round) -> None:
    owe_invitations(round_)
    mail = OutgoingMail.objects.get(to=round_.loop.candidate.email)
    calendar, event = event_of(mail.calendar)
    assert calendar["method"] == mail.method == "REQUEST"
    assert event["uid"] == f"{round_.pk}@mockloop"
    assert event["sequence"] == 0
    assert event.decoded("dtstart") == START
    assert event.decoded("dtend") == START + timedelta(minutes=45)
    assert str(event["summary"]) == "Settlement system design: Carla, Candidate; née Ü with Paul"
    assert str(event["organizer"]).startswith("mailto:")
    assert str(event["attendee"]) == f"mailto:{round_.loop.candidate.email}"
    assert event["status"] == "CONFIRMED"
    assert str(event["url"]).endswith(f"/rounds/{round_.pk}/")
    alarms = list(event.walk("VALARM"))
    assert [alarm.decoded("trigger") for alarm in alarms] == [-timedelta(minutes=15)]


def test_lines_are_folded_and_end_as_the_standard_says(round_: Round) -> None:
    owe_invitations(round_)
    for mail in OutgoingMail.objects.all():
        assert mail.calendar.endswith("END:VCALENDAR\r\n")
        assert all(len(line.encode()) <= 75 for line in mail.calendar.split("\r\n"))
        assert "\n" not in mail.calendar.replace("\r\n", "")


def test_mail_tells_the_time_in_the_readers_zone_and_not_the_prompt(round_: Round) -> None:
    owe_invitations(round_)
    candidate = OutgoingMail.objects.get(to=round_.loop.candidate.email)
    peer = OutgoingMail.objects.exclude(pk=candidate.pk).get()
    assert "Thu 26 Nov, 19:30–20:15 (Asia/Kolkata)" in candidate.text
    assert "Thu 26 Nov, 14:00–14:45 (Europe/London)" in peer.text
    assert candidate.subject == "Booked: Settlement system design, Thu 26 Nov, 19:30–20:15 (Asia/Kolkata)"
    for mail in (candidate, peer):
        for secret in (round_.prompt.title, "TEASER", "STEPONE", "HINTSECRET", "PROBESECRET"):
            assert secret not in mail.text + mail.subject + mail.calendar


def test_nobody_learns_the_others_address(round_: Round) -> None:
    owe_invitations(round_)
    mails = {mail.to: mail.text + mail.calendar.replace("\r\n ", "") for mail in OutgoingMail.objects.all()}
    for reader, text in mails.items():
        assert [address for address in mails if address in text] == [reader]


def test_invitations_are_owed_once_a_version(round_: Round) -> None:
    for _ in range(2):
        owe_invitations(round_)
    assert OutgoingMail.objects.count() == 2


def test_cancellation_keeps_the_name_and_raises_the_sequence(round_: Round) -> None:
    owe_invitations(round_)
    set_round_state(round=round_, new="cancelled", actor=None)
    mail = OutgoingMail.objects.get(to=round_.loop.candidate.email, method="CANCEL")
    calendar, event = event_of(mail.calendar)
    assert calendar["method"] == "CANCEL"
    assert event["uid"] == f"{round_.pk}@mockloop"
    assert event["sequence"] == 1
    assert event["status"] == "CANCELLED"
    assert list(event.walk("VALARM")) == []


def test_download_is_the_same_event(round_: Round) -> None:
    client = Client()
    client.force_login(round_.loop.candidate)
    answer = client.get(f"/rounds/{round_.pk}/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="mockloop-system_design.ics"'
    calendar, event = event_of(answer.content.decode())
    assert calendar["method"] == "PUBLISH"
    assert event["uid"] == f"{round_.pk}@mockloop"
    assert "attendee" not in event
