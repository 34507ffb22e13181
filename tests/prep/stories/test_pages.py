"""The story sheet as a candidate, and whoever they share a row with, meets it."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from accounts.models import CoachGrant
from prep.models import Claim, Story, StoryComment, StoryVersion
from prep.plan.facts import counts
from prep.stories import services
from tests.factories import make_coach, make_user

pytestmark = pytest.mark.django_db
JSON: dict[str, Any] = {"HTTP_ACCEPT": "application/json"}
READY = {
    "project": "Feature store",
    "problem": "Holds on good payouts",
    "impact": "Holds down from 9 % to 7 %, 4 M of merchant working capital freed.",
}
CAR = {
    "context": "Two stores were on the table.",
    "action": "I took the batch one.",
    "result": "13 k a month less.",
    "consequence": "Reconciliation ran on time, and auditors got their replay.",
}


@pytest.fixture
def story(client: Client) -> Story:
    candidate = make_user("Can Didate")
    client.force_login(candidate)
    return services.add_story(candidate=candidate)


def to(name: str, story: Story) -> str:
    return reverse(f"prep:{name}", args=[story.pk])


def test_row_saves_itself_and_a_ready_one_ticks_the_plan(client: Client, story: Story) -> None:
    answer = client.post(to("story_row", story), READY | {"version": 1}, **JSON)
    assert (answer.status_code, answer.json()) == (200, {"version": 2})
    assert (counts(story.candidate)["stories"], counts(story.candidate)["car"]) == (1, 0)
    assert "1 of 1 ready" in client.get(reverse("prep:stories")).content.decode()
    client.post(to("story", story), READY | CAR | {"version": 2})
    assert counts(story.candidate)["car"] == 1


def test_row_says_what_is_missing_as_soon_as_it_is_saved(client: Client, story: Story) -> None:
    client.post(to("story_row", story), READY | {"version": 1, "impact": "96 % AUC"}, **JSON)
    said = client.get(to("row_checks", story)).content.decode()
    assert "not ready" in said
    assert "It stops at “AUC”" in said


def test_second_tab_is_shown_what_differs(client: Client, story: Story) -> None:
    client.post(to("story_row", story), READY | {"version": 1}, **JSON)
    answer = client.post(to("story", story), READY | {"version": 1, "impact": "mine"}, **JSON)
    assert answer.status_code == 409
    assert [(each["name"], each["mine"]) for each in answer.json()["differences"]] == [("impact", "mine")]
    page = client.post(to("story_row", story), READY | {"version": 1, "impact": "mine"})
    assert page.status_code == 409
    assert "mine" in page.content.decode()


def test_sittings_leave_versions_and_an_earlier_one_can_stand_again(client: Client, story: Story) -> None:
    for version, impact in enumerate(["one", "one two"], start=1):
        client.post(to("story_row", story), READY | {"version": version, "impact": impact}, **JSON)
    assert [each.body["impact"] for each in story.versions.all()] == ["one two"], "one sitting, one version"
    StoryVersion.objects.update(at=timezone.now() - timedelta(hours=1))
    client.post(to("story_row", story), READY | {"version": 3, "impact": "three"}, **JSON)
    assert [each.number for each in story.versions.all()] == [2, 1]
    page = client.get(to("story_versions", story)).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    client.post(to("story_versions", story), {"number": 1})
    story.refresh_from_db()
    assert story.impact == "one two"
    assert [each.body["impact"] for each in story.versions.all()] == ["one two", "three", "one two"]
    client.post(to("story_versions", story), {"number": 99})
    story.refresh_from_db()
    assert story.impact == "one two"


def test_cells_are_pasted_over_and_below_and_what_stood_there_is_kept(client: Client, story: Story) -> None:
    client.post(to("story_row", story), READY | {"version": 1}, **JSON)
    text = 'new problem\tnew impact\tignored\r\n"two\nlines"\tthird\r\n'
    sent = {"story": story.pk, "column": "problem", "text": text}
    assert client.post(reverse("prep:paste_stories"), sent).json() == {"rows": 2}
    first, second = Story.objects.order_by("position")
    assert (first.project, first.problem, first.impact) == ("Feature store", "new problem", "new impact")
    assert (second.project, second.problem, second.impact) == ("", "two\nlines", "third")
    bodies = [each.body["problem"] for each in first.versions.all()]
    assert bodies[0] == "new problem"
    for wrong in ({"text": "a\0b"}, {"column": "nonsense"}, {"story": "x"}):
        assert client.post(reverse("prep:paste_stories"), sent | wrong).status_code == 422
    assert Story.objects.count() == 2


def test_sheet_goes_out_and_comes_back_the_same(client: Client, story: Story) -> None:
    told = READY | CAR | {"project": "=cmd|' /C calc'!A0", "solution": 'a\nb, "c"; #[x] $y$'}
    client.post(to("story", story), told | {"version": 1})
    text = client.get(reverse("prep:stories_file", args=["csv"])).content
    [row] = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert row["project"].startswith("'=")
    client.post(reverse("prep:import_stories"), {"file": SimpleUploadedFile("stories.csv", text)})
    first, second = Story.objects.order_by("position")
    for name in row:
        assert getattr(second, name) == getattr(first, name).strip(), name
    [one, two] = json.loads(client.get(reverse("prep:stories_file", args=["json"])).content)["rows"]
    assert one == two
    pdf = PdfReader(io.BytesIO(client.get(reverse("prep:stories_file", args=["pdf"])).content))
    assert "#[x] $y$" in "".join(page.extract_text() for page in pdf.pages)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"project\n", b'x,"open'])
def test_file_that_is_no_table_is_refused_in_words(client: Client, story: Story, content: bytes) -> None:
    answer = client.post(reverse("prep:import_stories"), {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422
    assert Story.objects.count() == 1


def test_coach_reads_and_comments_what_is_shared_until_it_is_not(client: Client, story: Story) -> None:
    coach = make_coach(story.candidate)
    shared = to("shared_story", story)
    client.force_login(coach)
    assert client.get(shared).status_code == 404
    services.save_story(
        candidate=story.candidate, story_id=story.pk, version=1, data=READY | {"shared": True}
    )
    assert "Feature store" in client.get(reverse("prep:shared_stories")).content.decode()
    for _ in range(2):
        client.post(shared, {"text": "How was it <b>measured</b>?"})
    assert StoryComment.objects.count() == 1
    client.force_login(story.candidate)
    assert "How was it &lt;b&gt;measured" in client.get(to("story", story)).content.decode()
    client.post(to("story_comment", story), {"text": "Over a quarter."})
    client.force_login(make_coach())
    assert client.get(shared).status_code == 404
    assert client.post(shared, {"text": "x"}).status_code == 404
    client.force_login(coach)
    assert "Over a quarter." in client.get(shared).content.decode()
    CoachGrant.objects.update(revoked_at=timezone.now())
    assert client.get(shared).status_code == 404
    assert "Feature store" not in client.get(reverse("prep:shared_stories")).content.decode()


def test_comments_are_removed_by_their_author_and_by_the_candidate_and_come_back(
    client: Client, story: Story
) -> None:
    coach = make_coach(story.candidate)
    services.save_story(candidate=story.candidate, story_id=story.pk, version=1, data={"shared": True})
    own = services.comment(story=story, author=story.candidate, text="mine")
    other = services.comment(story=story, author=coach, text="theirs")
    client.force_login(coach)
    client.post(to("shared_story", story), {"remove": own.pk})
    client.post(to("shared_story", story), {"remove": other.pk})
    assert list(StoryComment.objects.filter(removed_at=None)) == [own]
    client.post(to("shared_story", story), {"bring_back": other.pk})
    client.force_login(story.candidate)
    client.post(to("story_comment", story), {"remove": other.pk})
    assert list(StoryComment.objects.filter(removed_at=None)) == [own]


def test_claim_is_checked_for_its_settlement_consequence(client: Client, story: Story) -> None:
    client.post(reverse("prep:claims"), {"claim": "Cut inference latency by 30 %"})
    claim = Claim.objects.get()
    page = client.get(reverse("prep:stories")).content.decode()
    assert "Nobody is better off" in page
    sent = {
        "version": 1,
        "claim": claim.claim,
        "consequence": "Sub-second availability for 12 % more merchants, 8 M more volume a month",
    }
    assert client.post(reverse("prep:claim", args=[claim.pk]), sent, **JSON).json() == {"version": 2}
    assert "Nobody is better off" not in client.get(reverse("prep:stories")).content.decode()


def test_story_is_its_candidates_alone(client: Client, story: Story) -> None:
    services.save_story(candidate=story.candidate, story_id=story.pk, version=1, data=READY)
    client.force_login(make_user())
    for name in ("story", "row_checks", "story_checks", "story_versions", "shared_story"):
        assert client.get(to(name, story)).status_code == 404, name
    for name in ("story_row", "story_act", "story_comment"):
        assert client.post(to(name, story), {"act": "up", "text": "x", "version": 1}).status_code == 404, name
    assert "Feature store" not in client.get(reverse("prep:stories")).content.decode()


def test_sheet_costs_the_same_for_many(
    client: Client, story: Story, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(10):
        services.add_story(candidate=story.candidate, texts=READY)
        services.add_claim(candidate=story.candidate, claim="Cut it by 30 %")
    with django_assert_max_num_queries(7):
        client.get(reverse("prep:stories"))
