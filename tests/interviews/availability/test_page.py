"""The page of one's hours, with and without script."""

import re
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from interviews.models import Schedule
from tests.factories import make_loop, make_peer, make_round, make_user, qualify

pytestmark = pytest.mark.django_db
URL = "/hours/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(
    weekly: list[tuple[int, str, str]] = [],  # noqa: B006
    dates: list[tuple[str, str, str, str]] = [],  # noqa: B006
    *,
    version: int = 0,
    **other: Any,
) -> dict[str, Any]:
    """What a browser posts."""
    data: dict[str, Any] = {
        "timezone": "Europe/London",
        "round_kinds": ["recruiter", "behavioural"],
        "notice_hours": "24",
        "buffer_minutes": "15",
        "version": str(version),
        "weekly-TOTAL_FORMS": str(len(weekly)),
        "weekly-INITIAL_FORMS": "0",
        "dates-TOTAL_FORMS": str(len(dates)),
        "dates-INITIAL_FORMS": "0",
        "action": "save",
        **other,
    }
    for number, (weekday, start, end) in enumerate(weekly):
        data |= {
            f"weekly-{number}-weekday": str(weekday),
            f"weekly-{number}-start": start,
            f"weekly-{number}-end": end,
        }
    for number, row in enumerate(dates):
        data |= {
            f"dates-{number}-{name}": value
            for name, value in zip(("date", "kind", "start", "end"), row, strict=True)
        }
    return data


def weekly_of(user: User) -> list[tuple[int, str, str]]:
    return [(each.weekday, f"{each.start:%H:%M}", f"{each.end:%H:%M}") for each in user.schedule.weekly.all()]


def test_saving_replaces_everything() -> None:
    peer = make_peer(hours=False)
    client = signed_in(peer)
    answer = client.post(
        URL,
        typed(
            [(0, "09:00", "12:00"), (0, "", ""), (2, "22:00", "01:00")],
            [("2099-12-24", "off", "", ""), ("2099-12-26", "extra", "10:00", "12:00"), ("", "off", "", "")],
        ),
        follow=True,
    )
    assert "Your hours are saved." in answer.content.decode()
    schedule = Schedule.objects.get(person=peer)
    assert (schedule.timezone, schedule.round_kinds, schedule.notice_hours, schedule.version) == (
        "Europe/London",
        ["recruiter", "behavioural"],
        24,
        1,
    )
    assert weekly_of(peer) == [(0, "09:00", "12:00"), (2, "22:00", "00:00"), (3, "00:00", "01:00")]
    assert [(f"{e.date}", e.kind, e.start, e.end) for e in schedule.exceptions.all()] == [
        ("2099-12-24", "off", None, None),
        ("2099-12-26", "extra", time(10), time(12)),
    ]
    client.post(URL, typed([(4, "08:00", "09:00")], version=1))
    assert weekly_of(peer) == [(4, "08:00", "09:00")]
    assert schedule.exceptions.count() == 0


def test_overlaps_are_joined_and_said() -> None:
    peer = make_peer(hours=False)
    answer = signed_in(peer).post(URL, typed([(0, "09:00", "12:00"), (0, "11:00", "13:00")]), follow=True)
    assert "Your hours are saved. Some overlapped and were joined." in answer.content.decode()
    assert weekly_of(peer) == [(0, "09:00", "13:00")]


def test_page_says_what_the_hours_come_to() -> None:
    peer = make_peer(timezone="Europe/London")
    html = signed_in(peer).get(URL).content.decode()
    assert "168 h a week; next free: " in html
    assert "(Europe/London)" in html


def test_next_free_leaves_out_what_is_booked() -> None:
    peer = make_peer(timezone="UTC")
    before = signed_in(peer).get(URL).content.decode()
    now = signed_in(peer).get(URL).context["amounts"]["next_free"]
    assert now in before
    peer.schedule.weekly.all().delete()
    assert "nothing free in the next four weeks" in signed_in(peer).get(URL).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (typed([(0, "09:00", "")]), "Say until when."),
        (typed([(0, "", "09:00")]), "Say from when."),
        (typed([(0, "09:00", "09:00")]), "This ends when it begins. For the whole day write 00:00 twice."),
        (typed([(0, "9 o'clock", "10:00")]), "Enter a valid time."),
        (typed(dates=[("", "off", "10:00", "11:00")]), "Say on which date."),
        (typed(dates=[("2099-01-01", "extra", "", "")]), "Say from when until when you are available."),
        (typed(timezone="Atlantis"), "“Atlantis” is not a time zone we know."),
        (typed(round_kinds=[]), "Tick at least one round, or nobody can book you."),
        (typed(notice_hours="9999"), "Ensure this value is less than or equal to 336."),
    ],
)
def test_mistakes_are_marked_and_what_was_typed_stays(data: dict[str, Any], words: str) -> None:
    peer = make_peer(hours=False)
    answer = signed_in(peer).post(URL, {**data, "notice_hours": data["notice_hours"]})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert "Nothing is saved yet." in html
    for name, value in data.items():
        if name.endswith(("start", "date", "timezone", "notice_hours")) and value:
            assert f'value="{value}"'.replace("'", "&#x27;") in html
    assert not Schedule.objects.exists()


