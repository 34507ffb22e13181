"""The pages of calibration; nothing agreed upon leaves the server before somebody has handed in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from interviews.models import Qualification
from rubrics.calibration.services import begin
from rubrics.models import CalibrationAttempt, CalibrationReference, CalibrationSample
from tests.factories import make_coach, make_peer, make_user
from tests.rubrics.calibration.making import AGREED, make_sample, make_samples, score
from tests.rubrics.making import CRITERIA

pytestmark = pytest.mark.django_db
KIND = "recruiter"
SECRETS = (b"REFERENCESECRET", b"QUALITYSECRET")


@pytest.fixture
def peer() -> User:
    return make_peer(qualified=False)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(attempt: CalibrationAttempt) -> str:
    return f"/calibration/attempts/{attempt.pk}/"


def typed(*half_steps: int | None, version: int = 0, action: str = "save", **more: str) -> dict[str, str]:
    data = {"version": str(version), "action": action, **more}
    for name, value in zip(CRITERIA, half_steps, strict=False):
        data[f"score_{KIND}_{name}"] = "no" if value is None else str(value)
        data[f"evidence_{KIND}_{name}"] = "OWNREASON"
    return data


class TestOverview:
    def test_says_for_each_kind_how_one_stands_and_what_is_next(self, peer: User) -> None:
        one, two = make_samples(KIND, each=2)
        page = signed_in(peer).get("/calibration/").content.decode()
        assert page.count("Not calibrated yet") == 4
        assert "Passed: 0 of 2." in page
        assert "There are no samples of this kind yet" in page
        assert page.count("Score it") == 2
        score(peer, one)
        page = signed_in(peer).get("/calibration/").content.decode()
        assert "Passed: 1 of 2." in page
        assert "again for practice once the others are scored" in page
        score(peer, two)
        page = signed_in(peer).get("/calibration/").content.decode()
        assert "You are offered for it until" in page
        assert "Samples count for the next time from" in page

    def test_who_is_out_of_samples_reads_what_can_be_done(self, peer: User) -> None:
        for sample in make_samples(KIND, each=2):
            score(peer, sample, 2, 2, None)
        page = signed_in(peer).get("/calibration/").content.decode()
        assert "the first counts again on" in page
        assert "ask an administrator to let you in" in page
        assert page.count("Practise") == 2

    def test_too_few_samples_are_said(self, peer: User) -> None:
        make_sample()
        assert (
            "fewer samples of this kind than are needed"
            in signed_in(peer).get("/calibration/").content.decode()
        )

    def test_a_deployment_that_asks_for_none_says_so(self, peer: User, settings: Any) -> None:
        settings.CALIBRATION_SAMPLES = 0
        make_sample()
        page = signed_in(peer).get("/calibration/").content.decode()
        assert "Nobody has to pass samples here" in page
        assert page.count("Not asked here") == 4

    def test_who_runs_no_rounds_is_told_who_it_is_for(self) -> None:
        make_sample()
        page = signed_in(make_user()).get("/calibration/").content.decode()
        assert "For people who run rounds" in page
        assert "Sample one" not in page

    def test_queries_do_not_grow(self, peer: User) -> None:
        counts = []
        for number in (1, 5):
            for each in range(number):
                score(peer, make_sample("recruiter", f"n{number}{each}"))
                make_sample("behavioural", f"n{number}{each}")
            client = signed_in(peer)
            client.get("/calibration/")
            with CaptureQueriesContext(connection) as captured:
                client.get("/calibration/")
            counts.append(len(captured))
        assert counts == [8, 8]


class TestAttempt:
    def test_is_begun_by_a_button_and_reads_like_a_round(self, peer: User) -> None:
        sample = make_sample(answer="WRITTENANSWER to the question.")
        client = signed_in(peer)
        answer = client.post(f"/calibration/samples/{sample.pk}/begin/")
        attempt = CalibrationAttempt.objects.get()
        assert answer.headers["Location"] == address(attempt)
        page = client.get(address(attempt)).content.decode()
        for shown in ("01:30", "Why payments?", "WRITTENANSWER", "STEPONE body", "BOARDLOG → Ledger: posts"):
            assert shown in page
        assert "STEPTWO" not in page, "only the steps that the excerpt is from"
        assert "PROBESECRET" not in page
        assert page.count("data-criterion") == 3
        board = client.get(f"{address(attempt)}board.svg")
        assert board.headers["Content-Type"].startswith("image/svg+xml")
        assert "sandbox" in board.headers["Content-Security-Policy"]
        assert b"BOARDLOG" in board.content

    def test_out_of_turn_is_answered_with_the_overview(self, peer: User) -> None:
        one, _two = make_samples(KIND, each=2)
        score(peer, one)
        answer = signed_in(peer).post(f"/calibration/samples/{one.pk}/begin/")
        assert answer.status_code == 409
        assert "Score the other samples of this kind first." in answer.content.decode()

    def test_saves_itself_and_tells_a_second_tab(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        client = signed_in(peer)
        saved = client.post(address(attempt), typed(9), headers={"Accept": "application/json"})
        assert saved.json()["version"] == 1
        assert [gap["href"] for gap in saved.json()["missing"]] == [
            "#criterion_recruiter_second",
            "#criterion_recruiter_third",
        ]
        stale = client.post(address(attempt), typed(2), headers={"Accept": "application/json"})
        assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "stale", 1)
        page = client.post(address(attempt), typed(2))
        assert page.status_code == 409
        assert "Save what is here" in page.content.decode()
        assert re.search(r'value="2" checked', page.content.decode())
        client.post(address(attempt), typed(2, action="replace", newer="1"))
        assert attempt.scores.get().half_steps == 2

    def test_what_is_missing_is_listed_and_kept(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        page = signed_in(peer).post(address(attempt), typed(6, action="submit"))
        assert page.status_code == 422
        assert "Your scores are saved, but not submitted" in page.content.decode()
        assert attempt.scores.count() == 1

    def test_a_field_that_can_t_be_kept_is_said(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        data = typed(6) | {f"evidence_{KIND}_first": "x" * 5000}
        assert signed_in(peer).post(address(attempt), data).status_code == 422
        answer = signed_in(peer).post(address(attempt), data, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")

    def test_handed_in_it_stands_beside_the_agreed_scores(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        client = signed_in(peer)
        answer = client.post(address(attempt), typed(9, 8, 4, action="submit"), follow=True)
        page = answer.content.decode()
        for words in (
            "Not passed",
            "You are 1.5 points higher",
            "The same",
            "You scored what could not be observed",
            "More than a point apart: First of recruiter.",
            "Scored without a chance to see it: Third of recruiter.",
            "REFERENCESECRET first",
            "Anchor 3 of first",
            "Anchor 4 of first",
            "Anchor 5 of first",
            "OWNREASON",
            'href="#at-0210"',
        ):
            assert words in page
        assert "QUALITYSECRET" not in page
        again = client.post(
            address(attempt), typed(6, 8, None, version=9), headers={"Accept": "application/json"}
        )
        assert (again.status_code, again.json()["code"]) == (409, "locked")

    def test_passing_says_so_and_leads_on(self, peer: User) -> None:
        one, two = make_samples(KIND, each=2)
        client = signed_in(peer)
        page = client.get(address(score(peer, one))).content.decode()
        assert "Passed: 1 of 2." in page
        assert f"/calibration/samples/{two.pk}/begin/" in page
        page = client.get(address(score(peer, two))).content.decode()
        assert "You are offered for it until" in page
        assert "/begin/" not in page
        assert Qualification.objects.get().kind == KIND

    def test_agreed_scores_are_put_away_before_the_sample_counts_again(self, peer: User) -> None:
        attempt = score(peer, make_sample(), 2, 2, None)
        CalibrationAttempt.objects.update(submitted_at=timezone.now() - timedelta(days=91))
        page = signed_in(peer).get(address(attempt)).content
        assert b"The agreed scores are put away" in page
        assert not any(secret in page for secret in SECRETS)

    def test_is_one_s_own(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        for other in (make_peer(), make_coach(peer), User.objects.create_superuser("root@example.org", "x")):
            client = signed_in(other)
            assert client.get(address(attempt)).status_code == 404
            assert client.post(address(attempt), typed(6)).status_code == 404
            assert client.get(f"{address(attempt)}board.svg").status_code == 404

    def test_queries_do_not_grow(self, peer: User) -> None:
        counts = []
        for number in (1, 4):
            sample = make_sample(KIND, f"n{number}")
            for each in range(number):
                score(peer, make_sample(KIND, f"more{number}{each}"))
            attempt = begin(person=peer, sample=sample)
            client = signed_in(peer)
            client.get(address(attempt))
            with CaptureQueriesContext(connection) as captured:
                client.get(address(attempt))
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 15


class TestLeaks:
    """Byte by byte: what was agreed, and how good a sample is, reach nobody who has not handed in."""

    def test_no_page_says_anything_before(self, peer: User) -> None:
        one, two = make_samples(KIND, each=2)
        score(make_peer(qualified=False), one)  # somebody else has seen it
        attempt = begin(person=peer, sample=one)
        client = signed_in(peer)
        json = {"Accept": "application/json"}
        answers = [
            client.get("/calibration/"),
            client.post(f"/calibration/samples/{two.pk}/begin/", follow=True),
            client.get(address(attempt)),
            client.get(f"{address(attempt)}board.svg"),
            client.post(address(attempt), typed(6), headers=json),
            client.post(address(attempt), typed(9), headers=json),
            client.post(address(attempt), typed(9)),
            client.post(address(attempt), typed(9, version=1, action="submit")),
            client.post(address(attempt), typed(9, 2, 2), headers={"HX-Request": "true"}),
            client.get("/hours/"),
            client.get("/"),
        ]
        for answer in answers:
            said = answer.content + str(answer.headers).encode()
            assert not any(secret in said for secret in SECRETS), answer.request
        assert attempt.state == "draft"

    def test_not_even_the_number_of_agreed_scores_shows_in_what_is_saved(self, peer: User) -> None:
        attempt = begin(person=peer, sample=make_sample())
        answer = signed_in(peer).post(
            address(attempt), typed(*AGREED), headers={"Accept": "application/json"}
        )
        assert set(answer.json()) == {"version", "missing"}

    def test_the_administration_has_neither_samples_nor_scores(self, peer: User) -> None:
        attempt = score(peer, make_sample())
        root = signed_in(User.objects.create_superuser("root@example.org", "x"))
        for model in (CalibrationSample, CalibrationReference):
            assert not admin.site.is_registered(model)
        assert not admin.site.is_registered(apps.get_model("rubrics", "AttemptScore"))
        pages = [root.get("/admin/")]
        if admin.site.is_registered(CalibrationAttempt):
            base = "/admin/rubrics/calibrationattempt/"
            pages += [root.get(base), root.get(f"{base}{attempt.pk}/change/")]
        for page in pages:
            assert page.status_code == 200
            for secret in (*SECRETS, b"OWNREASON"):
                assert secret not in page.content
