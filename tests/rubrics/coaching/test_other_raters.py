"""Another rater: asked by the coach, told to the candidate, seated by a yes, stopped by anybody concerned."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.grants.services import revoke_grant
from accounts.models import CoachGrant, User
from common.errors import Conflict, DomainError
from common.models import OutgoingMail
from interviews.models import BlockedPair, Claim, Loop, Round, Seat
from rubrics.coaching import other_raters
from rubrics.debriefs import compiler
from rubrics.models import DebriefRevision, RaterAsk
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user
from tests.rubrics.making import finished_loop, hand_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def loop() -> Loop:
    made = finished_loop(cards=4)
    compiler.sweep()
    return made


@pytest.fixture
def round_(loop: Loop) -> Round:
    return loop.rounds.get(kind="system_design")


@pytest.fixture
def coach(loop: Loop) -> User:
    return make_coach(loop.candidate, name="Hannah")


@pytest.fixture
def peer(db: None) -> User:
    return make_peer("Quinn Quiet", hours=False)


def ask(round_: Round, coach: User, peer: User, **fields: Any) -> RaterAsk:
    return other_raters.ask_rater(round=round_, coach=coach, peer=peer, **fields)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as error:
        act()
    return error.value.code


def pages(round_: Round) -> list[str]:
    return [f"/rounds/{round_.pk}/", f"/boards/{round_.board.pk}/", f"/rounds/{round_.pk}/scorecard/"]


def test_a_closed_round_from_the_question_to_the_new_revision(
    loop: Loop, round_: Round, coach: User, peer: User, client_for: Callable[[Any], Any]
) -> None:
    client, theirs, candidate = client_for(coach), client_for(peer), client_for(loop.candidate)
    address = f"/rounds/{round_.pk}/raters/"
    assert "Quinn Quiet" in client.get(address).content.decode()
    client.post(address, {"peer": peer.pk, "word": "Look at the ledger."})
    made = RaterAsk.objects.get()
    here = f"/rater-asks/{made.pk}/"
    assert "Look at the ledger." in OutgoingMail.objects.get(to=peer.email).text
    assert "Another rater is asked" in OutgoingMail.objects.filter(to=loop.candidate.email).last().subject  # type: ignore[union-attr]
    assert "Quinn Quiet" in candidate.get(f"/loops/{loop.pk}/debrief/").content.decode()
    assert "Another rater asked" in candidate.get("/settings/coaches/log/").content.decode()
    for page in pages(round_):
        assert theirs.get(page).status_code == 404, "nothing before the yes"
    assert "Look at the ledger." in theirs.get(here).content.decode()

    theirs.post(here, {"do": "yes"})
    seat = Seat.objects.get(person=peer)
    assert (seat.role, seat.purpose, Claim.objects.filter(person=peer).count()) == ("observer", "shadow", 0)
    for page in pages(round_):
        assert theirs.get(page).status_code == 200
    assert theirs.get(f"/loops/{loop.pk}/debrief/").status_code == 404
    hand_in(round_, 9, 9, 9, rater=peer)
    compiler.sweep()
    revision = DebriefRevision.objects.get(debrief__loop=loop, is_current=True)
    assert revision.number == 2
    assert "Quinn Quiet" in str(revision.content)
    assert "card is in" in candidate.get(f"/loops/{loop.pk}/debrief/").content.decode()


@pytest.mark.parametrize("who", ["candidate", "coach", "peer"])
def test_anybody_concerned_stops_it(
    who: str, loop: Loop, round_: Round, coach: User, peer: User, client_for: Callable[[Any], Any]
) -> None:
    made = other_raters.accept(ask=ask(round_, coach, peer))
    person = {"candidate": loop.candidate, "coach": coach, "peer": peer}[who]
    client_for(person).post(f"/rater-asks/{made.pk}/", {"do": "stop"})
    made.refresh_from_db()
    assert (made.state, made.closed_by) == ("withdrawn", person)
    assert not Seat.objects.filter(person=peer).exists()
    for page in pages(round_):
        assert client_for(peer).get(page).status_code == 404
    with pytest.raises(Conflict):
        other_raters.accept(ask=made)
    assert other_raters.stop(ask=made, actor=person).state == "withdrawn"


def test_ending_the_coachs_access_stops_what_they_asked(
    loop: Loop, round_: Round, coach: User, peer: User
) -> None:
    waits, done = ask(round_, coach, peer), make_peer(hours=False)
    in_ = other_raters.accept(ask=ask(round_, coach, done))
    hand_in(round_, 5, rater=done)
    revoke_grant(candidate=loop.candidate, grant_id=CoachGrant.objects.get(coach=coach).pk)
    waits.refresh_from_db()
    in_.refresh_from_db()
    assert (waits.state, in_.state) == ("withdrawn", "accepted")
    assert refused(lambda: ask(round_, coach, make_peer(hours=False))) == "not_coach"


def test_who_can_be_asked(loop: Loop, round_: Round, coach: User, peer: User) -> None:
    unqualified = make_peer(qualified=False, hours=False)
    kept, keeping = make_peer(hours=False), make_peer(hours=False)
    BlockedPair.objects.create(person=loop.candidate, other=kept)
    BlockedPair.objects.create(person=keeping, other=loop.candidate)
    other_coach = make_coach(loop.candidate)
    User.objects.filter(pk=other_coach.pk).update(is_peer=True)
    inside = round_.seats.get(role="interviewer").person
    for each in (unqualified, kept, keeping, other_coach, inside, loop.candidate, make_user()):
        assert refused(lambda each=each: ask(round_, coach, each)) == "not_them"  # type: ignore[misc]
    assert list(other_raters.peers_for(round_)) == [peer]
    made = ask(round_, coach, peer)
    assert refused(lambda: ask(round_, coach, peer)) == "asked"
    BlockedPair.objects.create(person=peer, other=loop.candidate)
    assert refused(lambda: other_raters.accept(ask=made)) == "closed"


def test_saying_no_late_and_again(loop: Loop, round_: Round, coach: User, peer: User) -> None:
    made = ask(round_, coach, peer)
    RaterAsk.objects.update(expires_at=timezone.now())
    assert refused(lambda: other_raters.accept(ask=made)) == "closed"
    again = ask(round_, coach, peer)
    made.refresh_from_db()
    assert (made.state, again.state) == ("expired", "asked")
    other_raters.decline(ask=again)
    assert other_raters.decline(ask=again).state == "declined"
    assert OutgoingMail.objects.filter(to=coach.email, subject__contains="can’t score").count() == 1
    for _ in range(other_raters.MOST):
        ask(round_, coach, make_peer(hours=False))
    assert refused(lambda: ask(round_, coach, make_peer(hours=False))) == "many"


def test_a_round_to_come_takes_their_hour(loop: Loop, coach: User, peer: User) -> None:
    coming = make_loop(loop.candidate, rounds=False)
    when = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    round_ = make_round(coming, "recruiter", starts_at=when)
    busy = make_round(
        make_loop(rounds=False), "recruiter", starts_at=when, interviewer=make_peer(hours=False)
    )
    assert busy.seats.get(role="interviewer").person not in other_raters.peers_for(round_)
    made = ask(round_, coach, peer)
    assert made.expires_at <= round_.starts_at
    other_raters.accept(ask=made)
    assert Claim.objects.filter(person=peer).count() == 2
    assert OutgoingMail.objects.filter(to=peer.email, method="REQUEST").exists()
    other_raters.stop(ask=made, actor=loop.candidate)
    assert not Claim.objects.filter(person=peer).exists()
    assert OutgoingMail.objects.filter(to=peer.email, method="CANCEL").exists()
    second = make_peer(hours=False)
    late = ask(round_, coach, second)
    make_round(make_loop(rounds=False), "recruiter", starts_at=when, interviewer=second)
    assert refused(lambda: other_raters.accept(ask=late)) == "taken"
    late.refresh_from_db()
    assert late.state == "asked"
