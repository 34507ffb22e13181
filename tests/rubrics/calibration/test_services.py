"""Scoring samples, and what it leads to."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict, DomainError
from interviews.models import Qualification
from interviews.qualifying.services import qualify
from rubrics.calibration.selectors import counts, lacking, shown_until, standings
from rubrics.calibration.services import Incomplete, begin, save_draft, submit
from rubrics.models import (
    CalibrationAttempt,
    CalibrationReference,
    CalibrationSample,
    CalibrationSession,
    SessionMember,
)
from rubrics.scorecards.rules import Entry
from tests.factories import make_coach, make_peer, make_user
from tests.rubrics.calibration.making import AGREED, make_sample, make_samples, score, scores

pytestmark = pytest.mark.django_db
KIND = "recruiter"
FAR = (2, 2, None)
DAY = timedelta(days=1)


@pytest.fixture
def peer() -> User:
    return make_peer(qualified=False)


def state_of(person: User, sample: CalibrationSample) -> str:
    (standing,) = standings(person, kinds=[sample.kind])
    return next(line.state for line in standing.lines if line.sample == sample)


def age(attempt: CalibrationAttempt, days: int) -> None:
    """Let an attempt have been made so many days ago."""
    then = timezone.now() - days * DAY
    CalibrationAttempt.objects.filter(pk=attempt.pk).update(created_at=then - DAY / 24, submitted_at=then)


class TestScoring:
    def test_a_draft_is_begun_once_and_bound_to_the_rubric(self, peer: User) -> None:
        sample = make_sample()
        attempt = begin(person=peer, sample=sample)
        assert begin(person=peer, sample=sample) == attempt
        assert (attempt.rubric.kind, attempt.state, attempt.passed) == (KIND, "draft", None)

    def test_saving_keeps_what_was_typed_and_a_stale_page_is_told(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        typed = {"recruiter_first": Entry(7, False, "said so"), "unknown": Entry(4)}
        saved = save_draft(attempt=attempt, version=0, entries=typed)
        assert saved.version == 1
        assert list(saved.scores.values_list("criterion", "half_steps", "reason")) == [
            ("recruiter_first", 7, "said so")
        ]
        assert save_draft(attempt=attempt, version=0, entries=typed).version == 1, "it says this already"
        with pytest.raises(Conflict) as refusal:
            save_draft(attempt=attempt, version=0, entries={})
        assert refusal.value.code == "stale"
        assert attempt.scores.count() == 1

    def test_what_is_missing_is_named_and_the_rest_is_kept(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        typed = {"recruiter_first": Entry(9), "recruiter_second": Entry(6)}
        with pytest.raises(Incomplete) as refusal:
            submit(attempt=attempt, version=0, entries=typed)
        assert [(gap.what, gap.criterion) for gap in refusal.value.gaps] == [
            ("evidence", "recruiter_first"),
            ("score", "recruiter_third"),
        ]
        attempt.refresh_from_db()
        assert (attempt.state, attempt.version) == ("draft", 1)

    def test_handing_in_compares_locks_and_says_the_same_twice(self, peer: User) -> None:
        sample = make_sample()
        attempt = score(peer, sample, 7, 6, None)
        assert (attempt.passed, attempt.largest, attempt.total, attempt.compared) == (False, 2, 3, 2)
        assert attempt.reference == sample.references.get()
        again = submit(attempt=attempt, version=0, entries=scores(KIND, 7, 6, None))
        assert again.submitted_at == attempt.submitted_at
        with pytest.raises(DomainError) as refusal:
            save_draft(attempt=attempt, version=attempt.version, entries=scores(KIND, *AGREED))
        assert refusal.value.code == "locked"
        assert attempt.scores.get(criterion="recruiter_second").half_steps == 6

    def test_without_agreed_scores_nothing_is_compared(self, peer: User) -> None:
        sample = make_sample()
        attempt = begin(person=peer, sample=sample)
        CalibrationReference.objects.all().delete()
        with pytest.raises(DomainError) as refusal:
            submit(attempt=attempt, version=0, entries=scores(KIND, *AGREED))
        assert refusal.value.code == "no_reference"
        attempt.refresh_from_db()
        assert (attempt.state, attempt.scores.count()) == ("draft", 3)
        with pytest.raises(DomainError) as refusal:
            begin(person=make_peer(qualified=False), sample=sample)
        assert refusal.value.code == "no_reference"

    def test_is_for_who_runs_rounds_or_coaches(self) -> None:
        sample = make_sample()
        assert begin(person=make_coach(), sample=sample)
        with pytest.raises(DomainError) as refusal:
            begin(person=make_user(), sample=sample)
        assert refusal.value.code == "not_yours"


class TestTakingASampleAgain:
    def test_waits_for_the_others_and_is_practice_then(self, peer: User) -> None:
        one, two = make_samples(KIND, each=2)
        failed = score(peer, one, *FAR)
        assert counts(failed)
        assert (state_of(peer, one), state_of(peer, two)) == ("later", "new")
        with pytest.raises(DomainError) as refusal:
            begin(person=peer, sample=one)
        assert refusal.value.code == "later"
        score(peer, two)
        assert state_of(peer, one) == "practice"
        practice = score(peer, one)
        assert practice.passed
        assert not counts(practice)
        assert not Qualification.objects.exists()
        (standing,) = standings(peer, kinds=[KIND])
        assert standing.passed == 1

    def test_counts_again_when_the_answers_are_forgotten_and_no_longer_shown(self, peer: User) -> None:
        one, two = make_samples(KIND, each=2)
        failed = score(peer, one, *FAR)
        assert shown_until(failed) is not None
        score(peer, two)
        age(failed, 91)
        assert shown_until(failed) is None
        assert state_of(peer, one) == "again"
        assert counts(score(peer, one))
        assert Qualification.objects.filter(person=peer, kind=KIND).exists()

    def test_all_versions_of_a_sample_are_one(self, peer: User) -> None:
        one, _two = make_samples(KIND, each=2)
        score(peer, one)
        CalibrationSample.objects.filter(pk=one.pk).update(is_current=False)
        newer = make_sample(KIND, "new")
        CalibrationSample.objects.filter(pk=newer.pk).update(slug=one.slug)
        newer.refresh_from_db()
        assert state_of(peer, newer) == "later"

    def test_a_sample_of_a_session_waits_for_the_session(self, peer: User) -> None:
        sample = make_sample()
        coach = make_coach()
        attempt = begin(person=make_peer(), sample=sample)
        session = CalibrationSession.objects.create(
            coach=coach, sample=sample, rubric=attempt.rubric, due_at=timezone.now() + DAY
        )
        SessionMember.objects.create(session=session, person=peer)
        for person in (peer, coach):
            with pytest.raises(DomainError) as refusal:
                begin(person=person, sample=sample)
            assert refusal.value.code == "in_session"


class TestQualifying:
    def test_two_different_samples_of_a_kind(self, peer: User) -> None:
        one, two = make_samples(KIND, each=2)
        score(peer, one)
        assert not Qualification.objects.exists()
        score(peer, two)
        row = Qualification.objects.get()
        assert (row.person, row.kind, row.source) == (peer, KIND, "calibration")
        assert abs(row.until - timezone.now() - 365 * DAY) < timedelta(minutes=1)
        assert KIND not in lacking(peer).kinds

    def test_kinds_are_apart_and_what_failed_does_not_count(self, peer: User) -> None:
        score(peer, make_sample("recruiter"))
        score(peer, make_sample("behavioural"))
        score(peer, make_sample("recruiter", "two"), *FAR)
        assert not Qualification.objects.exists()

    @pytest.mark.parametrize(("needed", "kinds"), [(1, [KIND]), (3, []), (0, [])])
    def test_how_many_is_the_deployment_s(
        self, peer: User, settings: Any, needed: int, kinds: list[str]
    ) -> None:
        settings.CALIBRATION_SAMPLES = needed
        score(peer, make_sample())
        assert list(Qualification.objects.values_list("kind", flat=True)) == kinds

    def test_is_renewed_from_two_months_before_and_loses_nothing_by_it(self, peer: User) -> None:
        samples = make_samples(KIND, each=3)
        until = timezone.now() + 200 * DAY
        qualify(person=peer, kind=KIND, until=until, source="granted")
        for sample in samples[:2]:
            age(score(peer, sample), 100)
        assert Qualification.objects.get().until == until, "too early to count"
        until = timezone.now() + 20 * DAY
        Qualification.objects.update(until=until)
        (standing,) = standings(peer, kinds=[KIND])
        assert (standing.is_qualified, standing.passed, standing.is_due) == (True, 0, True)
        score(peer, samples[0])
        score(peer, samples[2])
        row = Qualification.objects.get()
        assert (row.until, row.source) == (until + 365 * DAY, "calibration")
        (standing,) = standings(peer, kinds=[KIND])
        assert (standing.passed, standing.is_due) == (0, False), "the next time begins anew"

    def test_what_lapsed_counts_as_before(self, peer: User) -> None:
        one, two = make_samples(KIND, each=2)
        qualify(person=peer, kind=KIND, until=timezone.now() - 3 * DAY, source="calibration")
        (standing,) = standings(peer, kinds=[KIND])
        assert (standing.is_qualified, standing.has_lapsed) == (False, True)
        score(peer, one)
        score(peer, two)
        assert Qualification.objects.get().until > timezone.now() + 364 * DAY


class TestLacking:
    def test_is_what_they_offer_and_are_not_calibrated_for(self, peer: User, settings: Any) -> None:
        peer.schedule.round_kinds = ["recruiter", "behavioural"]
        peer.schedule.save()
        assert (lacking(peer).kinds, lacking(peer).is_all) == (["recruiter", "behavioural"], True)
        qualify(person=peer, kind="behavioural", until=timezone.now() + DAY, source="demo")
        assert (lacking(peer).kinds, lacking(peer).is_all) == (["recruiter"], False)
        settings.CALIBRATION_SAMPLES = 0
        assert not lacking(peer).kinds

    def test_who_runs_no_rounds_lacks_nothing(self) -> None:
        assert not lacking(make_user()).kinds
