"""The first page: the one next step of each role, and a fixed number of queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from interviews.models import Loop, Round
from mockloop.dashboard import selectors
from rubrics.lookback.services import waive
from rubrics.models import Debrief, DebriefRevision
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, qualify, seat_person

pytestmark = pytest.mark.django_db


def page(person: User) -> str:
    client = Client()
    client.force_login(person)
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def step_of(person: User) -> tuple[str, str]:
    """Title and button of the next step on the person's first page."""
    client = Client()
    client.force_login(person)
    step = client.get("/").context["step"]
    return step.title, step.url


def ready_debrief(loop: Loop) -> DebriefRevision:
    debrief, _ = Debrief.objects.update_or_create(loop=loop, defaults={"state": Debrief.State.READY})
    return DebriefRevision.objects.create(debrief=debrief, number=1, digest="a" * 64, content={}, pdf=b"%PDF")


def test_visitor_sees_the_landing_page(client: Client) -> None:
    html = client.get("/").content.decode()
    assert "Four rounds, the way a payments company runs them" in html
    assert 'class="rail"' not in html


def test_candidate_without_a_loop_books_one() -> None:
    assert step_of(make_user()) == ("Book your first loop", "/loops/book/")


def test_candidate_with_a_loop_sees_the_soonest_round_with_its_interviewer() -> None:
    loop = make_loop(rounds=False)
    later = make_round(loop, "system_design", starts_at=timezone.now() + timedelta(days=2))
    sooner = make_round(
        loop, "recruiter", interviewer=make_peer("Amara"), starts_at=timezone.now() + timedelta(days=1)
    )
    assert step_of(loop.candidate) == ("Recruiter screen with Amara", f"/rounds/{sooner.pk}/")
    html = page(loop.candidate)
    assert html.index(str(sooner.pk)) < html.index(str(later.pk))


def test_candidate_whose_loop_is_completed_reads_the_debrief_once_it_is_ready() -> None:
    loop = make_loop(state=Loop.State.COMPLETED)
    Round.objects.filter(loop=loop).update(state=Round.State.COMPLETED)
    for round_ in loop.rounds.order_by("ends_at"):
        kind = round_.get_kind_display()
        assert step_of(loop.candidate) == (f"Look back on {kind}", f"/rounds/{round_.pk}/look-back/")
        waive(round=round_)
    assert step_of(loop.candidate) == ("Your debrief is on its way", f"/loops/{loop.pk}/debrief/")
    ready_debrief(loop)
    assert step_of(loop.candidate) == ("Your debrief is ready", f"/loops/{loop.pk}/debrief/")


def test_cancelled_loop_does_not_count() -> None:
    loop = make_loop(state=Loop.State.CANCELLED)
    Round.objects.filter(loop=loop).update(state=Round.State.CANCELLED)
    assert step_of(loop.candidate) == ("Book your first loop", "/loops/book/")


def test_peer_without_hours_states_them() -> None:
    assert step_of(make_peer(hours=False)) == ("Say when you can run rounds", "/hours/")


def test_peer_with_hours_and_nothing_booked_waits() -> None:
    assert step_of(make_peer()) == ("Nothing is booked with you", "/hours/")


def test_peer_who_is_not_calibrated_scores_samples_first(settings) -> None:
    newcomer = make_peer(qualified=False)
    assert step_of(newcomer) == ("Score samples before you are offered", "/calibration/")
    newcomer.is_candidate = True
    newcomer.save()
    assert step_of(newcomer)[1] == "/calibration/", "also before booking an own loop"
    qualify(newcomer, "recruiter")
    newcomer.is_candidate = False
    newcomer.save()
    assert step_of(newcomer) == ("Nothing is booked with you", "/hours/")
    client = Client()
    client.force_login(newcomer)
    assert "You are not offered for these yet: Product sense, " in client.get("/").content.decode()
    settings.CALIBRATION_SAMPLES = 0
    assert "You are not offered for these yet" not in client.get("/").content.decode()


