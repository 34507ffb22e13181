"""One's own page and the coach's: what is on them, what is kept from whom, how much they ask the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import CoachGrant
from interviews.models import Loop, Seat
from rubrics.debriefs import compiler
from rubrics.models import AgreementRun, CardRevision, RaterFigure, RoundRating, Scorecard
from tests.factories import make_coach, make_loop, make_peer, make_round, make_user, seat_person
from tests.rubrics.making import finished_loop, hand_in, interviewer_of, make_rubrics, run_round

pytestmark = pytest.mark.django_db
Client = Callable[[Any], Any]
OWN = "/scoring/"


def page_of(client: Any, address: str = OWN) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def scored_twice(*half_steps: int | None, loop: Loop | None = None) -> tuple[Scorecard, Scorecard]:
    """The interviewer's card of an open debrief (2, 3.5, 3) and an observer's of the same round."""
    loop = loop or finished_loop()
    round_ = loop.rounds.get(kind="product_sense")
    observer = make_peer("Ob Server", hours=False)
    seat_person(round_, observer, "observer")
    other = hand_in(round_, *half_steps, rater=observer)
    compiler.sweep()
    return round_.scorecards.get(role="interviewer"), other


def computed(*figures: tuple[Any, float | None]) -> AgreementRun:
    run = AgreementRun.objects.create(state="ready", computed_at=timezone.now(), ratings=12)
    for rater, severity in figures:
        ends = {} if severity is None else {"low": severity - 0.3, "high": severity + 0.3}
        RaterFigure.objects.create(
            run=run, rater=rater, comparable=severity is not None, severity=severity, **ends
        )
    return run


def test_nothing_yet_says_what_will_be_here(client_for: Client) -> None:
    page = page_of(client_for(make_peer(hours=False, qualified=False)))
    assert "No cards yet" in page
    assert page.count("not yet") >= 4


def test_a_card_that_is_owed_is_named(client_for: Client) -> None:
    loop = finished_loop(cards=3)
    owing = loop.rounds.get(kind="behavioural")
    page = page_of(client_for(interviewer_of(owing)))
    assert f"/rounds/{owing.pk}/scorecard/" in page
    assert "Cards you owe" in page


def test_own_figures_and_what_is_still_missing(client_for: Client) -> None:
    card, _other = scored_twice(9, 7)
    page = page_of(client_for(card.rater))
    assert '<dd class="num">1</dd>' in page
    assert '<dd class="num">100 %</dd>' in page
    assert "Not enough yet: 3 of 10." in page
    assert "Not enough yet to show others beside: 3 of 3 raters." in page
    assert "Not computed yet: raters are compared once a night." in page
    assert "Nowhere a point or more apart" not in page
    assert "First of product_sense" in page
    assert "two points or more" in page, "2 and 4.5"


def test_severity_has_words_and_a_drawing(client_for: Client) -> None:
    card, other = scored_twice(4, 7)
    computed((card.rater, -0.5), (other.rater, None))
    page = page_of(client_for(card.rater))
    assert "Half a point stricter than others (±0.3)." in page
    assert "severity-line__dot" in page
    page = page_of(client_for(other.rater))
    assert "you share no candidate or sample with other raters yet" in page
    assert "severity-line__dot" not in page


def test_a_card_not_handed_in_shows_nothing_of_the_other(client_for: Client) -> None:
    make_rubrics()
    loop = make_loop(rounds=False)
    round_ = make_round(loop)
    observer = make_peer(hours=False)
    seat_person(round_, observer, "observer")
    run_round(round_)
    hand_in(round_, 2, 10)
    assert "Nobody else has scored" not in page_of(client_for(observer))
    assert "First of" not in page_of(client_for(observer))
    assert "Nobody else has scored a round of yours yet" in page_of(client_for(interviewer_of(round_)))
    hand_in(round_, 10, 2, rater=observer)
    assert "First of system_design" in page_of(client_for(observer))
    seat = round_.seats.get(person=observer)
    seat.delete()
    assert "First of" not in page_of(client_for(observer)), "no longer a rater of the round"


def test_a_reopened_card_counts_as_it_stood(client_for: Client) -> None:
    card, other = scored_twice(8, 7)
    body = {
        "version": card.version,
        "call": "yes",
        "call_evidence": "",
        "takeaway": "",
        "entries": {
            each.criterion: {"half_steps": 2, "not_observed": False, "evidence": ""}
            for each in card.scores.all()
        },
        "chips": [],
    }
    CardRevision.objects.create(
        scorecard=card,
        number=1,
        body=body,
        submitted_at=timezone.now(),
        reopened_by=make_user(),
        reason="Wrong round.",
    )
    Scorecard.objects.filter(pk=card.pk).update(state="draft", submitted_at=None)
    page = page_of(client_for(other.rater))
    assert page.count("two points or more") == 3, "1, 1, 1 beside 4, 3.5, 3"
    assert '<dd class="num">0 %</dd>' in page_of(client_for(card.rater))


def test_ratings_appear_with_the_debrief_and_not_before(client_for: Client) -> None:
    loop = finished_loop()
    round_ = loop.rounds.get(kind="recruiter")
    RoundRating.objects.update_or_create(
        round=round_,
        defaults={
            "candidate": loop.candidate,
            "interviewer": interviewer_of(round_),
            "realism": 9,
            "helpfulness": 7,
            "evidence_quality": 10,
            "comment": "<b>KIND</b>",
            "state": "submitted",
            "submitted_at": timezone.now(),
        },
    )
    client = client_for(interviewer_of(round_))
    assert "KIND" not in page_of(client)
    assert "No rating is open yet" in page_of(client)
    compiler.sweep()
    page = page_of(client)
    assert "&lt;b&gt;KIND&lt;/b&gt;" in page
    assert "4.5" in page
    assert "KIND" not in page_of(client_for(interviewer_of(loop.rounds.get(kind="behavioural"))))


def test_others_are_shown_beside_once_they_are_enough(
    client_for: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rubrics.raters.selectors.POOL_SCORES", 12)
    finished_loop()
    compiler.sweep()
    rater = interviewer_of(finished_loop().rounds.get(kind="recruiter"))
    page = page_of(client_for(rater))
    assert "The line across is everybody else" in page
    assert "everybody’s spread" in page


def test_a_coach_sees_the_raters_of_their_candidates_alone(client_for: Client) -> None:
    card, _other = scored_twice(9, 7)
    loop = card.round.loop
    coach = make_coach(loop.candidate)
    stranger = interviewer_of(finished_loop().rounds.get(kind="recruiter"))
    computed((card.rater, -0.5))
    page = page_of(client_for(coach), "/scoring/raters/")
    assert page.count('href="/scoring/raters/') == 5 + 3, "four interviewers, an observer; rail, bar and tab"
    assert "half a point stricter than others" in page
    assert stranger.shown_name not in page
    one = page_of(client_for(coach), f"/scoring/raters/{card.rater_id}/")
    assert f"/loops/{loop.pk}/debrief/" in one
    assert "Half a point stricter than others" in one
    assert client_for(coach).get(f"/scoring/raters/{stranger.pk}/").status_code == 404
    for other in (make_coach(), card.rater, loop.candidate, make_user(is_staff=True), _other.rater):
        assert client_for(other).get(f"/scoring/raters/{card.rater_id}/").status_code == 404


def test_a_sealed_card_is_in_no_figure_of_a_coach(client_for: Client) -> None:
    loop = finished_loop(cards=3)
    coach = make_coach(loop.candidate)
    rater = interviewer_of(loop.rounds.get(kind="recruiter"))
    page = page_of(client_for(coach), f"/scoring/raters/{rater.pk}/")
    assert "No card of theirs is in a debrief that is open to you yet" in page
    owing = interviewer_of(loop.rounds.get(kind="behavioural"))
    assert "Missing cards" in page_of(client_for(coach), f"/scoring/raters/{owing.pk}/")
    hand_in(loop.rounds.get(kind="behavioural"))
    compiler.sweep()
    assert "Bars are their scores" in page_of(client_for(coach), f"/scoring/raters/{rater.pk}/")


def test_no_raters_yet(client_for: Client) -> None:
    assert "No raters yet" in page_of(client_for(make_coach()), "/scoring/raters/")


def test_a_coach_reads_severity_beside_the_scores_and_nobody_else_does(client_for: Client) -> None:
    card, _other = scored_twice(9, 7)
    loop = card.round.loop
    computed((card.rater, -0.5))
    address = f"/loops/{loop.pk}/debrief/"
    page = page_of(client_for(make_coach(loop.candidate)), address)
    assert "Half a point stricter than others (±0.3)." in page
    assert page.count("Not yet comparable") == 4
    for reader in (loop.candidate, card.rater):
        assert "stricter" not in page_of(client_for(reader), address)


def test_as_many_queries_for_many_as_for_one(client_for: Client, django_assert_num_queries: Any) -> None:
    card, other = scored_twice(9, 7)
    rater, coach = card.rater, make_coach(card.round.loop.candidate)
    computed((rater, -0.5), (other.rater, 0.5))
    own, coaching = client_for(rater), client_for(coach)
    for more in (False, True):
        if more:
            loop = finished_loop()
            CoachGrant.objects.create(coach=coach, candidate=loop.candidate)
            for round_ in loop.rounds.all():
                Seat.objects.create(round=round_, person=rater, role="observer")
                hand_in(round_, 9, 2, rater=rater)
            compiler.sweep()
        with django_assert_num_queries(17):
            page_of(own)
        with django_assert_num_queries(10):
            page_of(coaching, "/scoring/raters/")
        with django_assert_num_queries(18):
            page_of(coaching, f"/scoring/raters/{rater.pk}/")
