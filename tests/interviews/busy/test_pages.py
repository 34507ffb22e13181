"""The pages of one's calendars."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews.busy import services
from interviews.models import BusySource
from tests.factories import make_user
from tests.interviews.busy.samples import GOOGLE, calendar

pytestmark = pytest.mark.django_db
PAGE = "/settings/busy/"
ClientFor = Callable[[Any], Any]


def upload(client: Any, data: bytes = GOOGLE, **fields: str) -> Any:
    file = SimpleUploadedFile("Work calendar.ics", data, content_type="text/calendar")
    return client.post(PAGE, {"kind": "file", "file": file, **fields})


def test_a_file_is_taken_under_its_own_name_and_looked_at(client_for: ClientFor) -> None:
    person = make_user()
    client = client_for(person)
    assert "None yet" in client.get(PAGE).content.decode()
    assert upload(client)["Location"] == PAGE
    html = client.get(PAGE).content.decode()
    assert "Work calendar" in html
    assert "Being looked at" in html
    assert 'hx-trigger="every 2s"' in html
    services.process(BusySource.objects.get().pk)
    fragment = client.get(PAGE, headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype html>" not in fragment
    assert "Looked at" in fragment
    assert "hx-trigger" not in fragment


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"no calendar", "This is not a calendar file."),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MiB"),
        (calendar(*["UID:1"] * 5001), "more than 5,000 entries"),
    ],
)
def test_what_is_no_calendar_is_refused_with_words(client_for: ClientFor, data: bytes, words: str) -> None:
    answer = upload(client_for(make_user()), data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BusySource.objects.exists()


def test_an_address_is_shown_by_its_ends_alone(client_for: ClientFor, settings: Any) -> None:
    person = make_user()
    client = client_for(person)
    assert 'name="url"' not in client.get(PAGE).content.decode()
    settings.CALENDAR_FETCH = True
    secret = "https://calendar.example/private-0123456789abcdef/basic.ics"
    assert client.post(PAGE, {"kind": "address", "url": secret}).status_code == 302
    source = BusySource.objects.get()
    for page in (PAGE, f"{PAGE}{source.pk}/"):
        html = client.get(page).content.decode()
        assert "calendar.example…ic.ics" in html
        assert "0123456789abcdef" not in html


def test_a_bad_address_stays_in_its_field(client_for: ClientFor, settings: Any) -> None:
    settings.CALENDAR_FETCH = True
    answer = client_for(make_user()).post(PAGE, {"kind": "address", "url": "ftp://calendar.example/"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "The address must begin with https:// or webcal://." in html
    assert 'value="ftp://calendar.example/"' in html


def test_it_can_be_called_otherwise_looked_at_again_and_removed(client_for: ClientFor) -> None:
    person = make_user()
    client = client_for(person)
    upload(client)
    source = BusySource.objects.get()
    services.process(source.pk)
    one = f"{PAGE}{source.pk}/"
    client.post(one, {"action": "rename", "name": "Private"})
    assert "Private" in client.get(PAGE).content.decode()
    client.post(one, {"action": "refresh"})
    source.refresh_from_db()
    assert source.state == "queued"
    client.post(one, {"action": "remove"})
    assert not BusySource.objects.exists()


def test_nobody_else_sees_or_touches_it(client_for: ClientFor) -> None:
    upload(client_for(make_user()))
    one = f"{PAGE}{BusySource.objects.get().pk}/"
    other = client_for(make_user(is_staff=True, is_superuser=True))
    assert other.get(one).status_code == 404
    assert other.post(one, {"action": "remove"}).status_code == 404
    assert "Work calendar" not in other.get(PAGE).content.decode()
    admin = other.get(f"/admin/interviews/busysource/{BusySource.objects.get().pk}/change/").content.decode()
    assert "DTSTART" not in admin


def test_too_many_tries_wait(client_for: ClientFor) -> None:
    client = client_for(make_user())
    for _ in range(30):
        upload(client, b"no calendar")
    assert "Too many tries" in upload(client).content.decode()
    assert not BusySource.objects.exists()


def test_queries_do_not_grow_with_calendars(client_for: ClientFor) -> None:
    person = make_user()
    client = client_for(person)
    counts = []
    for number in (1, 8):
        for each in range(number):
            start = timezone.now() + timedelta(days=number, hours=each)
            source = services.add_file(
                person=person,
                name="x",
                data=calendar(f"UID:1\nDTSTART:{start:%Y%m%dT%H%M%SZ}\nDURATION:PT1H"),
            )
            services.process(source.pk)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
