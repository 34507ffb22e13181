"""How much of one's hours is on offer: caps, buffer, pause; days off at once; undo after saving."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from interviews.availability.hours import Differing, Hours, Weekly
from interviews.availability.selectors import schedule_of, statement_of
from interviews.availability.services import resume, set_hours
from interviews.availability.standing import Mark, amounts, coming, today_in
from interviews.availability.statement import Statement
from interviews.models import BusySource, BusyTime, Schedule
from tests.factories import make_loop, make_peer, make_round, make_user
from tests.interviews.availability.test_page import URL, rows, signed_in, typed, weekly_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def soon(days: int, zone: str = "Europe/London") -> date:
    return today_in(zone) + timedelta(days=days)


def said(user: User) -> Statement:
    return statement_of(user, schedule_of(user))


def test_everything_stated_is_kept_and_shown_again() -> None:
    peer = make_peer(hours=False)
    client = signed_in(peer)
    until = soon(9)
    client.post(
        URL,
        typed(
            [(0, "09:00", "12:00")],
            buffer_minutes="45",
            most_per_day="2",
            most_per_week="5",
            paused_until=until.isoformat(),
        ),
    )
    schedule = Schedule.objects.get()
    assert (schedule.buffer_minutes, schedule.most_per_day, schedule.most_per_week) == (45, 2, 5)
    assert schedule.paused_until == until
    html = client.get(URL).content.decode()
    assert '<option value="45" selected>45 minutes</option>' in html
    assert f'name="paused_until" value="{until}"' in html
    words = f"{until:%a} {until.day} {until:%b}"
    assert (
        f"3 h a week; at most 2 rounds a day; at most 5 rounds a week; paused until {words}; next free:"
        in html
    )
    assert f"You pause until {words} {until.year}." in html


def test_limits_may_be_left_open() -> None:
    peer = make_peer()
    Schedule.objects.update(most_per_day=3, most_per_week=4, paused_until=soon(3))
    signed_in(peer).post(URL, typed([(0, "09:00", "12:00")], most_per_day="", most_per_week=""))
    schedule = Schedule.objects.get()
    assert (schedule.most_per_day, schedule.most_per_week, schedule.paused_until) == (None, None, None)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("buffer_minutes", "20", "Select a valid choice."),
        ("buffer_minutes", "135", "Select a valid choice."),
        ("most_per_day", "0", "Ensure this value is greater than or equal to 1."),
        ("most_per_day", "13", "Ensure this value is less than or equal to 12."),
        ("most_per_week", "41", "Ensure this value is less than or equal to 40."),
        ("paused_until", "2001-01-01", "That date is here already."),
        ("paused_until", "2999-01-01", "Choose a date within a year."),
        ("paused_until", "soon", "Enter a valid date."),
        ("range-first", "2099-01-01", "Say from which date until which"),
    ],
)
def test_mistakes_are_marked_and_nothing_is_saved(field: str, value: str, words: str) -> None:
    answer = signed_in(make_peer(hours=False)).post(URL, typed() | {field: value})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{value}"' in answer.content.decode() or field == "buffer_minutes"
    assert not Schedule.objects.exists()


def test_today_is_where_the_hours_are_meant_when_pausing() -> None:
    # At any moment it is a later date on Kiritimati than in Honolulu.
    today = today_in("Pacific/Kiritimati").isoformat()
    client = signed_in(make_peer(hours=False))
    assert client.post(URL, typed(timezone="Pacific/Kiritimati", paused_until=today)).status_code == 422
    assert client.post(URL, typed(timezone="Pacific/Honolulu", paused_until=today)).status_code == 302


def test_coming_back_takes_one_click_and_keeps_what_was_typed() -> None:
    peer = make_peer()
    Schedule.objects.update(paused_until=soon(20), version=4)
    data = typed(
        [(2, "10:00", "11:30")], version=4, action="resume", notice_hours="7", paused_until="2099-01-01"
    )
    answer = signed_in(peer).post(URL, data, headers=HTMX)
    html = answer.content.decode()
    assert "You are back" in answer["HX-Trigger"]
    assert Schedule.objects.get().paused_until is None
    assert "I’m back" not in html
    assert rows(html) == [("2", "10:00", "11:30")]
    assert 'name="notice_hours" value="7"' in html
    assert 'name="paused_until"' in html
    assert "2099-01-01" not in html
    assert 'name="version" value="5"' in html
    assert len(weekly_of(peer)) == 7


def test_coming_back_does_not_hide_that_the_page_was_out_of_date() -> None:
    peer = make_peer()
    Schedule.objects.update(paused_until=soon(20), version=4)
    html = signed_in(peer).post(URL, typed(version=3, action="resume")).content.decode()
    assert 'name="version" value="3"' in html


def test_resuming_without_a_pause_changes_nothing() -> None:
    peer = make_peer()
    assert resume(person=peer).version == 0  # type: ignore[union-attr]
    assert resume(person=make_user()) is None


def test_a_pause_that_is_over_is_not_shown() -> None:
    peer = make_peer()
    Schedule.objects.update(paused_until=soon(0))
    html = signed_in(peer).get(URL).content.decode()
    assert "You pause until" not in html
    assert soon(0).isoformat() not in html.partition('name="paused_until"')[2][:60]


def test_undo_brings_the_former_hours_back_and_again_what_was_saved() -> None:
    peer = make_peer(hours=False)
    client = signed_in(peer)
    client.post(URL, typed([(0, "09:00", "12:00")], [("2099-01-01", "off", "", "")], most_per_day="2"))
    before = said(peer)
    client.post(URL, typed([(4, "22:00", "00:00")], version=1, timezone="Asia/Kolkata"))
    after = said(peer)
    html = client.get(URL).content.decode()
    assert "Undo the last saving" in html
    html = client.post(URL, typed(version=2, action="restore"), follow=True).content.decode()
    assert "Your former hours are back." in html
    assert "Bring back what I had saved" in html
    assert said(peer) == before
    client.post(URL, typed(version=3, action="restore"))
    assert said(peer) == after
    assert Schedule.objects.get().version == 4


def test_undo_of_the_first_saving_leaves_no_hours() -> None:
    peer = make_peer(hours=False)
    client = signed_in(peer)
    client.post(URL, typed([(0, "09:00", "12:00")]))
    client.post(URL, typed(version=1, action="restore"))
    assert weekly_of(peer) == []


def test_undo_is_refused_when_the_hours_were_changed_since() -> None:
    peer = make_peer(hours=False)
    client, elsewhere = signed_in(peer), signed_in(peer)
    client.post(URL, typed([(0, "09:00", "12:00")]))
    elsewhere.post(URL, typed([(1, "09:00", "12:00")], version=1))
    assert "Undo the last saving" not in client.get(URL).content.decode()
    answer = client.post(URL, typed([(5, "07:00", "08:00")], version=1, action="restore"))
    assert answer.status_code == 409
    assert "There is nothing to undo any more" in answer.content.decode()
    assert rows(answer.content.decode()) == [("5", "07:00", "08:00")]
    assert weekly_of(peer) == [(1, "09:00", "12:00")]


def test_a_range_becomes_days_off_and_says_what_is_wrong_with_it() -> None:
    client = signed_in(make_peer(hours=False))

    def dates(first: str, last: str, known: list[tuple[str, str, str, str]] | None = None) -> str:
        data = typed([], known or [], action="add-range") | {"range-first": first, "range-last": last}
        return client.post(URL, data).content.decode()

    html = dates(
        "2099-12-30", "2100-01-02", [("2099-12-31", "off", "", ""), ("2099-12-31", "off", "10:00", "11:00")]
    )
    assert 'name="dates-TOTAL_FORMS" value="5"' in html
    assert html.count('value="2099-12-31"') == 2
    assert "2099-12-30" in html
    assert "2100-01-02" in html
    assert "This ends before it begins." in dates("2099-12-30", "2099-12-29")
    assert "That is more than 60 days." in dates("2099-01-01", "2099-03-02")
    assert "more than" not in dates("2099-01-01", "2099-03-01")
    assert "Say from which date until which" in dates("", "")
    assert "Say from which date until which" in dates("2099-01-01", "")
    full = [("2098-01-01", "extra", "10:00", "11:00")] * 148
    assert "There is no room for so many dates." in dates("2099-01-01", "2099-01-03", full)
    assert not Schedule.objects.exists()


def test_days_off_in_a_row_stand_together_and_go_together() -> None:
    peer = make_peer(hours=False)
    client = signed_in(peer)
    off = [(f"2099-12-{day}", "off", "", "") for day in range(20, 25)]
    client.post(URL, typed([], [("2099-12-01", "off", "", ""), *off]))
    html = client.get(URL).content.decode()
    assert "off for 5 days" in html
    assert 'value="remove-dates-1-5"' in html
    data = typed([], [("2099-12-01", "off", "", ""), *off], action="remove-dates-1-5")
    html = client.post(URL, data).content.decode()
    assert 'name="dates-TOTAL_FORMS" value="1"' in html
    html = client.post(URL, typed([], off, action="remove-dates-3-x")).content.decode()
    assert 'name="dates-TOTAL_FORMS" value="5"' in html


def test_a_range_that_was_typed_and_not_added_is_saved_too() -> None:
    peer = make_peer(hours=False)
    signed_in(peer).post(URL, typed() | {"range-first": "2099-01-01", "range-last": "2099-01-03"})
    assert peer.schedule.exceptions.count() == 3


def at_the_clock(days: int, hour: int, zone: str) -> datetime:
    return datetime.combine(soon(days, zone), time(hour), tzinfo=ZoneInfo(zone))


def busy(user: User, start: datetime, end: datetime) -> None:
    source = BusySource.objects.create(person=user, kind=BusySource.Kind.FILE, name="Work")
    BusyTime.objects.create(source=source, starts_at=start, ends_at=end)


def test_next_free_follows_the_rule_of_booking() -> None:
    zone = "Asia/Kolkata"
    peer = make_peer(timezone=zone)
    every_day = tuple(Weekly(day, time(10), time(14)) for day in range(7))
    statement = Statement(Hours(zone, every_day), ("behavioural",), 0, 30, 1, None, None)

    def next_free() -> datetime | None:
        return amounts(person=peer, statement=statement).next_free

    set_hours(person=peer, statement=statement, version=0)
    busy(peer, at_the_clock(0, 0, zone), at_the_clock(2, 12, zone))
    assert next_free() == at_the_clock(2, 12, zone)
    # A round at half past eleven on the day after, and one a day is enough.
    make_round(make_loop(rounds=False), interviewer=peer, starts_at=at_the_clock(2, 13, zone))
    assert next_free() == at_the_clock(3, 10, zone)
    paused = Statement(**{**vars(statement), "paused_until": soon(40, zone)})
    assert amounts(person=peer, statement=paused).next_free == at_the_clock(40, 10, zone)
    assert amounts(person=peer, statement=paused).weekly == timedelta(hours=28)


def test_coming_week_holds_only_ones_own() -> None:
    zone = "America/St_Johns"
    peer, other = make_peer(timezone=zone), make_peer()
    start = at_the_clock(1, 23, zone) + timedelta(minutes=45)
    mine = make_round(make_loop(rounds=False), interviewer=peer, starts_at=start)
    make_round(make_loop(rounds=False), interviewer=other, starts_at=start)
    busy(peer, at_the_clock(3, 9, zone), at_the_clock(3, 11, zone))
    busy(other, at_the_clock(3, 15, zone), at_the_clock(3, 16, zone))
    exceptions = (
        Differing(soon(4, zone), "off"),
        Differing(soon(5, zone), "extra", time(22), time(0)),
        Differing(soon(30, zone), "off"),
    )
    statement = Statement(Hours(zone, (), exceptions), ("behavioural",), 1)
    days = coming(person=peer, statement=statement)
    assert [day.date for day in days] == [soon(number, zone) for number in range(7)]
    length = int((mine.ends_at - mine.starts_at).total_seconds() // 60)
    assert [list(day.marks) for day in days] == [
        [],
        [Mark("round", 23 * 60 + 45, 1440, mine.pk, mine.kind)],
        [Mark("round", 0, length - 15, mine.pk, mine.kind)],
        [Mark("busy", 540, 660)],
        [Mark("off", 0, 1440)],
        [Mark("extra", 1320, 1440)],
        [],
    ]
    set_hours(person=peer, statement=statement, version=0)
    html = signed_in(peer).get(URL).content.decode()
    assert f'href="/rounds/{mine.pk}/"' in html
    assert "23:45–00:00" in html
    assert timezone.now() < mine.starts_at


def test_statement_survives_being_kept() -> None:
    statement = Statement(
        Hours(
            "Asia/Kolkata",
            (Weekly(0, time(9), time(0)),),
            (Differing(date(2026, 1, 1), "off"), Differing(date(2026, 1, 2), "extra", time(9), time(10, 15))),
        ),
        ("recruiter",),
        3,
        45,
        None,
        9,
        date(2026, 2, 1),
    )
    assert Statement.from_json(statement.as_json()) == statement
