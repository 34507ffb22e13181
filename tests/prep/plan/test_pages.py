"""The plan's page: made, moved, ticked, taken away."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from interviews.models import Loop, Round
from prep.models import Plan, PlanTick
from prep.plan.selectors import overview
from tests.factories import make_coach, make_loop, make_round, make_user

pytestmark = pytest.mark.django_db
QUERIES = 15


def send(client: Client, **changes: Any) -> Any:
    given = {"starts_on": "", "weeks": "2", "version": "0"} | changes
    return client.post(reverse("prep:plan"), given)


def soon(days: int = 3) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def whole_loop(candidate: User, starts_at: datetime) -> Loop:
    loop = make_loop(candidate, rounds=False)
    for hour, kind in enumerate(each["kind"] for each in loop.track.body["rounds"]):
        make_round(loop, kind, starts_at=starts_at + timedelta(hours=hour))
    return loop


def test_without_a_plan_the_steps_stand_and_one_is_offered(client: Client) -> None:
    client.force_login(make_user())
    page = client.get(reverse("prep:plan")).content.decode()
    assert "0 of 7 done" in page
    assert "Make the plan" in page
    assert "Week 1" not in page
    assert Plan.objects.count() == 0


def test_plan_is_made_and_moved_and_what_was_ticked_stays(client: Client) -> None:
    candidate = make_user()
    client.force_login(candidate)
    send(client, starts_on=soon())
    client.post(reverse("prep:tick"), {"key": "rework_stories", "done": "1"})
    send(client, starts_on=soon(10), weeks="3", version="1")
    plan = Plan.objects.get(candidate=candidate)
    assert (plan.starts_on.isoformat(), plan.weeks, plan.version) == (soon(10), 3, 2)
    assert "Week 3" in client.get(reverse("prep:plan")).content.decode()
    assert PlanTick.objects.get().key == "rework_stories"


@pytest.mark.parametrize("day", ["", "2020-01-01", "2199-01-01", "soon"])
def test_impossible_start_is_refused_and_kept_in_the_form(client: Client, day: str) -> None:
    client.force_login(make_user())
    answer = send(client, starts_on=day, weeks="4")
    assert answer.status_code == 422
    assert f'value="{day}"' in answer.content.decode() or not day
    assert '<option value="4" selected' in answer.content.decode()
    assert Plan.objects.count() == 0


def test_second_window_is_told_and_overwrites_only_when_it_says_so_again(client: Client) -> None:
    candidate = make_user()
    client.force_login(candidate)
    send(client, starts_on=soon(3))
    send(client, starts_on=soon(5), version="1")
    answer = send(client, starts_on=soon(8), version="1")
    assert answer.status_code == 409
    assert "changed in another window" in answer.content.decode()
    assert Plan.objects.get().starts_on.isoformat() == soon(5)
    send(client, starts_on=soon(8), version=answer.context["form"]["version"].value())
    assert Plan.objects.get().starts_on.isoformat() == soon(8)


def test_form_sent_twice_makes_one_plan_and_no_conflict(client: Client) -> None:
    client.force_login(make_user())
    assert [send(client, starts_on=soon()).status_code for _ in range(2)] == [302, 302]
    assert Plan.objects.get().version == 1


def test_tick_and_its_undo_are_safe_to_repeat(client: Client) -> None:
    candidate = make_user()
    client.force_login(candidate)
    for _ in range(2):
        client.post(reverse("prep:tick"), {"key": "step:car", "done": "1"})
    assert "1 of 7 done" in client.get(reverse("prep:plan")).content.decode()
    for _ in range(2):
        client.post(reverse("prep:tick"), {"key": "step:car", "done": "0"})
    assert PlanTick.objects.count() == 0
    client.post(reverse("prep:tick"), {"key": "step:nonsense", "done": "1"})
    assert PlanTick.objects.count() == 0


def test_booked_loop_stands_on_its_day_and_a_held_one_ticks_itself() -> None:
    candidate = make_user(timezone="Asia/Tokyo")
    starts_at = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)  # the 11th in Tokyo
    loop = whole_loop(candidate, starts_at)
    Plan.objects.create(candidate=candidate, starts_on=date(2026, 12, 1), weeks=2)
    now = datetime(2026, 12, 2, 12, tzinfo=UTC)
    found = overview(candidate, now)
    days = {day.date: day for week in found.weeks for day in week.days}
    on = days[date(2026, 12, 11)]
    assert "first_loop" in [task.key for task in on.tasks]
    assert on.bookings[0].title == "Recruiter"
    assert not next(step for step in found.steps if step.key == "loops").done
    Round.objects.filter(loop=loop).update(state=Round.State.COMPLETED)
    Loop.objects.filter(pk=loop.pk).update(state=Loop.State.COMPLETED)
    again = overview(candidate, now)
    step = next(step for step in again.steps if step.key == "loops")
    assert (step.count, step.wanted, step.known) == (1, 2, False)
    assert next(
        task for week in again.weeks for day in week.days for task in day.tasks if task.key == "first_loop"
    ).known


def test_what_is_next_is_the_oldest_that_is_late_then_today_then_the_soonest() -> None:
    candidate = make_user(timezone="UTC")
    Plan.objects.create(candidate=candidate, starts_on=date(2026, 12, 1), weeks=2)

    def next_on(day: int) -> tuple[str, bool]:
        found = overview(candidate, datetime(2026, 12, day, 9, tzinfo=UTC)).next
        assert found is not None
        return found.key, found.late

    assert next_on(1) == ("first_stories", False)
    assert next_on(4) == ("first_stories", True)
    for key in ("first_stories", "more_stories", "first_car"):
        PlanTick.objects.create(candidate=candidate, key=key)
    assert next_on(4) == ("strong_sketch", False)
    PlanTick.objects.create(candidate=candidate, key="strong_sketch")
    assert next_on(4) == ("eventual_sketch", False)


@pytest.mark.parametrize("hour", [0, 13, 23])
def test_today_is_the_candidates_own_day(hour: int) -> None:
    now = datetime(2026, 12, 5, hour, 30, tzinfo=UTC)
    assert overview(make_user(timezone="Pacific/Kiritimati"), now).today == (now + timedelta(hours=14)).date()


def test_plan_is_taken_away_in_three_forms(client: Client) -> None:
    candidate = make_user("Ada #[evil] $x$")
    client.force_login(candidate)
    Plan.objects.create(candidate=candidate, starts_on=date(2026, 12, 1), weeks=1)
    text = client.get(reverse("prep:plan_file", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    told = json.loads(client.get(reverse("prep:plan_file", args=["json"])).content)
    assert rows == told["tasks"]
    assert (len(rows), len(told["steps"])) == (14, 7)
    pdf = PdfReader(io.BytesIO(client.get(reverse("prep:plan_file", args=["pdf"])).content))
    printed = "".join(page.extract_text() for page in pdf.pages)
    assert "Ada #[evil] $x$" in printed
    assert "Sit your first full loop" in printed


def test_workspace_is_the_candidates_alone(client: Client) -> None:
    candidate = make_user()
    Plan.objects.create(candidate=candidate, starts_on=date(2026, 12, 1), weeks=1)
    client.force_login(make_coach(candidate))
    assert client.get(reverse("prep:plan")).status_code == 404
    client.force_login(make_user())
    assert "Week 1" not in client.get(reverse("prep:plan")).content.decode()


def test_queries_do_not_grow_with_loops(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    candidate = make_user()
    client.force_login(candidate)
    url = reverse("prep:plan")
    make_loop(candidate)
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for week in range(1, 6):
        whole_loop(candidate, timezone.now() + timedelta(days=7 * week))
    with django_assert_num_queries(QUERIES):
        client.get(url)
