"""Reminders are owed once each, at their time, to who still has the seat; and never late."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from common import mail
from common.models import OutgoingMail
from common.tasks import sweep_mail
from interviews.booking.seating import lock_round, seat_interviewer, set_time, vacate
from interviews.calendar import services
from interviews.calendar.selectors import unreminded
from interviews.calendar.services import choose_reminders, owe_reminders
from interviews.calendar.tasks import sweep_reminders
from interviews.loops.services import set_round_state
from interviews.models import Round, Seat
from interviews.room.observers import invite_observer, remove_observer
from tests.factories import make_loop, make_peer, make_round, make_user, seat_person

pytestmark = pytest.mark.django_db
State = OutgoingMail.State
LONG_AGO = timedelta(days=10)


def booked(before: timedelta, *, arranged: timedelta = LONG_AGO, **fields: Any) -> Round:
    """A round that begins in `before`, whose seats were taken and whose time was set `arranged` ago."""
    now = timezone.now()
    loop = make_loop(
        fields.pop("candidate", None) or make_user("Cara", timezone="Asia/Kolkata"), rounds=False
    )
    made = make_round(loop, starts_at=now + before, interviewer=make_peer("Paul", hours=False), **fields)
    Round.objects.filter(pk=made.pk).update(arranged_at=now - arranged)
    Seat.objects.filter(round=made).update(created_at=now - arranged)
    made.refresh_from_db()
    return made


def reminders() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(key__startswith="reminder:").order_by("pk"))


def which(mails: list[OutgoingMail]) -> set[tuple[str, str]]:
    return {(each.key.split(":")[3], each.to) for each in mails}


def person_in(round_: Round, role: str) -> User:
    return round_.seats.get(role=role).person


def test_everybody_with_a_seat_is_reminded_once() -> None:
    round_ = booked(timedelta(hours=23))
    watcher = seat_person(round_, make_user("Wanda"), "observer")
    Seat.objects.filter(pk=watcher.pk).update(created_at=timezone.now() - LONG_AGO)
    assert sweep_reminders() == 3
    assert sweep_reminders() == 0
    assert which(reminders()) == {("day", seat.person.email) for seat in round_.seats.all()}
    assert {each.expires_at for each in reminders()} == {round_.starts_at - timedelta(hours=12)}


@pytest.mark.parametrize(
    ("before", "kind", "word"),
    [
        (timedelta(hours=20), "day", "Coming up"),
        (timedelta(minutes=50), "hour", "Soon"),
        (timedelta(minutes=9), "opening", "The room is open"),
    ],
)
def test_each_says_when_where_and_how_to_be_spared_and_not_the_prompt(
    before: timedelta, kind: str, word: str
) -> None:
    round_ = booked(before)
    owe_reminders()
    assert {each.key.split(":")[3] for each in reminders()} == {kind}
    for each in reminders():
        assert each.subject.startswith(f"{word}: Settlement system design, ")
        for part in (f"/rounds/{round_.pk}/", f"/loops/{round_.loop_id}/", "/settings/calendar/#reminders"):
            assert part in each.text
        for secret in (round_.prompt.title, "TEASER", "STEPONE", "HINTSECRET", "PROBESECRET"):
            assert secret not in each.text + each.subject
    mine = next(each for each in reminders() if each.to == round_.loop.candidate.email)
    assert ("Say so here" in mine.text) == (kind == "opening")
    assert "(Asia/Kolkata)" in mine.subject
    assert "Paul interviews you." in mine.text


@pytest.mark.parametrize("before", [timedelta(hours=25), timedelta(hours=11), timedelta(minutes=-1)])
def test_nothing_comes_out_of_its_time(before: timedelta) -> None:
    booked(before)
    assert owe_reminders() == 0


def test_who_booked_within_the_hour_is_told_only_when_the_room_opens() -> None:
    booked(timedelta(minutes=50), arranged=timedelta(minutes=5))
    opening = booked(timedelta(minutes=8), arranged=timedelta(minutes=30))
    assert owe_reminders() == 2
    assert which(reminders()) == {("opening", seat.person.email) for seat in opening.seats.all()}


def test_who_took_over_later_is_spared_what_they_just_read() -> None:
    round_ = booked(timedelta(minutes=50))
    Seat.objects.filter(round=round_, role="interviewer").update(created_at=timezone.now())
    owe_reminders()
    assert [each.to for each in reminders()] == [round_.loop.candidate.email]


@pytest.mark.parametrize("state", ["cancelled", "completed", "missed", "live"])
def test_nobody_is_reminded_of_what_is_not_to_come(state: str) -> None:
    booked(timedelta(hours=20), state=state)
    assert owe_reminders() == 0


def test_a_move_drops_what_is_queued_and_reminds_anew() -> None:
    round_ = booked(timedelta(minutes=50))
    owe_reminders()
    with transaction.atomic():
        loop, found = lock_round(round_.pk)
        set_time(loop=loop, round=found, start=round_.starts_at + timedelta(hours=3), actor=None)
    assert {each.state for each in reminders()} == {State.DROPPED}
    assert owe_reminders() == 0
    # Two hours later, an hour before the new time.
    Round.objects.filter(pk=round_.pk).update(
        starts_at=timezone.now() + timedelta(minutes=55), arranged_at=timezone.now() - timedelta(hours=2)
    )
    assert owe_reminders() == 2
    assert len(reminders()) == 4


def test_a_cancelled_round_is_not_reminded_of() -> None:
    round_ = booked(timedelta(minutes=50))
    owe_reminders()
    set_round_state(round=round_, new="cancelled", actor=None)
    assert {each.state for each in reminders()} == {State.DROPPED}
    sweep_mail()
    assert {message.subject.partition(":")[0] for message in outbox.outbox} == {"Cancelled"}


def test_who_leaves_is_not_reminded_and_the_others_are() -> None:
    round_ = booked(timedelta(minutes=50))
    owe_reminders()
    with transaction.atomic():
        loop, found = lock_round(round_.pk)
        vacate(loop=loop, round=found, actor=None)
    assert {each.to: each.state for each in reminders()} == {
        round_.loop.candidate.email: State.QUEUED,
        next(each.to for each in reminders() if each.to != round_.loop.candidate.email): State.DROPPED,
    }


def test_who_is_replaced_and_comes_back_is_reminded_of_the_rest() -> None:
    round_ = booked(timedelta(minutes=50))
    first = person_in(round_, "interviewer")
    with transaction.atomic():
        loop, found = lock_round(round_.pk)
        seat_interviewer(loop=loop, round=found, person=make_peer("Olga"), actor=None)
        seat_interviewer(loop=loop, round=found, person=first, actor=None)
    Round.objects.filter(pk=round_.pk).update(starts_at=timezone.now() + timedelta(minutes=9))
    Seat.objects.filter(round=round_).update(created_at=timezone.now() - timedelta(minutes=30))
    owe_reminders()
    assert ("opening", first.email) in which(reminders())


def test_an_observer_who_is_taken_off_is_not_reminded() -> None:
    round_ = booked(timedelta(minutes=50))
    seat = invite_observer(round=round_, actor=round_.loop.candidate, email=make_user("Wanda").email)
    Seat.objects.filter(pk=seat.pk).update(created_at=timezone.now() - LONG_AGO)
    owe_reminders()
    remove_observer(round=round_, actor=round_.loop.candidate, seat_id=seat.pk)
    assert [each.state for each in reminders() if each.to == seat.person.email] == [State.DROPPED]


def test_while_nobody_interviews_the_candidate_is_told_so() -> None:
    round_ = booked(timedelta(hours=20))
    Seat.objects.filter(round=round_, role="interviewer").delete()
    owe_reminders()
    [only] = reminders()
    assert "still looking" in only.text


def test_one_that_could_not_go_out_in_time_is_dropped() -> None:
    booked(timedelta(minutes=50))
    owe_reminders()
    OutgoingMail.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert [mail.deliver(each.pk) for each in reminders()] == [False, False]
    assert sweep_mail() == 0
    assert {each.state for each in reminders()} == {State.DROPPED}
    assert outbox.outbox == []


def test_each_kind_can_be_switched_off() -> None:
    round_ = booked(timedelta(minutes=50))
    candidate, peer = round_.loop.candidate, person_in(round_, "interviewer")
    choose_reminders(person=candidate, day=True, hour=False, opening=True)
    owe_reminders()
    assert which(reminders()) == {("hour", peer.email)}
    choose_reminders(person=peer, day=True, hour=False, opening=True)
    assert reminders()[0].state == State.DROPPED


def test_who_may_not_sign_in_any_more_is_not_written_to() -> None:
    round_ = booked(timedelta(minutes=50))
    User.objects.filter(pk=round_.loop.candidate.pk).update(is_active=False)
    assert owe_reminders() == 1


def test_many_rounds_cost_no_more_queries_than_one() -> None:
    def cost() -> int:
        OutgoingMail.objects.all().delete()
        with CaptureQueriesContext(
            connection,
        ) as caught:
            owe_reminders()
        return len(caught)

    booked(timedelta(hours=20))
    one = cost()
    for number in range(12):
        booked(timedelta(hours=20, minutes=number))
    assert cost() == one
    assert len(reminders()) == 26


def test_a_sweep_with_nothing_to_do_is_one_query_and_with_all_done_two() -> None:
    with CaptureQueriesContext(connection) as caught:
        owe_reminders()
    assert len(caught) == 1
    booked(timedelta(hours=20))
    owe_reminders()
    with CaptureQueriesContext(connection) as caught:
        owe_reminders()
    assert len(caught) == 2


def test_a_round_that_moves_between_the_look_and_the_lock_is_let_be() -> None:
    round_ = booked(timedelta(minutes=50))
    now = timezone.now()
    assert [each.round_id for each in unreminded(now)] == [round_.pk, round_.pk]
    with transaction.atomic():
        loop, found = lock_round(round_.pk)
        set_time(loop=loop, round=found, start=round_.starts_at + timedelta(days=2), actor=None)
    assert services._owe_for([round_.pk], now) == 0
    assert reminders() == []