def test_second_tab_does_not_overwrite_unknowingly() -> None:
    peer = make_peer(hours=False)
    client = signed_in(peer)
    client.post(URL, typed([(0, "09:00", "12:00")]))
    answer = client.post(URL, typed([(1, "14:00", "15:00")], version=0))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Your hours were changed in another tab meanwhile." in html
    assert 'value="14:00"' in html
    assert weekly_of(peer) == [(0, "09:00", "12:00")]
    assert 'name="version" value="1"' in html
    client.post(URL, typed([(1, "14:00", "15:00")], version=1))
    assert weekly_of(peer) == [(1, "14:00", "15:00")]


def rows(html: str) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for number in range(40):
        parts = []
        for name in ("weekday", "start", "end"):
            match = re.search(rf'<input[^>]*name="weekly-{number}-{name}"[^>]*>', html)
            if match is None:
                return found
            value = re.search(r'value="([^"]*)"', match[0])
            parts.append(value[1] if value else "")
        found.append((parts[0], parts[1], parts[2]))
    return found


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("add-3", [("0", "09:00", "ab"), ("5", "10:00", "11:00"), ("3", "", "")]),
        ("remove-0", [("5", "10:00", "11:00")]),
        (
            "copy-0",
            [("0", "09:00", "ab"), ("5", "10:00", "11:00")] + [(day, "09:00", "ab") for day in "1234"],
        ),
        ("remove-77", [("0", "09:00", "ab"), ("5", "10:00", "11:00")]),
        ("nonsense", [("0", "09:00", "ab"), ("5", "10:00", "11:00")]),
        ("add-x", [("0", "09:00", "ab"), ("5", "10:00", "11:00"), ("x", "", "")]),
    ],
)
def test_buttons_alter_rows_without_saving(action: str, expected: list[tuple[str, str, str]]) -> None:
    peer = make_peer(hours=False)
    data = typed([(0, "09:00", "ab"), (5, "10:00", "11:00")], action=action, notice_hours="7")
    html = signed_in(peer).post(URL, data).content.decode()
    shown = [row for row in expected if row[0].isdigit()]
    assert sorted(rows(html)) == sorted(shown)
    assert 'name="notice_hours" value="7"' in html
    assert "Nothing is saved yet." not in html
    assert not Schedule.objects.exists()


def test_dates_are_added_and_removed() -> None:
    client = signed_in(make_peer(hours=False))
    html = client.post(URL, typed(action="add-date")).content.decode()
    assert 'name="dates-0-date"' in html
    html = client.post(
        URL, typed(dates=[("2099-01-01", "off", "", "")], action="remove-date-0")
    ).content.decode()
    assert 'name="dates-0-date"' not in html


def test_htmx_gets_the_form_alone_and_a_word_when_saved() -> None:
    client = signed_in(make_peer(hours=False))
    answer = client.post(URL, typed([(0, "09:00", "12:00")]), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "<!doctype html>" not in answer.content.decode()
    assert answer["HX-Trigger"] == '{"toast": {"text": "Your hours are saved.", "kind": "ok"}}'
    assert rows(answer.content.decode()) == [("0", "09:00", "12:00")]


def test_booked_rounds_stay_when_hours_change() -> None:
    peer = make_peer()
    round_ = make_round(make_loop(rounds=False), interviewer=peer)
    signed_in(peer).post(URL, typed([]))
    round_.refresh_from_db()
    assert round_.state == "scheduled"
    assert peer.claims.count() == 3


def test_kinds_for_which_one_is_not_calibrated_are_named_with_the_way_on(settings: Any) -> None:
    peer = make_peer(hours=False, qualified=False)
    client = signed_in(peer)
    page = client.get(URL).content.decode()
    assert "You are not calibrated yet for:" in page
    assert "Leadership and behavioural." in page
    qualify(peer, "recruiter")
    # Among what is ticked on the page at the moment, also before it is saved.
    page = client.post(URL, typed(action="add-0", round_kinds=["recruiter", "behavioural"])).content.decode()
    assert "</strong> Leadership and behavioural.</p>" in page
    page = client.post(URL, typed(action="add-0", round_kinds=["recruiter"])).content.decode()
    assert "You are not calibrated yet for:" not in page
    assert 'href="/calibration/"' in page
    settings.CALIBRATION_SAMPLES = 0
    assert "You are not calibrated yet for:" not in client.get(URL).content.decode()


def test_who_is_no_peer_is_told_how_to_become_one() -> None:
    client = signed_in(make_user())
    assert "Hours are for peers" in client.get(URL).content.decode()
    assert "Hours are for peers" in client.post(URL, typed([(0, "09:00", "12:00")])).content.decode()
    assert not Schedule.objects.exists()


def test_anonymous_is_sent_to_sign_in() -> None:
    assert Client().get(URL)["Location"] == "/accounts/login/?next=/hours/"


def test_dates_that_are_over_are_not_shown() -> None:
    peer = make_peer()
    client = signed_in(peer)
    client.post(URL, typed([], [("2001-01-01", "off", "", ""), ("2099-01-01", "off", "", "")]))
    html = client.get(URL).content.decode()
    assert "2099-01-01" in html
    assert "2001-01-01" not in html


def test_a_date_is_kept_until_it_is_over_where_the_hours_are_meant() -> None:
    # The clocks of these two places are a whole day apart.
    traveller = make_peer(timezone="Pacific/Kiritimati")
    Schedule.objects.update(timezone="Pacific/Honolulu")
    today = timezone.localdate(timezone=ZoneInfo("Pacific/Honolulu"))
    traveller.schedule.exceptions.create(date=today, kind="off")
    traveller.schedule.exceptions.create(date=today - timedelta(days=1), kind="off")
    rows = signed_in(traveller).get(URL).context["exceptions"]
    assert [form["date"].value() for form in rows] == [today.isoformat()]
