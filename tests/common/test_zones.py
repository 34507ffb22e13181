"""Times in words, and the zone that a request is shown in."""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from common.middleware import TimeZoneMiddleware
from common.zones import known_zone, written, written_span, zone_names

MOMENT = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("full", "Thu 26 Nov, 15:00 (Europe/Berlin)"),
        ("time", "15:00 (Europe/Berlin)"),
        ("day", "Thu 26 Nov"),
        ("clock", "15:00"),
    ],
)
def test_a_moment_in_words(form: str, words: str) -> None:
    assert written(MOMENT, "Europe/Berlin", form) == words


def test_the_day_is_the_readers_day() -> None:
    late = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
    assert written(late, "Asia/Tokyo") == "Fri 27 Nov, 05:00 (Asia/Tokyo)"


@pytest.mark.parametrize(
    ("hour", "figures"), [(0, "12:05 am"), (9, "9:05 am"), (12, "12:05 pm"), (15, "3:05 pm")]
)
def test_on_a_clock_of_twelve_hours(hour: int, figures: str) -> None:
    moment = datetime(2026, 11, 26, hour, 5, tzinfo=UTC)
    assert written(moment, "UTC", "clock", "12") == figures
    assert written(moment, "UTC", clock="12") == f"Thu 26 Nov, {figures} (UTC)"
    assert written_span(moment, moment + timedelta(minutes=5), "UTC", "12").startswith(
        f"Thu 26 Nov, {figures}–"
    )


def test_a_span_names_the_second_day_only_when_there_is_one() -> None:
    start = datetime(2026, 11, 26, 22, 30, tzinfo=UTC)
    end = start + timedelta(minutes=45)
    assert written_span(start, end, "UTC") == "Thu 26 Nov, 22:30–23:15 (UTC)"
    assert written_span(start, end, "Europe/Berlin") == (
        "Thu 26 Nov, 23:30–Fri 27 Nov, 00:15 (Europe/Berlin)"
    )


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(zone_names()))
def test_every_moment_can_be_written_in_every_zone(moment: datetime, zone: str) -> None:
    if datetime(1, 1, 3, tzinfo=UTC) < moment < datetime(9999, 12, 29, tzinfo=UTC):
        assert written(moment, zone).endswith(f"({zone})")


def test_zones_are_iana_names_that_a_person_can_choose() -> None:
    assert zone_names()[0] == "UTC"
    assert "Asia/Kolkata" in zone_names()
    assert not any(name.startswith("Etc/") for name in zone_names())


@pytest.mark.parametrize("name", ["", "Mars/Base", "../etc/passwd", "/etc/localtime", "Europe", "UTC\0"])
def test_a_name_that_is_no_zone_becomes_utc(name: str) -> None:
    assert known_zone(name) == "UTC"


@pytest.mark.parametrize(
    ("user", "cookie", "zone"),
    [
        (User(timezone="Asia/Tokyo"), "Europe/Berlin", "Asia/Tokyo"),
        (AnonymousUser(), "Europe/Berlin", "Europe/Berlin"),
        (AnonymousUser(), "<script>", "UTC"),
        (AnonymousUser(), None, "UTC"),
    ],
)
def test_a_request_is_answered_in_the_viewers_zone(user: User, cookie: str | None, zone: str) -> None:
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    request = HttpRequest()
    request.user = user
    if cookie is not None:
        request.COOKIES["tz"] = cookie
    assert TimeZoneMiddleware(answer)(request).content.decode() == str(zoneinfo.ZoneInfo(zone))
    assert timezone.get_current_timezone_name() == "UTC"
