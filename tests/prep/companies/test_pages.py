"""Companies and questions as a candidate meets them."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from prep.companies import services
from prep.models import Company, Question
from prep.plan.facts import counts
from tests.factories import make_coach, make_user

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
WHOLE = {
    "name": "Ledgerly",
    "link": "https://ledgerly.example",
    "settles": "instant",
    "architecture": "RTP through a partner bank\nown ledger",
    "launches": '=HYPERLINK("http://evil.example")',
    "people": "Ada #[x] $y$",
    "notes": "",
}


@pytest.fixture
def company(client: Client) -> Company:
    candidate = make_user("Can Didate")
    client.force_login(candidate)
    return services.add_company(candidate=candidate, name="Ledgerly")


def at(company: Company) -> str:
    return reverse("prep:company", args=[company.pk])


def test_company_saves_itself_and_ticks_the_plan(client: Client, company: Company) -> None:
    assert counts(company.candidate)["companies"] == 0
    answer = client.post(at(company), WHOLE | {"version": 1, "action": "save"}, **JSON)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()) == (200, {"version": 2})
    assert counts(company.candidate)["companies"] == 1
    page = client.get(reverse("prep:companies")).content.decode()
    assert "researched" in page
    assert "to find out" not in page


def test_second_tab_is_shown_what_differs(client: Client, company: Company) -> None:
    client.post(at(company), WHOLE | {"version": 1}, **JSON)  # type: ignore[arg-type]
    mine = WHOLE | {"version": 1, "people": "Grace"}
    answer = client.post(at(company), mine, **JSON)  # type: ignore[arg-type]
    assert answer.status_code == 409
    assert answer.json()["differences"] == [
        {
            "name": "people",
            "label": "People",
            "mine": "Grace",
            "theirs": WHOLE["people"],
            "value": WHOLE["people"],
        }
    ]
    page = client.post(at(company), mine)
    assert page.status_code == 409
    assert "Grace" in page.content.decode()
    assert "Ada #[x] $y$" in page.content.decode()
    client.post(at(company), mine | {"action": "replace", "newer": "2"})
    company.refresh_from_db()
    assert company.people == "Grace"


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("link", "javascript:alert(1)"), ("settles", "magic")]
)
def test_what_can_not_be_kept_is_said_and_stays_typed(
    client: Client, company: Company, field: str, value: str
) -> None:
    sent = WHOLE | {"version": 1, field: value}
    answer = client.post(at(company), sent, **JSON)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    page = client.post(at(company), sent)
    assert page.status_code == 422
    assert "RTP through a partner bank" in page.content.decode()
    company.refresh_from_db()
    assert company.version == 1


def test_questions_are_taken_worded_and_taken_away(client: Client, company: Company) -> None:
    url = reverse("prep:questions")
    client.post(url, {"starter": "success"})
    client.post(url, {"text": "@who owns the ledger?"})
    assert counts(company.candidate)["questions"] == 2
    first, own = Question.objects.order_by("position")
    answer = client.post(
        reverse("prep:question", args=[first.pk]),
        {"version": 1, "text": "What do you count?", "why": "", "company": company.pk, "answer": ""},
        **JSON,  # type: ignore[arg-type]
    )
    assert answer.json() == {"version": 2}
    client.post(reverse("prep:question_act", args=[own.pk]), {"act": "up"})
    text = client.get(reverse("prep:questions_file", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["question"], row["company"]) for row in rows] == [
        ("'@who owns the ledger?", ""),
        ("What do you count?", "Ledgerly"),
    ]


def test_question_can_not_be_for_somebody_elses_company(client: Client, company: Company) -> None:
    client.post(reverse("prep:questions"), {"text": "Who?"})
    other = services.add_company(candidate=make_user(), name="Other")
    answer = client.post(
        reverse("prep:question", args=[Question.objects.get().pk]),
        {"version": 1, "text": "Who?", "company": other.pk},
        **JSON,  # type: ignore[arg-type]
    )
    assert answer.status_code == 422
    assert "Other" not in client.get(reverse("prep:questions")).content.decode()


def test_companies_are_taken_away_as_typed_and_begin_no_formula(client: Client, company: Company) -> None:
    client.post(at(company), WHOLE | {"version": 1})
    text = client.get(reverse("prep:companies_file", args=["csv"])).content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["launches"] == "'" + WHOLE["launches"]
    [told] = json.loads(client.get(reverse("prep:companies_file", args=["json"])).content)["rows"]
    assert told["launches"] == WHOLE["launches"]
    pdf = PdfReader(io.BytesIO(client.get(reverse("prep:companies_file", args=["pdf"])).content))
    printed = "".join(page.extract_text() for page in pdf.pages)
    assert "Ada #[x] $y$" in printed
    assert "=HYPERLINK" in printed


def test_put_away_is_offered_back(client: Client, company: Company) -> None:
    act = reverse("prep:company_act", args=[company.pk])
    assert "Put away" in client.post(act, {"act": "put_away"}, follow=True).content.decode()
    assert client.get(at(company)).status_code == 404
    client.post(act, {"act": "bring_back"})
    assert client.get(at(company)).status_code == 200


def test_nobody_else_finds_them(client: Client, company: Company) -> None:
    for person in (make_user(), make_coach(company.candidate)):
        client.force_login(person)
        assert client.get(at(company)).status_code == 404
        assert client.post(reverse("prep:company_act", args=[company.pk]), {"act": "up"}).status_code == 404
        assert "Ledgerly" not in client.get(reverse("prep:companies")).content.decode()


@pytest.mark.parametrize(("name", "queries"), [("companies", 4), ("questions", 5)])
def test_lists_cost_the_same_for_many(
    client: Client,
    company: Company,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    name: str,
    queries: int,
) -> None:
    made: list[Any] = [Company(candidate=company.candidate, name=f"C{number}") for number in range(20)]
    Company.objects.bulk_create(made)
    Question.objects.bulk_create(
        Question(candidate=company.candidate, text=f"Q{number}", company=made[number]) for number in range(20)
    )
    with django_assert_max_num_queries(queries):
        client.get(reverse(f"prep:{name}"))
