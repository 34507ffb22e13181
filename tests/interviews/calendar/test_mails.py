"""The mails about a round, read back as a calendar program reads them."""

import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from common.models import OutgoingMail
from interviews.booking.seating import lock_round, seat_interviewer, set_time, vacate
from interviews.calendar.invitation import Attendee, Invitation, document, feed
from interviews.calendar.mails import owe_invitations
from interviews.loops.services import set_round_state
from interviews.models import Loop, Round, Seat
from interviews.room.observers import invite_observer, remove_observer
from tests.factories import make_loop, make_peer, make_round, make_user
from tests.interviews.calendar.reading import Read, read, read_all, sent

START = datetime(2027, 3, 28, 14, 0, tzinfo=UTC)
MINUTES = timedelta(minutes=45)


@pytest.fixture
def candidate(db: None) -> User:
    return make_user('Carla, "Cat" Candidate; née Ü\\', timezone="Asia/Kolkata", clock="12")


@pytest.fixture
def peer(db: None) -> User:
    return make_peer("Paul 李", timezone="Europe/London")


@pytest.fixture
def round_(candidate: User, peer: User) -> Round:
    loop = make_loop(candidate, rounds=False, mode=Loop.Mode.STRESS)
    made = make_round(loop, interviewer=peer, starts_at=START)
    owe_invitations(made)
    return made


def mails_to(person: User) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(to=person.email).order_by("pk"))


def last(person: User) -> Read:
    return read(mails_to(person)[-1].calendar)


def change(round_: Round, act: Callable[[Loop, Round], object]) -> None:
    with transaction.atomic():
        act(*lock_round(round_.pk))


def test_an_invitation_says_all_that_a_calendar_needs(round_: Round, candidate: User) -> None:
    event = last(candidate)
    assert event.method == "REQUEST"
    assert (event.uid, event.sequence, event.status) == (f"{round_.pk}@mockloop", 0, "CONFIRMED")
    assert (event.start, event.end) == (START, START + MINUTES)
    assert event.summary == ('Settlement system design: Carla, "Cat" Candidate; née Ü\\ with Paul 李')
    assert event.organizer == ("mailto:hello@mockloop.example", "Mockloop")
    # A double quote can't stand in a parameter, and a backslash is not read alike everywhere.
    assert event.attendees == (
        (f"mailto:{candidate.email}", "Carla, 'Cat' Candidate; née Ü/", "ACCEPTED", "FALSE"),
    )
    assert event.alarms == (-timedelta(minutes=15),)
    assert event.url == event.location
    assert event.url.endswith(f"/rounds/{round_.pk}/")
    for part in ("Stress mode", event.url, f"/loops/{round_.loop_id}/"):
        assert part in event.description


def test_each_change_is_the_same_event_with_a_higher_number(
    round_: Round, candidate: User, peer: User
) -> None:
    later, other = START + timedelta(days=1), make_peer("Olga")
    change(
        round_, lambda loop, found: set_time(loop=loop, round=found, start=later, actor=peer, reason="ill")
    )
    change(
        round_, lambda loop, found: seat_interviewer(loop=loop, round=found, person=other, actor=candidate)
    )
    change(round_, lambda loop, found: vacate(loop=loop, round=found, actor=other, reason="flu"))
    set_round_state(round=round_, new="cancelled", actor=candidate)
    events = [read(mail.calendar) for mail in mails_to(candidate)]
    assert [(e.method, e.sequence, e.status) for e in events] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("REQUEST", 2, "CONFIRMED"),
        ("REQUEST", 3, "CONFIRMED"),
        ("CANCEL", 4, "CANCELLED"),
    ]
    assert {event.uid for event in events} == {f"{round_.pk}@mockloop"}
    assert [event.start for event in events] == [START, later, later, later, later]
    assert [event.summary.rpartition(" with ")[2] for event in events[:3]] == ["Paul 李", "Paul 李", "Olga"]
    # While nobody interviews, nobody is named.
    assert events[3].summary == f"Settlement system design: {candidate.name}"
    assert [bool(event.alarms) for event in events] == [True] * 4 + [False]
    assert [e.stamp for e in events] == sorted(e.stamp for e in events)
    # The one who left has the entry taken out, and the number of that is higher than what they had.
    assert [(e.method, e.sequence) for e in (read(m.calendar) for m in mails_to(peer))] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert [mail.subject.partition(":")[0] for mail in mails_to(candidate)] == [
        "Booked",
        "Moved",
        "New interviewer",
        "Interviewer wanted",
        "Cancelled",
    ]


