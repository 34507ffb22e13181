"""Runs of agreement: asked for once, computed once, of what stands, and not again of the same."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rubrics.agreement import apart, services
from rubrics.agreement.figures import Figures
from rubrics.agreement.reading import read
from rubrics.agreement.selectors import figures, latest_run, newest_run, rater_figure, rater_figures
from rubrics.agreement.tasks import agreement_by_night, compute_agreement, sweep_agreement
from rubrics.agreement.together import Together
from rubrics.models import (
    AgreementFigure,
    AgreementRun,
    CardRevision,
    DebriefRevision,
    RaterFigure,
    Scorecard,
)
from tests.factories import make_coach, make_loop, make_peer, make_user
from tests.polling import poll
from tests.product import ROOT, database_variables
from tests.rubrics.agreement.making import attempt, make_sample, rate, rated_twice, reveal
from tests.rubrics.making import make_rubrics

pytestmark = pytest.mark.django_db
READY, PENDING, FAILED = AgreementRun.State.READY, AgreementRun.State.PENDING, AgreementRun.State.FAILED


def computed() -> AgreementRun:
    assert services.compute(run_id=services.ask_run().pk)
    run = latest_run()
    assert run
    return run


def scores() -> list[int]:
    return sorted(read().inputs.ratings.half_steps.tolist())


def test_asking_twice_is_one_run() -> None:
    coach = make_coach()
    first = services.ask_run(actor=coach)
    assert services.ask_run(actor=make_user()) == first == newest_run()
    assert first.asked_by == coach
    assert latest_run() is None


def test_figures_of_raters_prompts_rubrics_and_cohorts() -> None:
    candidates, alice, bob = [make_user() for _ in range(5)], make_peer(), make_peer()
    coach = make_coach(*candidates)
    rated_twice(alice, bob, *candidates)
    alone = make_peer()
    rate(make_loop(make_user()).rounds.get(kind="recruiter"), alone, (4, 5, None))
    run = computed()
    assert (run.state, run.ratings, run.error, run.lease) == (READY, 122, "", None)
    assert run.computed_at
    assert run.together_units == 60
    assert run.together is not None
    assert run.together_low is not None
    assert run.together_high is not None
    assert run.together_low < run.together < run.together_high
    found = rater_figures([alice, bob, alone, coach])
    assert set(found) == {alice.pk, bob.pk, alone.pk}
    for person in (alice, bob):
        figure = found[person.pk]
        assert figure == rater_figure(person)
        assert (figure.comparable, figure.ratings, figure.rated, figure.shared) == (True, 60, 5, 60)
        assert figure.kappa is not None
        assert figure.severity is not None
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low < figure.severity < figure.high
    only = found[alone.pk]
    assert (only.comparable, only.severity, only.low, only.mean, only.ratings) == (False, None, None, 2.25, 2)
    assert rater_figure(coach) is None
    cohort = figures("cohort", [str(coach.pk)])
    assert [(row.metric, row.units, row.rounds, row.raters) for row in cohort] == [
        ("interval", 60, 20, 2),
        ("ordinal", 60, 20, 2),
    ]
    for row in cohort:
        assert row.alpha is not None
        assert row.low is not None
        assert row.high is not None
        assert row.low < row.alpha < row.high
    # Each kind of round has its own prompt and rubric: too few units for a coefficient, and it says how many.
    for scope, key in (("prompt", "test-recruiter"), ("rubric", "test-recruiter")):
        rows = figures(scope, [key])
        assert [(row.metric, row.units, row.rounds, row.alpha) for row in rows] == [
            ("interval", 15, 5, None),
            ("ordinal", 15, 5, None),
        ]
        assert rows[0].track_slug == "test-track"
    assert figures("prompt").count() == 8
    assert figures("prompt", []).count() == 0


def test_where_nothing_is_open_yet_there_is_nothing_to_say() -> None:
    run = computed()
    assert (run.state, run.ratings, run.together) == (READY, 0, None)
    assert rater_figure(make_peer()) is None
    assert not figures("prompt").exists()


def test_only_what_stands_counts() -> None:
    make_rubrics()
    candidate, peer = make_user(), make_peer()
    first, second, third, *_ = make_loop(candidate).rounds.order_by("position")
    rate(first, peer, (3, None, 5))
    assert scores() == [3, 5]
    rate(first, candidate, (10, 10, 10), role="candidate")
    draft = rate(second, peer, (7, 7, 7))
    Scorecard.objects.filter(pk=draft.pk).update(state=Scorecard.State.DRAFT, submitted_at=None)
    assert scores() == [3, 5], "neither the candidate's own card nor a draft"
    reopened = rate(third, peer, (9, 9, 9))
    for number, score in enumerate((2, 4), start=1):
        CardRevision.objects.create(
            scorecard=reopened,
            number=number,
            body={
                "entries": {
                    f"{third.kind}_first": {"half_steps": score, "not_observed": False, "evidence": ""},
                    f"{third.kind}_second": {"half_steps": None, "not_observed": True, "evidence": ""},
                }
            },
            submitted_at=timezone.now(),
            reopened_by=make_coach(),
            reason="The wrong round.",
        )
    assert scores() == [3, 5, 9, 9, 9], "handed in once more"
    Scorecard.objects.filter(pk=reopened.pk).update(state=Scorecard.State.DRAFT, submitted_at=None)
    assert scores() == [3, 4, 5], "what was submitted last stands while it is open"


def test_a_sealed_card_is_in_no_figure_until_it_opens() -> None:
    make_rubrics()
    round_ = make_loop().rounds.get(kind="recruiter")
    rate(round_, make_peer(), (3, None, 5))
    DebriefRevision.objects.all().delete()
    assert scores() == []
    reveal(round_)
    assert scores() == [3, 5]


def test_of_attempts_at_a_sample_the_first_counts() -> None:
    sample, peer = make_sample(), make_peer()
    attempt(peer, sample, (4, 5, None))
    attempt(peer, sample, (8, 8, 8))
    attempt(peer, make_sample(), (6, 6, 6))
    found = read()
    assert sorted(found.inputs.ratings.half_steps.tolist()) == [4, 5, 6, 6, 6]
    assert found.inputs.ratings.sample.all()
    assert len(set(found.inputs.ratings.subject.tolist())) == 2
    assert found.rubrics == [("test-track", "test-behavioural")]
    assert found.prompts == []


def test_samples_link_raters_who_share_no_candidate() -> None:
    make_rubrics()
    alice, bob = make_peer(), make_peer()
    for peer in (alice, bob):
        rate(make_loop(make_user()).rounds.get(kind="recruiter"), peer, (5, 6, 7))
    computed()
    assert [figure.comparable for figure in rater_figures([alice, bob]).values()] == [False, False]
    sample = make_sample()
    for peer in (alice, bob):
        attempt(peer, sample, (5, 6, 7))
    computed()
    found = rater_figures([alice, bob])
    assert [(figure.comparable, figure.rated) for figure in found.values()] == [(True, 2), (True, 2)]


def test_the_same_ratings_are_not_computed_again() -> None:
    alice, bob = make_peer(), make_peer()
    [round_, *_rest] = rated_twice(alice, bob)
    run = computed()
    AgreementRun.objects.update(computed_at=timezone.now() - timedelta(days=2))
    # A draft, and somebody's own card, change nothing.
    rate(round_, make_user(), (3, 3, 3), role="candidate")
    Scorecard.objects.create(round=round_, rater=make_peer(), rubric=Scorecard.objects.all()[0].rubric)
    asked = services.ask_run()
    assert not services.compute(run_id=asked.pk)
    assert list(AgreementRun.objects.all()) == [run]
    again = latest_run()
    assert again
    assert again.computed_at
    assert again.computed_at > timezone.now() - timedelta(minutes=1)
    rate(round_, make_peer(), (3, 4, 5), role="coach")
    assert computed().pk != run.pk


@pytest.mark.parametrize("change", ["score", "grant", "rater"])
def test_anything_else_is_another_digest(change: str) -> None:
    candidate, alice = make_user(), make_peer()
    [round_, *_rest] = rated_twice(alice, make_peer(), candidate)
    before = read().digest
    assert read().digest == before
    if change == "score":
        Scorecard.objects.filter(round=round_, rater=alice)[0].scores.filter(half_steps=3).update(
            half_steps=2
        )
    elif change == "grant":
        make_coach(candidate)
    else:
        Scorecard.objects.filter(round=round_, rater=alice).update(rater=make_peer())
    assert read().digest != before


def test_reading_takes_as_many_queries_for_many(django_assert_num_queries: Any) -> None:
    rated_twice(make_peer(), make_peer())
    with django_assert_num_queries(6):
        read()
    rated_twice(make_peer(), make_peer(), make_user(), make_user())
    attempt(make_peer(), make_sample(), (4, 5, 6))
    with django_assert_num_queries(6):
        read()


def test_what_a_stopped_worker_left_is_taken_up_and_given_up_in_the_end() -> None:
    rated_twice(make_peer(), make_peer())
    mine = AgreementRun.objects.filter(pk=services.ask_run().pk)
    mine.update(lease_until=timezone.now() + timedelta(minutes=1), attempts=1)
    assert sweep_agreement() == 0
    mine.update(lease_until=timezone.now() - timedelta(minutes=1))
    assert sweep_agreement() == 1
    assert sweep_agreement() == 0
    other = AgreementRun.objects.create(attempts=services.ATTEMPTS)
    assert sweep_agreement() == 0
    other.refresh_from_db()
    assert (other.state, other.error) == (FAILED, "the worker stopped")
    # What was computed before is still shown.
    assert latest_run() == mine.get()
    assert newest_run() == other


def test_a_failure_is_tried_again_and_kept_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    rated_twice(make_peer(), make_peer())
    run = services.ask_run()
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    for number in range(1, services.ATTEMPTS + 1):
        assert run.state == PENDING
        compute_agreement(run.pk)
        run.refresh_from_db()
        assert (run.attempts, run.lease) == (number, None)
    assert run.state == FAILED
    assert "FileNotFoundError" in run.error
    monkeypatch.undo()
    # Somebody asks again, and it works.
    assert computed().pk != run.pk


def test_a_run_that_another_worker_took_is_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    rated_twice(make_peer(), make_peer())
    run = services.ask_run()
    monkeypatch.setattr(apart, "LOOK_SECONDS", 0.01)
    lease = services._claim(run.pk)
    assert lease
    AgreementRun.objects.filter(pk=run.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.compute(run_id=run.pk)
    found = read()
    assert not services._store(run.pk, lease, found, Figures([], [], Together(0)))
    assert RaterFigure.objects.filter(run=run).count() == 2


def test_a_run_that_is_let_go_meanwhile_is_neither_stored_nor_a_failure(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its row goes once its inputs are read; the process apart is ended as soon as that is looked at."""
    rated_twice(make_peer(), make_peer())
    run = services.ask_run()
    monkeypatch.setattr(apart, "LOOK_SECONDS", 0.01)
    at_work = services.read

    def read_then_gone() -> Any:
        found = at_work()
        AgreementRun.objects.filter(pk=run.pk).delete()
        return found

    monkeypatch.setattr(services, "read", read_then_gone)
    assert not services.compute(run_id=run.pk)
    assert not AgreementRun.objects.exists()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_by_night_fresh_figures_are_enough() -> None:
    agreement_by_night()
    assert AgreementRun.objects.count() == 0, "nothing was rated"
    rated_twice(make_peer(), make_peer())
    agreement_by_night()
    agreement_by_night()
    [run] = AgreementRun.objects.all()
    services.compute(run_id=run.pk)
    agreement_by_night()
    assert AgreementRun.objects.count() == 1
    AgreementRun.objects.update(computed_at=timezone.now() - services.FRESH)
    agreement_by_night()
    assert AgreementRun.objects.filter(state=PENDING).count() == 1


