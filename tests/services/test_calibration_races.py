"""Samples in many tabs at once: one draft, one submission, and none of two passed samples overlooked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import Conflict
from interviews.models import Qualification
from rubrics.calibration.services import begin, save_draft, submit
from rubrics.models import CalibrationAttempt
from rubrics.scorecards.rules import Entry
from tests.factories import make_peer
from tests.rubrics.calibration.making import AGREED, make_sample, make_samples, scores
from tests.services.racing import all_at_once

pytestmark = [pytest.mark.django_db(transaction=True)]
KIND = "recruiter"
CROWD = 6


@pytest.fixture
def peer() -> User:
    return make_peer(qualified=False)


def test_beginning_in_many_tabs_makes_one_draft(peer: User) -> None:
    sample = make_sample()
    results = all_at_once([lambda: begin(person=peer, sample=sample)] * CROWD)
    assert results == [CalibrationAttempt.objects.get()] * CROWD


def test_of_many_savings_upon_one_version_one_wins(peer: User) -> None:
    attempt = begin(person=peer, sample=make_sample())
    results = all_at_once(
        [
            lambda step=step: save_draft(  # type: ignore[misc]
                attempt=attempt, version=0, entries={f"{KIND}_first": Entry(step)}
            )
            for step in range(2, 2 + CROWD)
        ]
    )
    assert sum(isinstance(each, Conflict) for each in results) == CROWD - 1
    attempt.refresh_from_db()
    assert (attempt.version, attempt.scores.count()) == (1, 1)


def test_two_samples_handed_in_at_once_qualify_together(peer: User) -> None:
    attempts = [begin(person=peer, sample=sample) for sample in make_samples(KIND, each=2)]
    all_at_once(
        [
            lambda each=each: submit(attempt=each, version=0, entries=scores(KIND, *AGREED))  # type: ignore[misc]
            for each in attempts
            for _ in range(2)
        ]
    )
    assert CalibrationAttempt.objects.filter(passed=True).count() == 2
    row = Qualification.objects.get()
    assert (row.kind, row.source) == (KIND, "calibration")
    assert row.until < timezone.now() + timedelta(days=366)