def test_the_program_of_the_reader_finds_the_event_beside_the_text_and_as_a_file(
    round_: Round, candidate: User
) -> None:
    set_round_state(round=round_, new="cancelled", actor=None)
    for row in mails_to(candidate):
        message = sent(row)
        assert message.get_content_type() == "multipart/mixed"
        alternative, attached = message.iter_parts()
        assert alternative.get_content_type() == "multipart/alternative"
        text, calendar = alternative.iter_parts()
        assert text.get_content_type() == "text/plain"
        assert calendar.get_content_type() == "text/calendar"
        # RFC 6047: the method is that of the document, and the charset is named (once).
        assert calendar["Content-Type"].params["method"] == row.method
        assert str(calendar["Content-Type"]).lower().count("charset") == 1
        assert calendar["Content-Type"].params["charset"] == "utf-8"
        body = calendar.get_content().replace("\r\n", "\n").replace("\n", "\r\n")
        assert body == row.calendar
        assert read(body).method == row.method
        assert attached.get_content_type() == "application/ics"
        assert attached.get_filename() == "invite.ics"
        assert attached.get_content().decode() == row.calendar
        assert message["Auto-Submitted"] == "auto-generated"


def test_times_are_in_the_readers_zone_and_on_their_clock(round_: Round, candidate: User, peer: User) -> None:
    first, second = mails_to(candidate)[0], mails_to(peer)[0]
    # The day on which London's clocks go forward: 14:00 UTC is 15:00 there.
    assert "Sun 28 Mar, 7:30 pm–8:15 pm (Asia/Kolkata)" in first.text
    assert "Sun 28 Mar, 7:30 pm–8:15 pm (Asia/Kolkata)" in first.subject
    assert "Sun 28 Mar, 15:00–15:45 (Europe/London)" in second.text
    local = read(second.calendar).start.astimezone(zoneinfo.ZoneInfo("Europe/London"))
    assert (local.hour, local.minute) == (15, 0)


def test_every_mail_says_the_mode_and_where_to_go_next(round_: Round, candidate: User, peer: User) -> None:
    later = START + timedelta(hours=3)
    change(round_, lambda loop, found: set_time(loop=loop, round=found, start=later, actor=peer))
    for person in (candidate, peer):
        for mail in mails_to(person):
            assert "Stress mode" in mail.text
            assert f"/rounds/{round_.pk}/" in mail.text
            assert f"/loops/{round_.loop_id}/" in mail.text
    assert "Paul 李 moved this round." in mails_to(candidate)[1].text
    assert "You moved this round." in mails_to(peer)[1].text


def test_mails_keep_the_prompt_and_the_others_address_to_themselves(
    round_: Round, candidate: User, peer: User
) -> None:
    watcher = make_user("Wanda")
    invite_observer(round=round_, actor=candidate, email=watcher.email)
    change(round_, lambda loop, found: vacate(loop=loop, round=found, actor=peer))
    set_round_state(round=round_, new="cancelled", actor=candidate, reason="no time")
    addresses = {person.email for person in (candidate, peer, watcher)}
    for mail in OutgoingMail.objects.all():
        said = mail.text + mail.subject + mail.calendar.replace("\r\n ", "")
        assert [address for address in addresses if address in said] == [mail.to]
        for secret in (round_.prompt.title, "TEASER", "STEPONE", "HINTSECRET", "PROBESECRET"):
            assert secret not in said