def test_old_runs_and_their_figures_are_let_go() -> None:
    peer = make_peer()
    old = [AgreementRun.objects.create(state=READY) for _ in range(services.KEPT)]
    RaterFigure.objects.create(run=old[0], rater=peer)
    AgreementFigure.objects.create(run=old[0], scope="prompt", key="p", metric="interval")
    rated_twice(peer, make_peer())
    run = computed()
    assert list(AgreementRun.objects.all()) == [run, *old[:0:-1]]
    assert not RaterFigure.objects.filter(run=old[0].pk).exists()
    assert not AgreementFigure.objects.filter(run=old[0].pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_a_run_that_the_next_one_finishes() -> None:
    """A real process computes, is killed once it has claimed the run; exactly one run becomes ready."""
    rated_twice(make_peer(), make_peer())
    run = services.ask_run()
    mine = AgreementRun.objects.filter(pk=run.pk)
    killed = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import django; django.setup(); from rubrics.agreement import services; "
            f"services.compute(run_id={run.pk})",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mockloop.settings",
            "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}",
            **database_variables(),
        },
    )
    try:
        poll(lambda: mine.exclude(lease=None).exists(), seconds=30, what="the run is claimed")
    finally:
        killed.kill()
        killed.wait()
    left = mine.get()
    assert (left.state, left.attempts) == (PENDING, 1)
    assert RaterFigure.objects.count() == 0
    assert sweep_agreement() == 0, "its lease still runs"
    mine.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert sweep_agreement() == 1
    assert list(AgreementRun.objects.values_list("state", "attempts")) == [(READY, 2)]
    assert RaterFigure.objects.filter(run=run).count() == 2


@pytest.mark.django_db(transaction=True)
def test_asked_for_it_runs_in_the_background(celery_worker_running: None) -> None:
    rated_twice(make_peer(), make_peer())
    services.ask_run()
    poll(lambda: latest_run() is not None, seconds=30, what="the figures are there")
    assert RaterFigure.objects.count() == 2
