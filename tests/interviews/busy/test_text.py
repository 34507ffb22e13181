"""What is kept of a calendar."""

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.busy.text import MOST_BYTES, MOST_EVENTS, BadCalendar, stripped
from tests.interviews.busy.samples import APPLE, GOOGLE, OUTLOOK, calendar


@pytest.mark.parametrize("data", [GOOGLE, OUTLOOK, APPLE])
def test_nothing_of_what_it_is_about_is_kept(data: bytes) -> None:
    kept = stripped(data)
    assert not re.search("secret|merger|lded|room|Alarm", kept, re.IGNORECASE)
    assert kept.count("BEGIN:VEVENT") == data.count(b"BEGIN:VEVENT") == kept.count("END:VEVENT")
    assert "VALARM" not in kept


def test_names_are_digests_that_still_belong_together_and_tell_ours() -> None:
    kept = stripped(OUTLOOK)
    names = re.findall(r"UID:(.+?)\r\n", kept)
    assert names[0] == names[1] != names[2]
    assert "04000000" not in kept
    assert re.search(r"UID:[0-9a-f]{32}@mockloop\r\n", stripped(calendar("UID:round-1@mockloop")))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "text"),
        (b"just words", "text"),
        (b"\x00\xff\xfe binary", "text"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "text"),
        (b"a" * (MOST_BYTES + 1), "size"),
        (calendar(*["UID:1"] * (MOST_EVENTS + 1)), "events"),
        (b"BEGIN:VEVENT\r\n" * 50, "broken"),
    ],
)
def test_what_is_no_calendar_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(BadCalendar) as refusal:
        stripped(data)
    assert refusal.value.code == code


def test_other_encodings_are_read() -> None:
    text = GOOGLE.decode()
    for data in (text.encode("utf-16"), b"\xef\xbb\xbf" + GOOGLE, text.replace("\r\n", "\n").encode()):
        assert "DTSTART:20261125T130000Z" in stripped(data)


@given(st.binary(max_size=2000))
def test_any_bytes_are_answered(data: bytes) -> None:
    with contextlib.suppress(BadCalendar):
        kept = stripped(b"BEGIN:VCALENDAR\r\n" + data + b"\r\nEND:VCALENDAR\r\n")
        assert kept.startswith("BEGIN:VCALENDAR\r\n")
