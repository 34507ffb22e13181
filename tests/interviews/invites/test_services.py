"""Asking a particular person, and their answer: booked whole or not at all, by one person, once."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.booking.services import moment
from interviews.invites import services
from interviews.invites.selectors import possible_starts, state_of
from interviews.invites.services import Wanted, accept_invite, decline_invite, withdraw_invite
from interviews.kinds import LOOP_KINDS
from interviews.models import (
    BlockedPair,
    Board,
    BusySource,
    BusyTime,
    Claim,
    Loop,
    RoundInvite,
    Schedule,
    Seat,
    Track,
)
from tests.factories import make_coach, make_loop, make_peer, make_prompt, make_round, make_track, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def track() -> Track:
    for kind in LOOP_KINDS:
        make_prompt(kind)
    return make_track()


@pytest.fixture
def candidate() -> User:
    return make_user("Cara", timezone="Europe/Berlin")


def tomorrow() -> date:
    return (timezone.now() + timedelta(days=2)).date()


def wanted(track: Track, **fields: object) -> Wanted:
    whole = Wanted(
        track=track,
        kind="system_design",
        mode=Loop.Mode.STRESS,
        first=tomorrow(),
        last=tomorrow(),
        after=time(10),
        before=time(12),
    )
    return replace(whole, **fields)  # type: ignore[arg-type]


def make_invite(candidate: User, track: Track, **fields: object) -> RoundInvite:
    return services.invite(candidate=candidate, wanted=wanted(track, **fields), key=uuid.uuid4())


def first_start(invite: RoundInvite, person: User) -> int:
    return possible_starts(invite, person)[0]


class TestInviting:
    def test_the_link_goes_out_by_mail_in_the_readers_zone(self, candidate: User, track: Track) -> None:
        make_peer("Paul", timezone="Asia/Kolkata", hours=False)
        paul = User.objects.get(name="Paul")
        made = make_invite(candidate, track, email=paul.email.upper(), message="You know\nledgers.")
        [mail] = OutgoingMail.objects.all()
        assert mail.to == paul.email
        assert mail.subject == "Cara asks you to interview them: Settlement system design"
        for part in (f"/invites/{made.token}/", "You know\nledgers.", "Stress mode", "(Asia/Kolkata)"):
            assert part in mail.text
        day = f"{made.first:%a} {made.first.day} {made.first:%b}"
        assert f"\n{day}, between 10:00 and 12:00 (Europe/Berlin)\n" in mail.text
        assert candidate.email not in mail.text
        assert len(made.token) == 32

    def test_without_an_address_nothing_is_mailed(self, candidate: User, track: Track) -> None:
        assert state_of(make_invite(candidate, track)) == "open"
        assert not OutgoingMail.objects.exists()

    def test_the_same_key_makes_one(self, candidate: User, track: Track) -> None:
        key = uuid.uuid4()
        ask = wanted(track, email="new@example.org")
        first, again = (services.invite(candidate=candidate, wanted=ask, key=key) for _ in range(2))
        assert first == again
        assert OutgoingMail.objects.count() == 1

    @pytest.mark.parametrize("way", ["by them", "by the candidate"])
    def test_to_whom_one_is_kept_apart_from_no_mail_goes(
        self, candidate: User, track: Track, way: str
    ) -> None:
        other = make_peer()
        pair = (other, candidate) if way == "by them" else (candidate, other)
        BlockedPair.objects.create(person=pair[0], other=pair[1])
        assert make_invite(candidate, track, email=other.email).state == "open"
        assert not OutgoingMail.objects.exists()

    def test_what_makes_no_sense_is_refused(self, candidate: User, track: Track) -> None:
        peer = make_peer()
        cases = [
            (candidate, {"email": candidate.email}, "own_address"),
            (peer, {}, "not_candidate"),
        ]
        for asker, fields, code in cases:
            with pytest.raises(DomainError) as refusal:
                make_invite(asker, track, **fields)
            assert refusal.value.code == code
        make_invite(candidate, track, email=peer.email)
        with pytest.raises(DomainError) as refusal:
            make_invite(candidate, track, email=peer.email)
        assert refusal.value.code == "asked"
        make_invite(candidate, track, email=peer.email, kind="recruiter")

    def test_so_many_wait_at_most(
        self, candidate: User, track: Track, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(services, "MOST_OPEN", 2)
        invite, _second = (make_invite(candidate, track) for _ in range(2))
        with pytest.raises(DomainError) as refusal:
            make_invite(candidate, track)
        assert refusal.value.code == "many"
        withdraw_invite(invite=invite, actor=candidate)
        make_invite(candidate, track)


class TestTimes:
    def test_they_lie_in_the_hours_that_were_asked_for_whatever_the_other_offers(
        self, candidate: User, track: Track
    ) -> None:
        starts = possible_starts(make_invite(candidate, track), make_user())
        berlin = [moment(at).astimezone(candidate_zone(candidate)) for at in starts]
        assert [f"{at:%H:%M}" for at in berlin] == ["10:00", "10:15", "10:30", "10:45", "11:00", "11:15"]

    def test_rounds_buffers_and_calendars_of_both_stand_against_them(
        self, candidate: User, track: Track
    ) -> None:
        invite, paul = make_invite(candidate, track), make_peer("Paul")
        Schedule.objects.filter(person=paul).update(buffer_minutes=30)
        all_day = possible_starts(invite, paul)
        day = datetime.combine(tomorrow(), time(), candidate_zone(candidate)).astimezone(UTC)
        # Paul interviews somebody else until 10:00: half an hour of his own goes by before the next.
        make_round(
            make_loop(rounds=False),
            "system_design",
            interviewer=paul,
            starts_at=day + timedelta(hours=9, minutes=15),
        )
        assert possible_starts(invite, paul) == all_day[2:]
        source = BusySource.objects.create(person=candidate, kind="file", name="mine")
        BusyTime.objects.create(
            source=source, starts_at=day + timedelta(hours=11, minutes=30), ends_at=day + timedelta(hours=12)
        )
        assert possible_starts(invite, paul) == all_day[2:4]
        assert possible_starts(invite, make_user()) == all_day[:4]

    def test_nothing_within_the_next_hour(self, candidate: User, track: Track) -> None:
        today = timezone.localtime(timezone.now(), candidate_zone(candidate)).date()
        any_hour = {"first": today, "last": today + timedelta(days=1), "after": time(0), "before": time(0)}
        starts = possible_starts(make_invite(candidate, track, **any_hour), make_user())
        assert moment(starts[0]) >= timezone.now() + timedelta(minutes=59)
        assert moment(starts[0]) <= timezone.now() + timedelta(minutes=80)


class TestAccepting:
    def test_the_round_is_booked_with_everything(self, candidate: User, track: Track) -> None:
        invite, paul = make_invite(candidate, track, email="paul@example.org"), make_peer("Paul", hours=False)
        start = first_start(invite, paul)
        loop = accept_invite(invite=invite, person=paul, start=start)
        round_ = loop.rounds.get()
        assert (loop.candidate, loop.mode, round_.kind) == (candidate, "stress", "system_design")
        assert round_.starts_at == moment(start)
        assert {(seat.person, seat.role) for seat in round_.seats.all()} == {
            (candidate, "candidate"),
            (paul, "interviewer"),
        }
        assert Claim.objects.filter(seat__round=round_).count() == 6
        assert Board.objects.filter(round=round_).exists()
        assert [(e.event, e.actor) for e in loop.history.order_by("pk")] == [
            ("loop_booked", paul),
            ("round_booked", paul),
        ]
        invite.refresh_from_db()
        assert (invite.state, invite.answered_by, invite.loop) == ("accepted", paul, loop)
        mails = {mail.to: mail for mail in OutgoingMail.objects.filter(method="REQUEST")}
        assert set(mails) == {candidate.email, paul.email}
        assert "Paul took up your invitation." in mails[candidate.email].text
        assert "You took up the invitation of Cara." in mails[paul.email].text
        # The mail that asks, if it is still here, asks no more.
        assert OutgoingMail.objects.get(to="paul@example.org").state == "dropped"

    def test_the_same_person_twice_is_one_loop(self, candidate: User, track: Track) -> None:
        invite, paul = make_invite(candidate, track), make_peer(hours=False)
        start = first_start(invite, paul)
        assert accept_invite(invite=invite, person=paul, start=start) == accept_invite(
            invite=invite, person=paul, start=start
        )
        assert Loop.objects.count() == 1

    def test_who_is_neither_becomes_a_peer_whom_nobody_else_can_book(
        self, candidate: User, track: Track
    ) -> None:
        new, coach = make_user(), make_coach(candidate)
        for person in (new, coach):
            invite = make_invite(candidate, track)
            accept_invite(invite=invite, person=person, start=first_start(invite, person))
            person.refresh_from_db()
        assert (new.is_peer, coach.is_peer) == (True, False)
        assert not Schedule.objects.exists()

    def test_a_time_that_is_not_free_books_nothing(self, candidate: User, track: Track) -> None:
        invite, paul = make_invite(candidate, track), make_user()
        start = first_start(invite, paul)
        make_round(make_loop(candidate, rounds=False), starts_at=moment(start))
        for at in (start, start - 400, 0):
            with pytest.raises(Conflict) as conflict:
                accept_invite(invite=invite, person=paul, start=at)
            assert conflict.value.code == "taken"
        assert Loop.objects.count() == 1
        assert Seat.objects.filter(person=paul).count() == 0
        paul.refresh_from_db()
        assert not paul.is_peer

    def test_the_candidate_is_not_their_own_interviewer(self, candidate: User, track: Track) -> None:
        invite = make_invite(candidate, track)
        for act in (
            lambda: accept_invite(invite=invite, person=candidate, start=first_start(invite, make_user())),
            lambda: decline_invite(invite=invite, person=candidate),
        ):
            with pytest.raises(DomainError) as refusal:
                act()
            assert refusal.value.code == "own"

    @pytest.mark.parametrize(
        "why", ["taken", "declined", "withdrawn", "expired", "kept apart", "no candidate", "gone"]
    )
    def test_what_is_closed_books_nothing(self, candidate: User, track: Track, why: str) -> None:
        invite, paul, other = make_invite(candidate, track), make_peer(hours=False), make_user()
        start = first_start(invite, paul)
        if why == "taken":
            accept_invite(invite=invite, person=other, start=start)
        elif why == "declined":
            decline_invite(invite=invite, person=other)
        elif why == "withdrawn":
            withdraw_invite(invite=invite, actor=candidate)
        elif why == "expired":
            RoundInvite.objects.update(expires_at=timezone.now())
        elif why == "kept apart":
            BlockedPair.objects.create(person=paul, other=candidate)
        else:
            field = "is_candidate" if why == "no candidate" else "is_active"
            User.objects.filter(pk=candidate.pk).update(**{field: False})
        before = Loop.objects.count()
        with pytest.raises(Conflict) as conflict:
            accept_invite(invite=invite, person=paul, start=start)
        assert conflict.value.code == "closed"
        with pytest.raises(Conflict):
            decline_invite(invite=invite, person=paul)
        assert Loop.objects.count() == before

    def test_a_candidate_without_credits_can_not_book(
        self, candidate: User, track: Track, settings: object
    ) -> None:
        invite, paul = make_invite(candidate, track), make_peer("Paul", hours=False)
        settings.CREDITS_REQUIRED = True  # type: ignore[attr-defined]
        settings.CREDITS_START = 0  # type: ignore[attr-defined]
        with pytest.raises(DomainError) as refusal:
            accept_invite(invite=invite, person=paul, start=first_start(invite, paul))
        assert refusal.value.code == "credits"
        assert "Cara has too few credits" in refusal.value.message
        assert not Loop.objects.exists()
        with pytest.raises(DomainError, match="Nothing was booked"):
            make_invite(candidate, track)


class TestOtherAnswers:
    def test_no_is_told_with_its_reason_once(self, candidate: User, track: Track) -> None:
        invite, paul = make_invite(candidate, track), make_peer("Paul")
        for _ in range(2):
            decline_invite(invite=invite, person=paul, reason=" on holiday ")
        [mail] = OutgoingMail.objects.all()
        assert mail.to == candidate.email
        assert mail.subject == "Paul said no: Settlement system design"
        assert "on holiday" in mail.text
        assert paul.email not in mail.text

    def test_taking_back_is_the_candidates_and_stops_the_mail(self, candidate: User, track: Track) -> None:
        invite = make_invite(candidate, track, email="x@example.org")
        with pytest.raises(DomainError) as refusal:
            withdraw_invite(invite=invite, actor=make_user())
        assert refusal.value.code == "not_yours"
        for _ in range(2):
            assert withdraw_invite(invite=invite, actor=candidate).state == "withdrawn"
        assert OutgoingMail.objects.get().state == "dropped"

    def test_what_is_answered_can_not_be_taken_back(self, candidate: User, track: Track) -> None:
        invite, paul = make_invite(candidate, track), make_peer(hours=False)
        accept_invite(invite=invite, person=paul, start=first_start(invite, paul))
        with pytest.raises(DomainError) as refusal:
            withdraw_invite(invite=invite, actor=candidate)
        assert refusal.value.code == "answered"


def candidate_zone(candidate: User) -> ZoneInfo:
    return ZoneInfo(candidate.timezone)