def test_who_watches_has_it_in_their_calendar_and_out_again(round_: Round, candidate: User) -> None:
    watcher = make_user("Wanda")
    seat = invite_observer(round=round_, actor=candidate, email=watcher.email)
    remove_observer(round=round_, actor=candidate, seat_id=seat.pk)
    remove_observer(round=round_, actor=candidate, seat_id=seat.pk)
    invite_observer(round=round_, actor=candidate, email=watcher.email)
    events = [read(mail.calendar) for mail in mails_to(watcher)]
    assert [(e.method, e.sequence) for e in events] == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 1)]
    assert [e.stamp for e in events] == sorted(e.stamp for e in events)
    assert f"{candidate.name} invites you to watch" in mails_to(watcher)[0].text
    assert len(mails_to(candidate)) == 1


def test_a_mail_is_in_the_language_of_the_installation(round_: Round, candidate: User) -> None:
    from django.utils.translation import override

    with override("de"):
        set_round_state(round=round_, new="cancelled", actor=None)
    assert mails_to(candidate)[-1].subject.startswith("Cancelled: Settlement system design")


def test_an_early_sentence_reaches_whom_it_is_for(candidate: User, peer: User) -> None:
    made = make_round(make_loop(candidate, rounds=False), interviewer=peer, starts_at=START)
    owe_invitations(made, prefaces={candidate.pk: "Paul took up your invitation."})
    assert "Paul took up your invitation." in mails_to(candidate)[0].text
    assert "took up" not in mails_to(peer)[0].text


@pytest.mark.django_db
def test_seats_of_all_roles_are_known_to_the_mails(round_: Round) -> None:
    assert {mail.to for mail in OutgoingMail.objects.all()} == set(
        Seat.objects.filter(round=round_).values_list("person__email", flat=True)
    )


NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff"), min_size=1, max_size=80
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(microsecond=0)
)


@st.composite
def invitations(draw: st.DrawFn) -> Invitation:
    start = draw(MOMENTS)
    return Invitation(
        round_id=draw(st.uuids()),
        sequence=draw(st.integers(0, 1000)),
        starts_at=start,
        ends_at=start + timedelta(minutes=draw(st.sampled_from([30, 45, 60]))),
        summary=draw(NAMES),
        description="\n".join(draw(st.lists(NAMES, max_size=3))),
        url="https://mockloop.example/rounds/1/",
        organizer=Attendee("Mockloop, Inc.", "hello@mockloop.example"),
        attendees=[Attendee(draw(NAMES), "reader@example.org")],
        stamp=draw(MOMENTS),
        created=draw(MOMENTS),
        changed=draw(MOMENTS),
        cancelled=draw(st.booleans()),
        reminds=draw(st.booleans()),
    )


@hypothesis_settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(invitations(), st.sampled_from(["REQUEST", "CANCEL", "PUBLISH"]))
def test_whatever_people_are_called_both_parsers_read_the_same(given: Invitation, method: str) -> None:
    event = read(document([given], method))  # type: ignore[arg-type]
    assert event.method == method
    assert (event.start, event.end) == (given.starts_at, given.ends_at)
    assert event.summary == " ".join(event.summary.split())
    assert bool(event.attendees) == (method != "PUBLISH")
    assert (event.status == "CANCELLED") == (given.cancelled or method == "CANCEL")
    assert bool(event.alarms) == (given.reminds and event.status == "CONFIRMED")


@given(st.lists(invitations(), max_size=4), NAMES)
def test_a_feed_holds_every_event(given: list[Invitation], name: str) -> None:
    text = feed(given, name)
    assert [event.uid for event in read_all(text)] == [f"{each.round_id}@mockloop" for each in given]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
