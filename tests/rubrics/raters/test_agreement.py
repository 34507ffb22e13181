"""The page of agreement: what it says where, to whom, and while it is being computed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from rubrics.models import AgreementFigure, AgreementRun
from tests.factories import make_coach, make_peer, make_prompt, make_user
from tests.rubrics.making import make_rubrics

pytestmark = pytest.mark.django_db
Client = Callable[[Any], Any]
PAGE = "/scoring/agreement/"
RUN = f"{PAGE}run/"
HTMX = {"HX-Request": "true"}


def page_of(client: Any, address: str = PAGE, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def computed(**figures: dict[str, Any]) -> AgreementRun:
    run = AgreementRun.objects.create(state="ready", computed_at=timezone.now(), ratings=240)
    for scope, fields in figures.items():
        AgreementFigure.objects.create(
            run=run, scope=scope, track_slug="test-track", metric="interval", **fields
        )
    return run


def test_before_anything_was_computed(client_for: Client) -> None:
    page = page_of(client_for(make_coach()))
    assert "Not computed yet" in page
    assert "Compute now" in page
    computed()
    assert "Nothing was rated twice yet" in page_of(client_for(make_coach()))


def test_alpha_with_its_interval_or_how_much_is_missing(client_for: Client) -> None:
    make_rubrics()
    make_prompt("system_design")
    computed(
        prompt={"key": "test-system-design", "units": 12, "raters": 3},
        rubric={
            "key": "test-system-design",
            "units": 90,
            "raters": 7,
            "alpha": 0.712,
            "low": 0.58,
            "high": 0.81,
        },
    )
    page = page_of(client_for(make_user(is_staff=True)))
    assert "Prompt test-system-design" in page
    assert "not enough yet: 12 of about 60" in page
    assert "Rubric system_design" in page
    assert "<strong>0.71</strong>" in page
    assert "0.58 to 0.81" in page
    assert "enough for tentative conclusions" in page
    assert "Made of 240 ratings." in page
    assert "from about 60 criteria on; there are 0." in page
    AgreementRun.objects.update(together=0.61, together_low=0.5, together_high=0.7, together_units=75)
    page = page_of(client_for(make_coach()))
    assert "agree at 0.61 here (0.50 to 0.70, over 75 criteria); the intervals of scores assume 0.74" in page


def test_a_coach_sees_their_own_cohort_an_administrator_all(client_for: Client) -> None:
    one, other = make_coach(name="One Coach"), make_coach(name="Other Coach")
    computed(cohort={"key": str(one.pk), "units": 3, "raters": 2})
    assert "Candidates of One Coach" in page_of(client_for(one))
    assert "Candidates of One Coach" not in page_of(client_for(other))
    assert "Candidates of One Coach" in page_of(client_for(make_user(is_staff=True)))


def test_computing_it_now_is_queued_and_the_page_follows(client_for: Client) -> None:
    client = client_for(make_coach())
    part = client.post(RUN, headers=HTMX).content.decode()
    assert part.lstrip().startswith('<section id="agreement"')
    assert 'hx-trigger="every 2s"' in part
    assert AgreementRun.objects.get().state == "pending"
    client.post(RUN)
    assert AgreementRun.objects.count() == 1, "the one that is pending serves both"
    assert "Compute now" not in page_of(client)
    AgreementRun.objects.update(state="ready", computed_at=timezone.now())
    part = page_of(client, RUN, **HTMX)
    assert "hx-trigger" not in part
    assert "Compute again" in part
    assert client.get(RUN).status_code == 302


def test_a_failure_says_so_and_keeps_what_was_known(client_for: Client) -> None:
    make_rubrics()
    computed(rubric={"key": "test-recruiter", "units": 3, "raters": 2})
    AgreementRun.objects.create(state="failed", error="<i>ValueError</i>: no ink")
    page = page_of(client_for(make_coach()))
    assert "It could not be computed" in page
    assert "&lt;i&gt;ValueError" in page
    assert "Rubric recruiter" in page


def test_peers_and_candidates_do_not_get_there(client_for: Client) -> None:
    for person in (make_peer(hours=False), make_user()):
        assert client_for(person).get(PAGE).status_code == 404
        assert client_for(person).post(RUN).status_code == 404
    assert not AgreementRun.objects.exists()


def test_as_many_queries_for_many_as_for_one(client_for: Client, django_assert_num_queries: Any) -> None:
    make_rubrics()
    admin = client_for(make_user(is_staff=True))
    for many in (1, 12):
        run = computed()
        for number in range(many):
            coach = make_coach()
            for scope, key in (("cohort", coach.pk), ("prompt", f"p{number}"), ("rubric", f"r{number}")):
                AgreementFigure.objects.create(
                    run=run, scope=scope, track_slug="test-track", key=key, metric="interval"
                )
        with django_assert_num_queries(8):
            page_of(admin)