def test_peer_finishes_a_card_before_the_next_round_but_not_before_one_that_starts_now() -> None:
    peer = make_peer("Kenji")
    loop = make_loop(make_user("Maya"), rounds=False)
    past = timezone.now() - timedelta(days=1)
    held = make_round(loop, "recruiter", interviewer=peer, starts_at=past, state=Round.State.COMPLETED)
    make_round(loop, "behavioural", interviewer=peer, starts_at=timezone.now() + timedelta(days=1))
    assert step_of(peer) == ("Finish your scorecard of Maya", f"/rounds/{held.pk}/scorecard/")
    at_once = make_round(
        loop, "product_sense", interviewer=peer, starts_at=timezone.now() + timedelta(minutes=5)
    )
    assert step_of(peer) == ("You run Product sense with Maya", f"/rounds/{at_once.pk}/")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (11, "The room opens ten minutes before. The prompt, the clock and the board are in it."),
        (9, "The room is open."),
    ],
)
def test_step_says_when_the_room_is_open(client_for: Any, minutes: int, words: str) -> None:
    loop = make_loop(rounds=False)
    make_round(loop, "recruiter", starts_at=timezone.now() + timedelta(minutes=minutes))
    assert client_for(loop.candidate).get("/").context["step"].words == words


def test_round_left_open_long_ago_is_not_next() -> None:
    loop = make_loop(rounds=False)
    make_round(loop, "recruiter", starts_at=timezone.now() - timedelta(days=1))
    assert step_of(loop.candidate) == ("Your loop is not closed yet", f"/loops/{loop.pk}/")


def test_coach_sees_debriefs_of_those_who_let_them_in_and_of_nobody_else() -> None:
    mine, stranger = make_loop(make_user("Maya")), make_loop(make_user("Stranger"))
    for loop in (mine, stranger):
        ready_debrief(loop)
    coach = make_coach(mine.candidate)
    assert step_of(coach) == ("Read the debrief of Maya", f"/loops/{mine.pk}/debrief/")
    assert "Stranger" not in page(coach)


def test_coach_who_still_owes_a_card_of_a_loop_is_not_sent_to_its_debrief() -> None:
    loop = make_loop(make_user("Maya"), rounds=False)
    coach = make_coach(loop.candidate)
    make_round(loop, interviewer=coach, state="completed", starts_at=timezone.now() - timedelta(days=3))
    ready_debrief(loop)
    assert f"/loops/{loop.pk}/debrief/" not in page(coach)


def test_peer_is_not_shown_rooms_of_the_loop_they_have_no_seat_in() -> None:
    peer = make_peer()
    loop = make_loop(rounds=False)
    mine = make_round(loop, "recruiter", interviewer=peer)
    other = make_round(loop, "behavioural", starts_at=timezone.now() + timedelta(days=3))
    html = page(peer)
    assert str(mine.pk) in html
    assert str(other.pk) not in html


def everything(person: User, amount: int) -> None:
    """Give the person `amount` of everything a dashboard shows."""
    now = timezone.now()
    for number in range(amount):
        own = make_loop(person, rounds=False)
        make_round(own, "recruiter", starts_at=now + timedelta(days=30 + number))
        loop = make_loop(rounds=False)
        make_round(loop, "recruiter", interviewer=person, starts_at=now + timedelta(days=60 + number))
        make_round(
            loop,
            "behavioural",
            interviewer=person,
            starts_at=now - timedelta(days=1 + number),
            state=Round.State.COMPLETED,
        )
        watched = make_round(
            make_loop(rounds=False), "recruiter", starts_at=now + timedelta(days=90 + number)
        )
        seat_person(watched, person, "observer")
        ready_debrief(loop)
        make_coach_grant(person, loop.candidate)


def make_coach_grant(coach: User, candidate: User) -> None:
    coach.grants_held.create(candidate=candidate)


@pytest.mark.parametrize("amount", [1, 5])
def test_number_of_queries_does_not_grow(amount: int, django_assert_num_queries) -> None:
    person = make_peer(is_coach=True)
    person.is_candidate = True
    person.save()
    everything(person, amount)
    client = Client()
    client.force_login(person)
    client.get("/")
    with django_assert_num_queries(20):
        client.get("/")


def test_the_heavy_parts_of_a_debrief_are_not_fetched(django_assert_num_queries) -> None:
    loop = make_loop()
    ready_debrief(loop)
    [found] = selectors.newest_debriefs(make_coach(loop.candidate))
    assert found.get_deferred_fields() == {"content", "pdf"}
